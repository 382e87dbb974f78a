"""What the pair themselves press while it lasts: we have spoken, I have not heard, a pause to a date."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from buddies.offers.actions import check_day, check_pause
from buddies.pairings import deadline, states
from buddies.pairings.models import Pairing
from buddies.pairings.rules import check_ring_first, check_spoken, check_step
from buddies.steps.actions import news
from buddies.steps.actions.steps import sync_ties, take
from network import clock, guarded, hooks
from network.models import Person
from network.rules import WrongState, check_somebody
from outbox.reach.days_off import DaysOff


@transaction.atomic
def spoken(*, pairing: Pairing, by: Person) -> None:
    """By either, or by the reserve while she stands in. What was said is nobody's business."""
    check_spoken(by, pairing)
    take(pairing=pairing, step="spoken", by=by, **_once_spoken(pairing, by))
    hooks.call(hooks.have_spoken, head=pairing.head, by=by)


def _once_spoken(pairing: Pairing, by: Person) -> dict[str, Any]:
    """When the two have spoken, nobody has to be asked any more, and the reserve need not stand in."""
    changes: dict[str, Any] = {"last_spoke_on": clock.today()}
    if pairing.next_contact_on is not None and pairing.next_contact_on <= clock.today():
        changes["next_contact_on"] = None
    if by.pk in (pairing.buddy_id, pairing.head_id):
        changes["not_heard_at"] = None
        if pairing.state == Pairing.IN_FORCE:
            changes["reserve_stands_in"] = False
    return changes


@transaction.atomic
def spoken_elsewhere(*, head: Person, by: Person) -> None:
    """They said so beside a check-in or a "please ring me" (`inspections` has asked who may): the pairing knows."""
    check_somebody(by)
    for pairing in Pairing.objects.current().filter(Q(head=by) | Q(buddy=by), head=head):  # one at the most
        same = Pairing.objects.filter(pk=pairing.pk, state=pairing.state)
        if same.update(**_once_spoken(pairing, by)):
            pairing.refresh_from_db()
            sync_ties(pairing=pairing, by=by)


@transaction.atomic
def not_heard(*, pairing: Pairing, by: Person) -> bool:
    """The head has not heard from her buddy: the buddy is asked to ring, and the reserve stands in from now.

    True when the reserve stands in; where there is none, the page offers to find somebody else. A second press
    changes nothing.
    """
    check_step(by, pairing, "not heard")
    ready = pairing.reserve is not None and pairing.reserve_yes_at is not None
    if pairing.not_heard_at is not None:
        return ready
    take(
        pairing=pairing,
        step="not heard",
        by=by,
        where=Q(not_heard_at__isnull=True),
        not_heard_at=clock.now(),
        reserve_stands_in=ready,
    )
    people = (pairing.buddy, pairing.reserve) if ready else (pairing.buddy,)
    news.tell(pairing=pairing, what="not-heard", by=by, people=people, now=True)
    return ready


@transaction.atomic
def ring_me_first(*, pairing: Pairing, by: Person) -> None:
    """The third answer: neither yes nor no, but a word first. The other sees how to reach her until the question is
    settled, and both have the full time again from now. A second press changes nothing."""
    check_ring_first(by, pairing)
    column = f"{'head' if by.pk == pairing.head_id else 'buddy'}_ring_first_at"
    if getattr(pairing, column) is not None:
        return
    now = clock.now()
    until = deadline.of(pairing, since=now, closed=DaysOff())
    take(
        pairing=pairing,
        step="ring me first",
        by=by,
        where=Q(**{f"{column}__isnull": True}),
        answer_by=until,
        **{column: now},
    )
    other = pairing.buddy if by.pk == pairing.head_id else pairing.head
    news.tell(pairing=pairing, what="ring-first", by=by, people=(other,), now=pairing.called_at is not None)


@transaction.atomic
def next_contact(*, pairing: Pairing, on: date | None, by: Person) -> None:
    """When the two mean to speak next; None takes it away. Said by either, seen by both."""
    check_step(by, pairing, "next contact")
    if on is not None:
        check_day(on=on)
    take(pairing=pairing, step="next contact", by=by, next_contact_on=on)


@transaction.atomic
def pause(*, pairing: Pairing, until: date, by: Person) -> None:
    """To a date. While the buddy is away the reserve stands in; a pause of the head's own leaves her buddy hers.

    An officer notes that a buddy is away, who cannot say so herself.
    """
    check_step(by, pairing, "pause")
    check_pause(until=until)
    ready = pairing.reserve is not None and pairing.reserve_yes_at is not None
    away = states.HEAD not in pairing.roles_of(by)
    take(pairing=pairing, step="pause", by=by, paused_until=until, reserve_stands_in=ready and away)
    news.tell(pairing=pairing, what="changed", by=by, people=(pairing.head, pairing.buddy, pairing.reserve))


@transaction.atomic
def resume(*, pairing: Pairing, by: Person | None) -> None:
    """By either, or by itself when the date has come (`by` is None)."""
    over = Q(paused_until__lt=clock.today()) if by is None else None  # it may have been paused anew meanwhile
    take(pairing=pairing, step="resume", by=by, where=over, paused_until=None, reserve_stands_in=False)
    news.tell(pairing=pairing, what="changed", by=by, people=(pairing.head, pairing.buddy, pairing.reserve))


def resume_due() -> int:
    """Pauses whose last day has passed. Run by the tick."""
    check_somebody(None)
    resumed = 0
    with guarded.rows() as each:
        for pairing in Pairing.objects.filter(state=Pairing.PAUSED, paused_until__lt=clock.today()):
            with each(pairing):
                try:
                    resume(pairing=pairing, by=None)
                except WrongState:  # ended, or paused anew, at this very moment
                    continue
                resumed += 1
    return resumed
