"""What the directory tells colleagues, officers and whoever called. `dylan` and `dara` of the cast are colleagues."""

from datetime import date, time, timedelta

from directory.call_outs.actions import call_outs
from directory.drills import actions as drills
from directory.listings.actions import listings, nightly
from directory.models import Asked, Leave, Listing, WeekDay
from network import clock
from network.models import Authority, ContactPoint
from tests import factories as f
from tests.announced import Maker, Row
from tests.directory import make
from tests.inspections.story import at, call
from tests.people import Cast


def colleague(cast: Cast) -> Listing:
    Authority.objects.filter(pk=cast.authority.pk).update(in_network=True)
    cast.things["listing"] = make.listing(cast.directory_member, phases=["primary"])
    return cast.listing


def called_out(by: str = "head") -> Maker:
    def called_out(cast: Cast) -> None:
        colleague(cast)
        call(cast)
        cast.clock.move_to(at("2026-12-01 10:00"))
        person = getattr(cast, by)
        ends = clock.now() + timedelta(hours=6)
        cast.things["call_out"] = call_outs.raise_call(
            by=person, head=cast.head, school=cast.school, need="send", words="", ends_at=ends
        )

    return called_out


def answered(by: str) -> Maker:
    def answered(cast: Cast) -> None:
        called_out(by)(cast)
        asked = Asked.objects.get(call_out=cast.call_out, listing=cast.listing)
        call_outs.answer(by=cast.directory_member, asked=asked, answer=Asked.YES, via=Asked.LINK)

    return answered


def taken_back(cast: Cast) -> None:
    call_outs.cancel(by=cast.head, call=cast.call_out)


def done(cast: Cast) -> None:
    cast.call_out.refresh_from_db()
    call_outs.done(by=cast.head, call=cast.call_out)


def away_on_wednesday(cast: Cast) -> None:
    """The one colleague there is."""
    colleague(cast)
    wednesday = date(2026, 12, 2)
    listings.book_off(by=cast.directory_member, listing=cast.listing, starts_on=wednesday, ends_on=wednesday)


def never_on_a_wednesday(cast: Cast) -> None:
    colleague(cast)
    week = {day: (time(0), time(23, 59)) for day in (0, 1, 3, 4)}
    listings.set_week(by=cast.directory_member, listing=cast.listing, days=week)


def nobody_answers(cast: Cast) -> None:
    colleague(cast)
    call(cast)
    cast.clock.move_to(at("2026-12-01 10:00"))
    WeekDay.objects.all().delete()
    ends = clock.now() + timedelta(hours=6)
    cast.things["call_out"] = call_outs.raise_call(
        by=cast.head, head=cast.head, school=cast.school, need="send", words="", ends_at=ends
    )


def colleagues_come(cast: Cast) -> None:
    Leave.objects.all().delete()
    for _ in range(3):
        make.listing(f.PersonFactory(), phases=["primary"])


def friday_noon(cast: Cast) -> None:
    """A week without anybody else begins on Monday."""
    colleague(cast)
    cast.clock.move_to(at("2026-12-04 14:00"))
    monday = date(2026, 12, 7)
    listings.book_off(by=cast.directory_member, listing=cast.listing, starts_on=monday, ends_on=monday)
    nightly.check_all()


def no_day_is_theirs(cast: Cast) -> None:
    WeekDay.objects.all().delete()


def no_drill_yet(cast: Cast) -> None:
    colleague(cast)
    nightly.check_all()


def hold_a_drill(cast: Cast) -> None:
    cast.things["drill"] = drills.start(by=cast.officer)


def drill(cast: Cast) -> None:
    colleague(cast)
    hold_a_drill(cast)


def here(cast: Cast) -> None:
    drills.here_by_link(by=cast.directory_member, pk=cast.drill.asked.get().pk)


def declaration_is_old(cast: Cast) -> None:
    colleague(cast)
    Listing.objects.update(declared_on=clock.today() - timedelta(days=365))
    nightly.check_all()


def declare(cast: Cast) -> None:
    cast.listing.refresh_from_db()
    listings.declare(
        by=cast.directory_member, listing=cast.listing, serving_inspector=False, employer="", must_not_advise=[]
    )


def cannot_be_reached(cast: Cast) -> None:
    colleague(cast)
    ContactPoint.objects.filter(person=cast.directory_member).update(broken_at=clock.now())
    nightly.check_all()


def reached_again(cast: Cast) -> None:
    ContactPoint.objects.update(broken_at=None)


LISTINGS = "directory/listings/actions/"

ROWS: dict[str, list[Row]] = {
    "directory/call_outs/actions/notify_call.py::alert": [
        Row("call-out", "directory_member", called_out(), "Can you advise a colleague by phone?", taken_back),
    ],
    "directory/call_outs/actions/notify_call.py::tell_both": [
        Row("call-out-news", "head", answered("head"), "Ring Dylan", done),
        Row("call-out-news", "deputy", answered("deputy"), "Ring Dylan", done),
        Row("call-out-news", "buddy", answered("buddy"), "Ring Dylan", done),
    ],
    "directory/call_outs/actions/steps.py::_nobody_can_be_asked": [
        Row("call-out-unanswered", "officer", nobody_answers, "Tue 1 Dec 0 0 0 0 0 0 Thin", colleagues_come),
    ],
    f"{LISTINGS}listings.py::book_off": [
        Row("cover-gap", "officer", away_on_wednesday, "Wed 2 Dec 0 0 0 0 0 0 Thin", colleagues_come),
    ],
    f"{LISTINGS}listings.py::_tell_of_the_gap": [
        Row("cover-gap", "officer", never_on_a_wednesday, "Wed 2 Dec 0 0 0 0 0 0 Thin", colleagues_come),
    ],
    f"{LISTINGS}nightly.py::_summary": [
        Row("cover-summary", "officer", friday_noon, "Mon 7 Dec 0 0 0 0 0 0 Thin", colleagues_come),
        Row("your-week", "directory_member", friday_noon, "Monday, 00.00 to 23.59", no_day_is_theirs),
    ],
    f"{LISTINGS}nightly.py::_drill": [
        Row("drill-due", "officer", no_drill_yet, "There has been none this term.", hold_a_drill),
    ],
    f"{LISTINGS}nightly.py::_declarations": [
        Row("declaration-due", "directory_member", declaration_is_old, "It is due. The last was made on", declare),
    ],
    f"{LISTINGS}nightly.py::_unreachable": [
        Row("unreachable", "directory_member", cannot_be_reached, "Does not work", reached_again),
    ],
    f"{LISTINGS}nightly.py::_tell_who_cannot_be_told": [
        Row("colleague-unreachable", "officer", cannot_be_reached, "They cannot be reached", reached_again),
    ],
    "directory/drills/actions.py::start": [
        Row("drill", "directory_member", drill, "This is a drill", here),
    ],
}
