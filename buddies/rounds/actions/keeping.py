"""What is kept no longer: old rounds with their suggestions."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from buddies.rounds.models import Round, Suggestion
from network import clock
from network.privacy.retention import ROUND
from network.rules import check_somebody


@transaction.atomic
def delete_due() -> int:
    """Run by the hourly job. A draft nobody looked at for so long goes too. Returns how many rounds went."""
    check_somebody(None)
    last = clock.now() - timedelta(days=ROUND.days or 0)
    rounds = Round.objects.filter(made_at__lte=last).filter(Q(published_at__isnull=True) | Q(published_at__lte=last))
    keys = list(rounds.values_list("pk", flat=True))
    Suggestion.objects.filter(round__in=keys).delete()
    Round.objects.filter(pk__in=keys).delete()
    return len(keys)
