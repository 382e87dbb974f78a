"""Facts that `inspections` pushes down as plain values: the call has come, and until when a pairing is protected."""

from datetime import date, datetime

from django.db import transaction

from buddies import rules
from buddies.models import BuddyRequest, Offer, Pairing
from network.models import Person


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
    rules.check_system_or_somebody(by)
    Pairing.objects.current().filter(head=head).update(called_at=called_at, protected_until=protected_until)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=called_at)
    Offer.objects.filter(person=head).update(called_until=busy_until, resting_until=rest_until)


@transaction.atomic
def taken_back(*, head: Person, by: Person | None) -> None:
    """The call was undone, or the inspection put off."""
    rules.check_system_or_somebody(by)
    Pairing.objects.current().filter(head=head).update(called_at=None, protected_until=None)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=None)
    Offer.objects.filter(person=head).update(called_until=None, resting_until=None)


@transaction.atomic
def over(*, head: Person, by: Person | None, protected_until: datetime | None) -> None:
    """The inspection is over. Protected until three months after publication; None: no longer."""
    rules.check_system_or_somebody(by)
    Pairing.objects.current().filter(head=head).update(called_at=None, protected_until=protected_until)
    BuddyRequest.objects.open().filter(head=head).update(urgent_since=None)
