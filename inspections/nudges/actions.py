"""The app's messages to people, all neutral: "there is something for you". The page tells them what."""

from datetime import datetime, time

from inspections.visits.moments import at
from network import clock
from network.dates import LONDON
from network.models import Person, Tie
from outbox import actions as outbox

MORNING = time(7)
PRESS = "/p/{token}/"


def nudge(
    *,
    to: Person,
    about: str,
    occurrence: str,
    by: Person | None,
    path: str = "",
    now: bool = False,
    soon: bool = False,
) -> None:
    """`about` is what it stands for (inspections/nudges/messages.py); `now` means that it cannot wait; `soon` that it
    reaches her on this very day, in quiet hours too, but not in the small hours: then it waits for the morning. Of a
    kind's name a copy of the database can be read: none stands for one thing alone. Of a link too: each one that cannot
    wait is the same, whatever it is about, and what can be pressed behind it is asked when it is opened
    (inspections/pressing/)."""
    path = path or (PRESS if now else "/today/")
    kind = "nudge-now" if now else "nudge-soon" if soon else "nudge"
    due_at = after_the_small_hours(clock.now()) if soon and not now else None
    wanted = outbox.Wanted(to=to, kind=kind, occurrence=occurrence, about=about, path=path, due_at=due_at)
    outbox.put_many(wanted=[wanted], by=by)


def after_the_small_hours(moment: datetime) -> datetime:
    """`moment`, or seven in the morning of its day where that is still to come."""
    local = moment.astimezone(LONDON)
    return at(local.date(), MORNING) if local.time() < MORNING else moment


def who_stands_by(*, head: Person) -> list[Person]:
    """Her active buddy, and the reserve while standing in: the one who began first comes first."""
    ties = Tie.objects.live().filter(head=head, kind=Tie.BUDDY, person__is_active=True)
    people = [tie.person for tie in ties.select_related("person").order_by("from_at")]
    return list({person.pk: person for person in people}.values())


def reserve_of(*, head: Person) -> Person | None:
    tie = (
        Tie.objects.live()
        .filter(head=head, kind=Tie.RESERVE, person__is_active=True)
        .select_related("person")
        .order_by("from_at")
        .first()
    )
    return tie.person if tie else None


def tell_buddies(
    *, head: Person, about: str, occurrence: str, by: Person | None, now: bool = False, soon: bool = False
) -> int:
    """All who stand by her, but the one who did it."""
    told = [person for person in who_stands_by(head=head) if by is None or person.pk != by.pk]
    for person in told:
        nudge(to=person, about=about, occurrence=occurrence, by=by, now=now, soon=soon)
    return len(told)


def somebody_to_ring(*, head: Person) -> bool:
    return bool(who_stands_by(head=head) or reserve_of(head=head))
