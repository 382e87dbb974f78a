"""Who is told when a pairing moves. Each message says only that there is something on the page."""

from collections.abc import Iterable

from buddies.pairings.messages import NEWS, NOW, page_of
from buddies.pairings.models import Pairing
from network import clock
from network.models import Person
from outbox import actions as outbox


def tell(*, pairing: Pairing, what: str, by: Person | None, people: Iterable[Person | None], now: bool = False) -> None:
    """News for these people, but not for the one who made it."""
    moment = clock.now()
    wanted = [
        outbox.Wanted(
            to=person,
            kind=NOW if now else NEWS,
            occurrence=f"{pairing.public_id}.{what}.{moment:%Y%m%d%H%M%S}",
            about=f"pairing:{pairing.pk}:{what}",
            path=page_of(pairing, person),
        )
        for person in people
        if person is not None and (by is None or person.pk != by.pk)
    ]
    outbox.put_many(wanted=wanted, by=by)
