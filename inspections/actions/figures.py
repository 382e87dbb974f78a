"""What the public page says of the promises: worked out here, suppressed, and pushed down as words."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from buddies.models import Pairing
from covenant.actions import figures
from covenant.models import Figure
from directory.models import CallOut
from network import clock
from network.models import Membership, School

FEW = 5  # below this nothing is told apart
STANDS = timedelta(days=28)  # a figure stands so long, lest two readings differ by one head
YEAR = timedelta(days=365)
BUDDIES, CALLS = "heads-with-a-buddy", "call-outs-answered"
BANDS = ((0.9, "More than nine in ten"), (0.75, "More than three in four"), (0.5, "More than half of all"))


def publish(*, by: None = None) -> bool:
    """Every hour. Writes only what changed, and a figure no more often than every four weeks."""
    changed = [_publish(1, BUDDIES, _heads_with_a_buddy()), _publish(2, CALLS, _calls_answered())]
    return any(changed)


def _publish(promise: int, code: str, words: str | None) -> bool:
    if words is None:
        return figures.take_down(code=code)
    today = clock.today()
    if Figure.objects.filter(code=code, counted_on__gt=today - STANDS).exists():
        return False
    return figures.publish(promise=promise, code=code, words=words, counted_on=today)


def in_words(with_buddy: int, heads: int) -> str | None:
    """A band of counts rounded to five; None while either count could point at somebody."""
    if heads < FEW or with_buddy < FEW:
        return None
    share = FEW * round(with_buddy / FEW) / (FEW * round(heads / FEW))
    for least, words in BANDS:
        if share > least:
            return f"{words} heads in the window have a buddy"
    return "Fewer than half of all heads in the window have a buddy yet"


def _heads_with_a_buddy() -> str | None:
    """Every school in the window counts, whether its head has joined or not: the promise is to each of them."""
    heads = (
        Membership.objects.live()
        .heads()
        .filter(school=OuterRef(OuterRef("pk")), person__is_active=True, person__joined_at__isnull=False)
    )
    paired = Pairing.objects.in_force().filter(head__in=heads.values("person"))
    counted = (
        School.objects.open()
        .in_network()
        .filter(in_window=True)
        .annotate(has_buddy=Exists(paired))
        .aggregate(heads=Count("pk"), with_buddy=Count("pk", filter=Q(has_buddy=True)))
    )
    return in_words(counted["with_buddy"], counted["heads"])


def _calls_answered() -> str | None:
    answered = CallOut.objects.filter(raised_at__gte=clock.now() - YEAR, won_at__isnull=False).count()
    if answered < FEW:
        return None
    return f"About {FEW * round(answered / FEW)} calls for a colleague were answered in the past year"
