"""What an officer sees of call-outs and drills: counts and delays, small ones banded."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from directory.call_outs.models import CallOut
from directory.drills.models import Drill, DrillAsked
from network import clock
from network.models import ContactPoint
from outbox.models import Message

YEAR = timedelta(days=365)
FEW = 5


@dataclass(frozen=True)
class Figure:
    words: str
    value: str


def banded(count: int) -> str:
    """Under 5 is hidden; from there rounded to 5 (matrix: A)."""
    return f"Under {FEW}" if count < FEW else f"About {FEW * round(count / FEW)}"


def call_outs() -> list[Figure]:
    """The past year's. Delays only once there are enough calls to name nobody; two reports never differ by one."""
    rows = list(
        CallOut.objects.filter(raised_at__gte=clock.now() - YEAR).values_list("raised_at", "won_at", "state", "waves")
    )
    taken = [won - raised for raised, won, _, _ in rows if won]
    never = sum(1 for _, won, state, _ in rows if won is None and state in (CallOut.UNANSWERED, CallOut.ENDED))
    figures = [
        Figure("calls in the past year", banded(len(rows))),
        Figure("answered", banded(len(taken))),
        Figure("found nobody", banded(never)),
    ]
    if len(taken) >= FEW:
        minutes = 5 * max(1, round(median(delay.total_seconds() for delay in taken) / 300))
        figures.append(Figure("until somebody said yes, half the time", f"within {minutes} minutes"))
    return figures


def failed_contacts(asked: list[DrillAsked]) -> list[str]:
    """Which contact failed, by name and channel: what the outbox could not bring through, though another may have."""
    names = {f"drill:{row.pk}": row.listing.person.name for row in asked}
    said = dict(ContactPoint.CHANNELS)
    failed = Message.objects.filter(kind="drill", about__in=names, state=Message.FAILED)
    rows = failed.order_by("pk").values_list("about", "channel")
    return [f"{names[about]}: {said.get(channel, channel).lower()}" for about, channel in rows]


def drill_report(drill: Drill, asked: list[DrillAsked]) -> dict:
    answered = sorted(row.answered_at - drill.started_at for row in asked if row.answered_at)
    minutes = [max(1, round(delay.total_seconds() / 60)) for delay in answered]
    return {
        "asked": len(asked),
        "reached": len(answered),
        "half_within": minutes[(len(minutes) - 1) // 2] if minutes else None,
        "last_within": minutes[-1] if minutes else None,
        "no_channel": [row.listing.person.name for row in asked if row.no_channel],
        "silent": [row.listing.person.name for row in asked if not row.answered_at and not row.no_channel],
        "failed": failed_contacts(asked),
        "running": clock.now() < drill.ends_at,
    }
