"""The nudges that look after the buddies themselves."""

from inspections.buddy_care.models import BuddyAgreement, BuddyCheckIn
from inspections.nudges.messages import StillWanted
from network.models import Tie
from outbox.models import Message


def _buddy_check_in_wanted(message: Message, pk: str) -> bool:
    """Not yet answered, and the call it followed was not undone."""
    rows = BuddyCheckIn.objects.filter(pk=pk, buddy=message.to_id, answered_at__isnull=True)
    return rows.filter(inspection__undone_at__isnull=True).exists()


def _agreement_wanted(message: Message, pk: str) -> bool:
    """Still the newest, and whose it is still stands by somebody."""
    row = BuddyAgreement.objects.filter(pk=pk, buddy=message.to_id).first()
    if row is None or BuddyAgreement.objects.filter(buddy=message.to_id, renew_on__gt=row.renew_on).exists():
        return False
    return Tie.objects.live().filter(person=message.to_id, kind__in=[Tie.BUDDY, Tie.RESERVE]).exists()


ABOUT: dict[str, StillWanted] = {"buddycheckin": _buddy_check_in_wanted, "agreement": _agreement_wanted}
