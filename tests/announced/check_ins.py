"""What is told of a head's check-ins, and of her silence."""

from datetime import timedelta

from inspections.answers.actions import answers
from inspections.check_ins.actions import planning
from inspections.models import CheckIn
from inspections.silence.actions import silence
from outbox.models import Message
from tests.announced import Maker, Row
from tests.announced.calls import called, nobody_has_seen_it
from tests.announced.ringing import STANDS_IN
from tests.inspections.story import at, leave
from tests.people import Cast


def evening(cast: Cast) -> None:
    called(cast)
    cast.clock.move_to(at("2026-12-01 17:05"))
    cast.things["check_in"] = CheckIn.objects.select_related("head", "inspection").get(rule="evening")


def answer(said: str) -> Maker:
    def answer(cast: Cast) -> None:
        cast.check_in.refresh_from_db()
        answers.answer(by=cast.head, check_in=cast.check_in, answer=said)

    return answer


fine = answer(CheckIn.FINE)


def not_great(cast: Cast) -> None:
    evening(cast)
    answer(CheckIn.NOT_GREAT)(cast)


def not_great_while_the_reserve_stands_in(cast: Cast) -> None:
    nobody_has_seen_it(cast)
    cast.clock.move_to(at("2026-12-01 17:05"))
    cast.things["check_in"] = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    answer(CheckIn.NOT_GREAT)(cast)


def they_have_spoken(cast: Cast) -> None:
    cast.clock.shift(60)
    cast.check_in.refresh_from_db()
    answers.we_have_spoken(by=cast.buddy, check_in=cast.check_in)


def answered_by_link(cast: Cast) -> None:
    """Asked again, for a mail filter may have pressed it."""
    evening(cast)
    link = Message.objects.get(kind="check-in", about=f"checkin:{cast.check_in.pk}")
    answers.answer_by_link(message=link, answer=CheckIn.FINE)
    look(cast, "2026-12-02 08:30")


def confirm(cast: Cast) -> None:
    cast.check_in.refresh_from_db()
    answers.confirm(by=cast.head, check_in=cast.check_in)


def look(cast: Cast, *moments: str) -> None:
    for moment in moments:
        cast.clock.move_to(at(moment))
        leave()
        planning.mark_missed()
        silence.look()


def quiet(cast: Cast) -> None:
    evening(cast)
    look(cast, "2026-12-02 07:30", "2026-12-02 08:30")


def quiet_for_long(cast: Cast) -> None:
    """Whoever she named is asked in place of the reserve."""
    evening(cast)
    silence.choose(by=cast.head, on=True, ask_reserve=False, named=cast.other_head)
    look(cast, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00")


def quiet_until_the_reserve(cast: Cast) -> None:
    evening(cast)
    look(cast, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00")


def heard_of(made: Maker) -> Maker:
    def heard_of(cast: Cast) -> None:
        made(cast)
        fine(cast)

    return heard_of


def eleven_days_pass(cast: Cast) -> None:
    cast.clock.shift(timedelta(days=11))


ANSWERED = "Hollis Example has answered a check-in"
WENT_QUIET = "Has gone quiet. Please ring."
HEARD = "We have heard from Hollis since you were asked to ring."
IN_SILENCE = "inspections/silence/actions/silence.py::"

ROWS: dict[str, list[Row]] = {
    "inspections/check_ins/actions/planning.py::message_of": [
        Row("check-in", "head", evening, "How is it going?", fine, page="/today/"),
    ],
    "inspections/answers/actions/answers.py::_follow": [
        Row("nudge:checkin", "buddy", not_great, ANSWERED, they_have_spoken),
        Row("nudge:checkin", "reserve", not_great_while_the_reserve_stands_in, ANSWERED, they_have_spoken),
    ],
    f"{IN_SILENCE}_ask_again": [
        Row("nudge:head", "head", answered_by_link, "That was me", confirm),
    ],
    f"{IN_SILENCE}_ask": [
        Row("nudge:checkin", "buddy", quiet, WENT_QUIET, fine),
        Row("nudge:head", "reserve", quiet_until_the_reserve, WENT_QUIET, fine),
        Row("nudge:head", "head", quiet_until_the_reserve, "Ring Brook", fine),
        Row("nudge:head", "buddy", quiet_until_the_reserve, STANDS_IN, fine),
        Row("nudge:quiet", "other_head", quiet_for_long, "wished that you be asked if they went quiet.", fine),
    ],
    f"{IN_SILENCE}stop": [
        Row("nudge:silence-over", "buddy", heard_of(quiet), HEARD, eleven_days_pass),
        Row("nudge:silence-over", "reserve", heard_of(quiet_until_the_reserve), HEARD, eleven_days_pass),
        Row("nudge:silence-over", "other_head", heard_of(quiet_for_long), HEARD, eleven_days_pass),
    ],
}
