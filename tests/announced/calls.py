"""What is told of a call, of its days, and of a head who asks to be rung."""

from datetime import date, timedelta

from inspections.aftercare import actions as pauses
from inspections.calls.actions import inspections, notify_call
from inspections.models import Told
from network import clock
from tests import factories as f
from tests.announced import Maker, Row
from tests.inspections.story import at, call
from tests.people import Cast


def called(cast: Cast) -> None:
    cast.things["inspection"] = call(cast)


def called_by_the_deputy(cast: Cast) -> None:
    cast.things["inspection"] = inspections.the_call_has_come(by=cast.deputy, school=cast.school, head=cast.head)


def buddy_comes_later(cast: Cast) -> None:
    """Whom the officer found after the call."""
    called(cast)
    cast.clock.shift(timedelta(hours=1))
    cast.things["new_buddy"] = f.MembershipFactory(person=f.PersonFactory(name="Nour Example")).person
    f.TieFactory(head=cast.head, person=cast.new_buddy, subject="pairing:x", from_at=clock.now())
    notify_call.tell_new_buddies()


def close(cast: Cast) -> None:
    inspections.close(by=cast.head, inspection=cast.inspection)


def undone(cast: Cast) -> None:
    called(cast)
    inspections.undo(by=cast.head, inspection=cast.inspection)


def read_that_it_was_undone(who: str) -> Maker:
    return lambda cast: notify_call.undo_seen(
        by=getattr(cast, who), told=Told.objects.get(inspection=cast.inspection, person=getattr(cast, who))
    )


# --- its days ---


def moved(cast: Cast) -> None:
    called(cast)
    move(cast)


def move(cast: Cast) -> None:
    days = {"starts_on": date(2026, 12, 8), "ends_on": date(2026, 12, 9)}
    inspections.change(by=cast.head, inspection=cast.inspection, **days)


def read_that_it_moved(who: str) -> Maker:
    def read_that_it_moved(cast: Cast) -> None:
        cast.clock.shift(60)
        person = getattr(cast, who)
        notify_call.days_seen(by=person, told=Told.objects.get(inspection=cast.inspection, person=person))

    return read_that_it_moved


def nobody_has_seen_it(cast: Cast) -> None:
    """The reserve stands in."""
    called(cast)
    cast.clock.shift(timedelta(minutes=31))
    notify_call.pass_on_unseen(minutes=30)


def moved_while_the_reserve_stands_in(cast: Cast) -> None:
    nobody_has_seen_it(cast)
    move(cast)


def put_off(cast: Cast) -> None:
    called(cast)
    pauses.put_off(by=cast.head, inspection=cast.inspection)


def new_days(cast: Cast) -> None:
    days = {"starts_on": date(2027, 1, 12), "ends_on": date(2027, 1, 13)}
    inspections.change(by=cast.head, inspection=cast.inspection, **days)


def paused(cast: Cast) -> None:
    called(cast)
    cast.clock.move_to(at("2026-12-01 12:00"))
    days = {"paused_on": date(2026, 12, 1), "resumes_on": date(2026, 12, 3)}
    pauses.pause(by=cast.head, inspection=cast.inspection, **days)


def they_come_back(cast: Cast) -> None:
    cast.clock.move_to(at("2026-12-03 08:00"))


def drafted(cast: Cast) -> None:
    called(cast)
    cast.clock.move_to(at("2027-01-11 09:00"))
    inspections.note_dates(by=cast.head, inspection=cast.inspection, draft_on=date(2027, 1, 11))


def last_days_of_the_choice(cast: Cast) -> None:
    drafted(cast)
    cast.clock.move_to(at("2027-01-18 08:00"))
    pauses.remind_of_choice()


def choose(cast: Cast) -> None:
    days = {"draft_on": date(2027, 1, 11), "minor_points_on": date(2027, 1, 12)}
    inspections.note_dates(by=cast.head, inspection=cast.inspection, **days)


def published(cast: Cast) -> None:
    called(cast)
    cast.clock.move_to(at("2027-01-29 09:00"))
    inspections.note_dates(by=cast.head, inspection=cast.inspection, published_on=date(2027, 1, 29))


def three_days_pass(cast: Cast) -> None:
    cast.clock.shift(timedelta(days=3, minutes=1))


CALLED, DAYS = "The call has come: 1 December to 2 December.", "1 December to 2 December"
MOVED = "The days have moved. It is now Tuesday 8 December"
UNDONE, READY = "Hollis Example: the call was undone", "Please be ready for Hollis Example"
CALLS = "inspections/calls/actions/"

ROWS: dict[str, list[Row]] = {
    f"{CALLS}notify_call.py::_tell_one": [
        Row("nudge:told", "buddy", called, CALLED, close),
        Row("nudge:told", "reserve", called, READY, close),
        Row("nudge:told", "shared_with", called, f"Hollis Example shares the days with you: {DAYS}.", close),
    ],
    f"{CALLS}notify_call.py::_tell_new": [
        Row("nudge:told", "new_buddy", buddy_comes_later, CALLED, close),
    ],
    f"{CALLS}notify_call.py::tell": [
        Row("nudge:head", "head", called_by_the_deputy, "Who knows of the call", close),
    ],
    f"{CALLS}notify_call.py::undone": [
        Row("nudge:undone", "buddy", undone, UNDONE, read_that_it_was_undone("buddy")),
        Row("nudge:undone", "reserve", undone, UNDONE, read_that_it_was_undone("reserve")),
        Row("nudge:undone", "shared_with", undone, UNDONE, read_that_it_was_undone("shared_with")),
    ],
    f"{CALLS}inspections.py::dates_moved": [
        Row("nudge:inspection", "buddy", moved, MOVED, read_that_it_moved("buddy")),
        Row("nudge:inspection", "reserve", moved_while_the_reserve_stands_in, MOVED, read_that_it_moved("reserve")),
        Row("nudge:inspection", "buddy", put_off, "The inspection is put off. There is no new date yet.", new_days),
        Row("nudge:inspection", "buddy", paused, "Inspectors come back on Thursday 3 December.", they_come_back),
    ],
    f"{CALLS}inspections.py::note_dates": [
        Row("nudge:inspection", "buddy", drafted, "The draft came on Monday 11 January.", choose),
        Row("nudge:inspection", "buddy", published, "The report was published on Friday 29 January.", three_days_pass),
    ],
    "inspections/aftercare/actions.py::remind_of_choice": [
        Row("nudge:choice", "head", last_days_of_the_choice, "is the last day for either", choose),
    ],
}
