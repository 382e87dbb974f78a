"""Facts that `inspections` pushes down as plain values: the call has come, and until when a pairing is protected."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from buddies.offers.models.away import Away
from buddies.pairings import deadline
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from network import clock
from network.models import Person
from network.rules import check_somebody
from outbox.reach.days_off import DaysOff

REST = timedelta(days=7)


@transaction.atomic
def came(
    *,
    head: Person,
    by: Person | None,
    called_at: datetime,
    protected_until: datetime,
    busy_until: date,
    rest_until: date,
) -> None:
    """`busy_until`: her own last inspection day, while nobody new is suggested to her; then she rests."""
    check_somebody(by)
    Pairing.objects.current().filter(head=head).update(called_at=called_at, protected_until=protected_until)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=called_at)
    _hurry(head)
    Away.objects.update_or_create(person=head, defaults={"called_until": busy_until, "resting_until": rest_until})


@transaction.atomic
def taken_back(*, head: Person, by: Person | None) -> None:
    """The call was undone, or the inspection put off."""
    check_somebody(by)
    Pairing.objects.current().filter(head=head).update(called_at=None, protected_until=None)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=None)
    _hurry(head)
    Away.objects.filter(person=head).update(called_until=None, resting_until=None)


@transaction.atomic
def over(*, head: Person, by: Person | None, protected_until: datetime | None) -> None:
    """The inspection is over. Protected until three months after publication; None: no longer.

    Whoever stood by her through it rests for a week: nobody new is suggested to them.
    """
    check_somebody(by)
    called = Pairing.objects.current().filter(head=head, called_at__isnull=False)
    rest(people=list(called.values_list("buddy", flat=True)), by=by, until=clock.today() + REST)
    Pairing.objects.current().filter(head=head).update(called_at=None, protected_until=protected_until)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=None)


def _hurry(head: Person) -> None:
    """A question that waits for an answer passes on sooner once the call has come, and later when it is taken back."""
    waiting = Pairing.objects.filter(head=head, state=Pairing.ASKED).select_related("head", "buddy", "request")
    for pairing in waiting:
        since = max(filter(None, (pairing.asked_at, pairing.head_ring_first_at, pairing.buddy_ring_first_at)))
        until = deadline.of(pairing, since=since, closed=DaysOff())
        Pairing.objects.filter(pk=pairing.pk, state=Pairing.ASKED).update(answer_by=until)


@transaction.atomic
def rest(*, people: list[int], by: Person | None, until: date) -> int:
    """A buddy who stood by somebody in her two days: nobody new is suggested until then. Never shortens a rest."""
    check_somebody(by)
    shorter = Q(resting_until__isnull=True) | Q(resting_until__lt=until)
    Away.objects.bulk_create([Away(person_id=pk) for pk in people], ignore_conflicts=True)
    return Away.objects.filter(shorter, person__in=people).update(resting_until=until)
