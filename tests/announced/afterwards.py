"""What is told of days and of a plan that a head shares, of help she asks for, and of what a buddy has to renew."""

from datetime import date, timedelta

from inspections.buddy_care import actions as buddy_care
from inspections.models import BuddyCheckIn
from inspections.offers import actions as offers
from inspections.silence.actions import sharing
from inspections.standby import actions as standby
from inspections.support.actions import log, log_warnings, plan_days, support
from network import clock
from network.models import WordKey
from network.privacy import keys
from outbox.models import Message
from tests.announced import Maker, Row
from tests.announced.calls import called, close, published
from tests.inspections.story import at
from tests.people import Cast


def shares_days(cast: Cast) -> None:
    called(cast)
    cast.things["tie"] = sharing.share_days(by=cast.head, person=cast.other_head)


def takes_days_back(cast: Cast) -> None:
    sharing.withdraw(by=cast.head, tie=cast.tie)


def plan(cast: Cast) -> None:
    published(cast)
    cast.things["plan"] = support.open_plan(by=cast.head, inspection=cast.inspection)


def shares_a_plan(who: str) -> Maker:
    def shares_a_plan(cast: Cast) -> None:
        plan(cast)
        support.share(by=cast.head, plan=cast.plan, person=getattr(cast, who))

    return shares_a_plan


def takes_the_plan_back(who: str) -> Maker:
    return lambda cast: support.take_back(by=cast.head, plan=cast.plan, person=getattr(cast, who))


def a_day_comes(cast: Cast) -> None:
    shares_a_plan("buddy")(cast)
    cast.things["line"] = support.add_line(
        by=cast.head, plan=cast.plan, kind="peer_review", by_on=date(2027, 2, 3), shared=True
    )
    cast.clock.move_to(at("2027-02-03 00:30"))
    plan_days.remind()


def it_moves(cast: Cast) -> None:
    support.change_line(by=cast.head, line=cast.line, kind="peer_review", by_on=date(2027, 3, 10))


def the_buddy_comments(cast: Cast) -> None:
    shares_a_plan("buddy")(cast)
    support.comment(by=cast.buddy, plan=cast.plan, words="Sample words of a comment")


def erase_the_plan(cast: Cast) -> None:
    log.erase(by=cast.head)


def log_goes_soon(cast: Cast) -> None:
    called(cast)
    log.write(by=cast.head, words="words")
    close(cast)
    cast.clock.shift(timedelta(days=60))
    log_warnings.warn()


def keep_the_log(cast: Cast) -> None:
    for key in WordKey.objects.filter(owner=cast.head):
        keys.keep(key, None)


# --- help that she asks for ---


def asks_for_help(contact: str) -> Maker:
    def asks_for_help(cast: Cast) -> None:
        person = getattr(cast, contact)
        offer = offers.put_up(by=person, kind="supervision", title="Example supervision", contact=person)
        cast.things["ask"] = offers.ask(by=cast.head, offer=offer)

    return asks_for_help


def on_its_last_day(cast: Cast) -> None:
    asks_for_help("representative")(cast)
    cast.clock.move_to(at(f"{cast.ask.answer_by} 09:00"))
    offers.remind()


def its_day_passed(cast: Cast) -> None:
    asks_for_help("representative")(cast)
    cast.clock.move_to(at(f"{cast.ask.answer_by} 09:00"))
    cast.clock.shift(timedelta(days=1))
    offers.remind()


def take_back(cast: Cast) -> None:
    offers.take_back(by=cast.head, ask=cast.ask)


def in_touch(cast: Cast) -> None:
    offers.in_touch(by=cast.representative, ask=cast.ask)


# --- those who stand by ---


def a_usual_day(cast: Cast) -> None:
    cast.clock.move_to(at("2026-12-07 08:15"))
    standby.look()


def its_hours_are_over(cast: Cast) -> None:
    if not Message.objects.filter(kind="standby").exists():
        a_usual_day(cast)
    Message.objects.filter(kind="standby").update(state=Message.SENT, sent_at=clock.now())
    cast.clock.move_to(at("2026-12-07 14:05"))
    standby.look()


def the_next_day(cast: Cast) -> None:
    cast.clock.move_to(at("2026-12-08 09:00"))


def agreement_ends(who: str) -> Maker:
    def agreement_ends(cast: Cast) -> None:
        buddy_care.agree(by=getattr(cast, who))
        cast.clock.shift(timedelta(days=355))
        buddy_care.remind()

    return agreement_ends


def agree(who: str) -> Maker:
    return lambda cast: buddy_care.agree(by=getattr(cast, who))


def two_days_are_over(cast: Cast) -> None:
    called(cast)
    cast.clock.move_to(at("2026-12-03 17:02"))
    buddy_care.look()


def the_buddy_answers(cast: Cast) -> None:
    buddy_care.answer(by=cast.buddy, check_in=BuddyCheckIn.objects.get(buddy=cast.buddy), answer="fine")


SUPPORT, CARE = "inspections/support/actions/", "inspections/buddy_care/actions.py::"
SHARES = "Hollis shares this with you"
RENEW = "Please read it again and renew it by 30 November 2027."
USUAL, USUAL_OVER = "Today is a usual day. Please keep your phone near", "The usual hours are over for today."

ROWS: dict[str, list[Row]] = {
    "inspections/silence/actions/sharing.py::share_days": [
        Row("nudge:head", "other_head", shares_days, "Hollis Example shares the days with you", takes_days_back),
    ],
    f"{SUPPORT}support.py::share": [
        Row("nudge:plan", "buddy", shares_a_plan("buddy"), SHARES, takes_the_plan_back("buddy")),
        Row("nudge:plan", "other_head", shares_a_plan("other_head"), SHARES, takes_the_plan_back("other_head")),
    ],
    f"{SUPPORT}support.py::_tell_the_head": [
        Row("nudge:plan", "head", the_buddy_comments, "Sample words of a comment", erase_the_plan),
    ],
    f"{SUPPORT}plan_days.py::_of_today": [
        Row("nudge:planday", "head", a_day_comes, "Peer review Offered Today", it_moves),
        Row("nudge:planday", "buddy", a_day_comes, "Peer review Offered Today", it_moves),
    ],
    f"{SUPPORT}log_warnings.py::_warn": [
        Row("nudge:log", "head", log_goes_soon, "an inspection that is closed goes on", keep_the_log),
    ],
    "inspections/offers/actions.py::ask": [
        Row("nudge:offer", "officer", asks_for_help("officer"), "Hollis Example, Example Junior School", take_back),
        Row("nudge:offer", "representative", asks_for_help("representative"), "Hollis Example, Example", take_back),
    ],
    "inspections/offers/actions.py::remind": [
        Row("nudge:offer", "representative", on_its_last_day, "Hollis Example asks for: Example supervision", in_touch),
        Row("nudge:offer", "head", its_day_passed, "No answer yet: Example supervision", in_touch),
    ],
    "inspections/standby/actions.py::_put": [
        Row("standby", "buddy", a_usual_day, USUAL, its_hours_are_over),
        Row("standby", "reserve", a_usual_day, USUAL, its_hours_are_over),
        Row("standby-over", "buddy", its_hours_are_over, USUAL_OVER, the_next_day),
        Row("standby-over", "reserve", its_hours_are_over, USUAL_OVER, the_next_day),
    ],
    f"{CARE}_reminder": [
        Row("nudge:agreement", "buddy", agreement_ends("buddy"), RENEW, agree("buddy")),
        Row("nudge:agreement", "reserve", agreement_ends("reserve"), RENEW, agree("reserve")),
    ],
    f"{CARE}_ask": [
        Row("nudge:buddycheckin", "buddy", two_days_are_over, "Now it is about you.", the_buddy_answers),
    ],
}
