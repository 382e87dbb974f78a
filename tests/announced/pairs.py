"""What is asked and told about a pairing. All three lead a school; nobody stands by the head before."""

from datetime import date, timedelta

from buddies.models import Pairing
from buddies.steps.actions import contact, pairings, passing_on, requests
from network.models import Tie
from tests.announced import Maker, Row
from tests.people import Cast


def asked(cast: Cast) -> None:
    Tie.objects.filter(head=cast.head, kind__in=[Tie.BUDDY, Tie.RESERVE]).delete()
    cast.things["pairing"] = pairings.pair_by_hand(
        by=cast.officer, head=cast.head, buddy=cast.buddy, reserve=cast.reserve
    )


def fresh(cast: Cast) -> Pairing:
    return Pairing.objects.get(pk=cast.pairing.pk)


def yes(*who: str) -> Maker:
    def say_yes(cast: Cast) -> None:
        for one in who:
            pairings.say_yes(pairing=fresh(cast), by=getattr(cast, one))

    return say_yes


def in_force(cast: Cast) -> None:
    requests.ask(by=cast.head)
    asked(cast)
    yes("head", "buddy", "reserve")(cast)


def noted_by_phone(whose: str) -> Maker:
    def noted_by_phone(cast: Cast) -> None:
        asked(cast)
        pairings.note_yes_by_phone(pairing=fresh(cast), whose=whose, by=cast.officer)

    return noted_by_phone


def ended(by: str) -> Maker:
    def ended(cast: Cast) -> None:
        in_force(cast)
        end(by)(cast)

    return ended


def end(by: str) -> Maker:
    return lambda cast: pairings.end(pairing=fresh(cast), by=getattr(cast, by))


def paused(by: str) -> Maker:
    def paused(cast: Cast) -> None:
        in_force(cast)
        contact.pause(pairing=fresh(cast), until=date(2026, 12, 18), by=getattr(cast, by))

    return paused


def resume(cast: Cast) -> None:
    contact.resume(pairing=fresh(cast), by=cast.officer)


def resumed(cast: Cast) -> None:
    paused("buddy")(cast)
    cast.clock.shift(timedelta(days=30))
    contact.resume_due()


def reserve_left(cast: Cast) -> None:
    in_force(cast)
    pairings.drop_reserve(pairing=fresh(cast), by=None)


def name_the_reserve(cast: Cast) -> None:
    pairings.name_reserve(pairing=fresh(cast), reserve=cast.reserve, by=cast.officer)


def another_reserve(cast: Cast) -> None:
    """The first was asked and has not answered."""
    asked(cast)
    yes("head", "buddy")(cast)
    pairings.name_reserve(pairing=fresh(cast), reserve=cast.ex_buddy, by=cast.officer)


def handed_over(by: str) -> Maker:
    def handed_over(cast: Cast) -> None:
        in_force(cast)
        cast.things["pairing"] = pairings.hand_over(pairing=fresh(cast), by=getattr(cast, by))

    return handed_over


def asked_anew(cast: Cast) -> None:
    end("head")(cast)
    asked(cast)


def someone_else(by: str) -> Maker:
    def someone_else(cast: Cast) -> None:
        in_force(cast)
        pairings.ask_for_someone_else(pairing=fresh(cast), by=getattr(cast, by))

    return someone_else


def not_heard(cast: Cast) -> None:
    in_force(cast)
    contact.not_heard(pairing=fresh(cast), by=cast.head)


def spoken(cast: Cast) -> None:
    contact.spoken(pairing=fresh(cast), by=cast.buddy)


def word_first(by: str) -> Maker:
    def word_first(cast: Cast) -> None:
        asked(cast)
        contact.ring_me_first(pairing=fresh(cast), by=getattr(cast, by))

    return word_first


def decline(by: str) -> Maker:
    return lambda cast: pairings.decline(pairing=fresh(cast), by=getattr(cast, by))


def declined(by: str) -> Maker:
    def declined(cast: Cast) -> None:
        requests.ask(by=cast.head)
        asked(cast)
        decline(by)(cast)

    return declined


def nobody_answered(cast: Cast) -> None:
    requests.ask(by=cast.head)
    asked(cast)
    cast.clock.shift(timedelta(days=10))
    passing_on.lapse(pairing=fresh(cast))


STEPS = "buddies/steps/actions/"
WAITS, BY_NOBODY = "You are waiting for a buddy.", "You stand by nobody just now."
WILL_YOU = "Will you stand by Hollis Example?"
BY_PHONE = "that you said yes on the telephone."
A_WORD = "would like a word before saying yes."

ROWS: dict[str, list[Row]] = {
    "buddies/pairings/messages.py::questions": [
        Row("pairing-asked", "head", asked, "Is that all right? Please say by", yes("head")),
        Row("pairing-asked", "buddy", asked, WILL_YOU, yes("buddy")),
        Row("pairing-asked", "reserve", asked, "Will you be the reserve for Hollis Example?", yes("reserve")),
        Row("pairing-asked", "ex_buddy", another_reserve, "Will you be the reserve for Hollis", yes("ex_buddy")),
    ],
    f"{STEPS}pairings.py::note_yes_by_phone": [
        Row("pairing-news:by-phone", "head", noted_by_phone("head"), BY_PHONE, yes("head")),
        Row("pairing-news:by-phone", "buddy", noted_by_phone("buddy"), BY_PHONE, yes("buddy")),
        Row("pairing-news:by-phone", "reserve", noted_by_phone("reserve"), BY_PHONE, yes("reserve")),
    ],
    f"{STEPS}pairings.py::_yes": [
        Row("pairing-news:begun", "head", in_force, "Your buddy. Leads", end("buddy")),
        Row("pairing-news:begun", "buddy", in_force, "You are the buddy.", end("head")),
        Row("pairing-news:begun", "reserve", in_force, "You are the reserve.", end("buddy")),
    ],
    f"{STEPS}pairings.py::hand_over": [
        Row("pairing-news:begun", "head", handed_over("buddy"), "Brook Example Your buddy.", end("head")),
        Row("pairing-news:begun", "reserve", handed_over("head"), "You are the buddy.", end("head")),
        Row("pairing-news:ended", "buddy", handed_over("head"), BY_NOBODY, asked_anew),
    ],
    f"{STEPS}pairings.py::decline": [
        Row("pairing-news:ended", "head", declined("buddy"), WAITS, asked),
        Row("pairing-news:ended", "buddy", declined("head"), BY_NOBODY, asked),
        Row("pairing-news:ended", "reserve", declined("head"), BY_NOBODY, asked),
    ],
    f"{STEPS}pairings.py::end": [
        Row("pairing-news:ended", "head", ended("buddy"), WAITS, asked),
        Row("pairing-news:ended", "buddy", ended("head"), BY_NOBODY, asked),
        Row("pairing-news:ended", "reserve", ended("head"), BY_NOBODY, asked),
    ],
    f"{STEPS}pairings.py::ask_for_someone_else": [
        Row("pairing-news:ended", "head", someone_else("buddy"), WAITS, asked),
        Row("pairing-news:ended", "buddy", someone_else("head"), BY_NOBODY, asked),
        Row("pairing-news:ended", "reserve", someone_else("head"), BY_NOBODY, asked),
    ],
    f"{STEPS}passing_on.py::lapse": [
        Row("pairing-news:ended", "head", nobody_answered, WAITS, asked),
        Row("pairing-news:ended", "buddy", nobody_answered, BY_NOBODY, asked),
    ],
    f"{STEPS}contact.py::pause": [
        Row("pairing-news:changed", "head", paused("buddy"), "Paused until", resume),
        Row("pairing-news:changed", "buddy", paused("head"), "Paused until", resume),
        Row("pairing-news:changed", "reserve", paused("buddy"), "You stand in just now.", resume),
    ],
    f"{STEPS}contact.py::resume": [
        Row("pairing-news:changed", "head", resumed, "Your buddy. Leads", end("buddy")),
        Row("pairing-news:changed", "buddy", resumed, "You are the buddy.", end("head")),
        Row("pairing-news:changed", "reserve", resumed, "You are the reserve.", end("head")),
    ],
    f"{STEPS}pairings.py::drop_reserve": [
        Row("pairing-news:changed", "head", reserve_left, "You have no reserve just now.", name_the_reserve),
        Row("pairing-news:left", "reserve", reserve_left, BY_NOBODY, name_the_reserve),
    ],
    f"{STEPS}pairings.py::name_reserve": [
        Row("pairing-news:changed", "head", another_reserve, "Asked, and has not answered yet.", yes("ex_buddy")),
        Row("pairing-news:left", "reserve", another_reserve, BY_NOBODY, name_the_reserve),
    ],
    f"{STEPS}contact.py::not_heard": [
        Row("pairing-news:not-heard", "buddy", not_heard, "would like to hear from you. Please ring today.", spoken),
        Row("pairing-news:not-heard", "reserve", not_heard, "You stand in just now.", spoken),
    ],
    f"{STEPS}contact.py::ring_me_first": [
        Row("pairing-news:ring-first", "head", word_first("buddy"), A_WORD, decline("head")),
        Row("pairing-news:ring-first", "buddy", word_first("head"), A_WORD, decline("buddy")),
    ],
}
