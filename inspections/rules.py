"""Who stands by whom, and who leads a school: what the rules of several rooms ask."""

from collections.abc import Iterable
from datetime import datetime

from network.models import Membership, Person, Tie
from network.rules import NotAllowed, is_somebody


def stands_by(person: Person, head: Person, *kinds: str) -> bool:
    return is_somebody(person) and Tie.objects.live().filter(person=person, head=head, kind__in=kinds).exists()


def is_active_buddy(person: Person, head: Person) -> bool:
    """The buddy, or the reserve while standing in."""
    return stands_by(person, head, Tie.BUDDY)


Span = tuple[datetime, datetime | None]
BESIDE = (Tie.BUDDY, Tie.RESERVE)


def spans_beside(person: Person, head: Person) -> list[Span]:
    """From when to when this person has stood by this head, as buddy or as the reserve who waits for it."""
    ties = Tie.objects.filter(person=person, head=head, kind__in=BESIDE)
    return list(ties.values_list("from_at", "to_at"))


def was_beside(spans: Iterable[Span], moment: datetime | None) -> bool:
    return moment is not None and any(start <= moment and (end is None or moment < end) for start, end in spans)


def check_is_active_buddy(person: Person, head: Person) -> None:
    if not is_active_buddy(person, head):
        raise NotAllowed("the buddy, or the reserve while standing in")


def check_signed_in(person: Person) -> None:
    if not is_somebody(person):
        raise NotAllowed("signed in")


def has_led_a_school(person: Person) -> bool:
    """Now or before: a head who has lost her post is still one for whom this is here."""
    return is_somebody(person) and Membership.objects.heads().filter(person=person).exists()


def check_led_a_school(person: Person) -> None:
    if not has_led_a_school(person):
        raise NotAllowed("a head, now or before")


def check_is(person: Person, key: int, who: str) -> None:
    """`key`: of whose it is; `who`: what they are to it, in words."""
    if not is_somebody(person) or person.pk != key:
        raise NotAllowed(who)


def check_is_head(person: Person, head: Person) -> None:
    check_is(person, head.pk, "the head herself")
