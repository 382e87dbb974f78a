"""How long words are kept: check-in answers until 30 days after their phase closes. The key's date is the law; the
nightly job of `network.keys` deletes what has passed."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from inspections.models import CheckIn, Inspection
from inspections.moments import at
from inspections.schedule import RULES, Phase
from network import clock, keys
from network.models import Person, Tie, WordKey

KEPT = timedelta(days=30)
PHASES = {rule.code: rule.phase for rule in RULES}


def phase_of(*, check_in: CheckIn) -> Phase:
    if check_in.rule in PHASES:
        return PHASES[check_in.rule]
    return Phase.AFTER if check_in.inspection_id else Phase.BEFORE


def key_of(*, check_in: CheckIn) -> WordKey:
    """Of the pairing, for one phase of one inspection; of the head alone while she has no buddy."""
    phase = phase_of(check_in=check_in)
    return keys.key_for(
        owner=check_in.head,
        subject=f"{_pairing(check_in.head)}:{phase}:{check_in.inspection_id or 0}",
        keep_until=_until(phase, check_in.inspection),
    )


def call_came(*, inspection: Inspection) -> None:
    """The phase before is over."""
    _keep(inspection.head, ":before:0", clock.now() + KEPT)


def moved(*, inspection: Inspection) -> None:
    """Words of the days on site are kept for 30 days after the new last day."""
    subject = f":{Phase.DURING}:{inspection.pk}"
    for key in WordKey.objects.filter(owner=inspection.head, subject__endswith=subject, deleted_at__isnull=True):
        keys.keep(key, _until(Phase.DURING, inspection))


def closed(*, inspection: Inspection) -> None:
    for phase in (Phase.DURING, Phase.AFTER):
        _keep(inspection.head, f":{phase}:{inspection.pk}", clock.now() + KEPT)


def _keep(head: Person, ending: str, until: datetime) -> None:
    for key in WordKey.objects.filter(owner=head, subject__endswith=ending, deleted_at__isnull=True):
        if key.keep_until is None or key.keep_until > until:
            keys.keep(key, until)


def _until(phase: Phase, inspection: Inspection | None) -> datetime | None:
    if phase is Phase.DURING and inspection is not None:
        return at(inspection.ends_on, time(0)) + timedelta(days=1) + KEPT
    return None


def _pairing(head: Person) -> str:
    """Short enough for the key's subject, whichever pairing it is."""
    tie = Tie.objects.live().filter(head=head, kind=Tie.BUDDY).order_by("from_at").first()
    if tie is None:
        return "head"
    kind, _, public_id = tie.subject.partition(":")
    return f"pairing:{public_id.replace('-', '')}" if kind == "pairing" else f"pairing:{tie.public_id.hex}"
