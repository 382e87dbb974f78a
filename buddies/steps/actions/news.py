"""Who is told when a pairing moves. Each message says only that there is something on the page."""

from collections.abc import Iterable

from buddies.pairings.messages import ASKED, NEWS, NOW
from buddies.pairings.models import Pairing
from network import clock
from network.models import Person
from outbox import actions as outbox


def ask(*, pairing: Pairing, by: Person | None, people: Iterable[Person] | None = None) -> None:
    """The question to head, buddy and reserve, or to these people alone."""
    wanted = [
        outbox.Wanted(
            to=person,
            kind=ASKED,
            occurrence=f"{pairing.public_id}.{pairing.asked_at:%Y%m%d%H%M%S}",
            useful_until=pairing.answer_by,
            about=f"pairing:{pairing.pk}:asked",
            path=page_of(pairing=pairing, person=person),
        )
        for person in (people if people is not None else _people(pairing))
    ]
    outbox.put_many(wanted=wanted, by=by)


def tell(*, pairing: Pairing, what: str, by: Person | None, people: Iterable[Person | None], now: bool = False) -> None:
    """News for these people, but not for the one who made it."""
    moment = clock.now()
    wanted = [
        outbox.Wanted(
            to=person,
            kind=NOW if now else NEWS,
            occurrence=f"{pairing.public_id}.{what}.{moment:%Y%m%d%H%M%S}",
            about=f"pairing:{pairing.pk}:{what}",
            path=page_of(pairing=pairing, person=person),
        )
        for person in people
        if person is not None and (by is None or person.pk != by.pk)
    ]
    outbox.put_many(wanted=wanted, by=by)


def page_of(*, pairing: Pairing, person: Person) -> str:
    return "/buddy/" if person.pk == pairing.head_id else "/standing-by/"


def _people(pairing: Pairing) -> list[Person]:
    return [person for person in (pairing.head, pairing.buddy, pairing.reserve) if person is not None]
