"""How long words are kept: check-in answers until 30 days after their phase closes. The key's date is the law; the
hourly job of `network.privacy.keys` deletes what has passed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from inspections.check_ins.models import CheckIn
from inspections.visits.models import Inspection
from inspections.visits.moments import at
from inspections.visits.schedule import RULES, Phase
from network import clock, guarded
from network.models import Membership, Person, Tie, WordKey
from network.privacy import keys

KEPT = timedelta(days=30)
BEFORE = f":{Phase.BEFORE}:0"  # how the subject of such a key ends
LATE = ":late:"  # and, between pairing and phase, with a day: of what was said when the 30 days had begun
PHASES = {rule.code: rule.phase for rule in RULES}


def phase_of(*, check_in: CheckIn) -> Phase:
    if check_in.rule in PHASES:
        return PHASES[check_in.rule]
    return Phase.AFTER if check_in.inspection_id else Phase.BEFORE


def key_of(*, check_in: CheckIn) -> WordKey:
    """Of the pairing, for one phase of one inspection; of the head alone while she has no buddy. A changed answer is
    kept no longer than the one it was given as."""
    phase, now = phase_of(check_in=check_in), clock.now()
    until = now + KEPT if _is_over(phase, check_in) else _until(phase, check_in.inspection)
    return _key(check_in.head, f":{phase}:{check_in.inspection_id or 0}", check_in.answered_at or now, until)


def key_of_note(*, head: Person, inspection: Inspection | None) -> WordKey:
    """Of a note left unasked: kept as long as the answers given at that time."""
    ending = f":{Phase.AFTER}:{inspection.pk}" if inspection else BEFORE
    return _key(head, ending, clock.now())


def _key(head: Person, ending: str, said_at: datetime, until: datetime | None = None) -> WordKey:
    """Where the 30 days of a phase have begun, what is said then has 30 days of its own, not what is left of these:
    nothing she says is gone sooner because she says it late."""
    pairing = _pairing(head)
    standing = WordKey.objects.filter(owner=head, subject=pairing + ending, deleted_at=None).first()
    ends = standing.keep_until if standing else until
    if ends is not None and ends <= said_at + KEPT:
        late = f"{pairing}{LATE}{said_at:%Y%m%d}{ending}"
        return keys.key_for(owner=head, subject=late, keep_until=said_at + KEPT)
    return keys.key_for(owner=head, subject=pairing + ending, keep_until=until)


def call_came(*, inspection: Inspection) -> None:
    """The phase before is over."""
    _keep(inspection.head, BEFORE, clock.now() + KEPT)


def call_undone(*, inspection: Inspection) -> None:
    """The phase before goes on as it was."""
    for key in WordKey.objects.filter(owner=inspection.head, subject__endswith=BEFORE, deleted_at__isnull=True):
        keys.keep(key, None)


def end_before() -> int:
    """The phase before is over, too, when a pairing has ended or the window has closed without a call; a window that
    opens again lets it go on. Level-triggered. Returns for how many keys the 30 days began."""
    ties = Tie.objects.live().filter(kind=Tie.BUDDY)
    pairings = {_of_tie(subject, public_id) for subject, public_id in ties.values_list("subject", "public_id")}
    in_window = Membership.objects.live().heads().filter(school__in_window=True).values("person")
    calls = Inspection.objects.filter(
        Q(closed_at__isnull=True) | Q(called_at__gte=OuterRef("made_at")),
        head=OuterRef("owner"),
        undone_at__isnull=True,
    )
    begun = 0
    of_before = WordKey.objects.filter(subject__endswith=BEFORE, deleted_at__isnull=True)
    rows = of_before.annotate(waits=Exists(in_window.filter(person=OuterRef("owner"))), called=Exists(calls))
    with guarded.rows() as each:
        for key in rows:
            with each(key):
                of_pairing, _, late = key.subject.removesuffix(BEFORE).partition(LATE)
                goes_on = key.waits and not (of_pairing.startswith("pairing:") and of_pairing not in pairings)
                if not goes_on and key.keep_until is None:
                    keys.keep(key, clock.now() + KEPT)
                    begun += 1
                elif goes_on and key.keep_until is not None and not (late or key.called):
                    keys.keep(key, None)
    return begun


def moved(*, inspection: Inspection) -> None:
    """Words of the days on site are kept for 30 days after the new last day; what was said late has its own."""
    subject, until = f":{Phase.DURING}:{inspection.pk}", _until(Phase.DURING, inspection)
    for key in WordKey.objects.filter(owner=inspection.head, subject__endswith=subject, deleted_at__isnull=True):
        late = LATE in key.subject and key.keep_until
        keys.keep(key, max(late, until) if late and until else until)


def closed(*, inspection: Inspection) -> None:
    for phase in (Phase.DURING, Phase.AFTER):
        _keep(inspection.head, f":{phase}:{inspection.pk}", clock.now() + KEPT)


def _keep(head: Person, ending: str, until: datetime) -> None:
    for key in WordKey.objects.filter(owner=head, subject__endswith=ending, deleted_at__isnull=True):
        if key.keep_until is None or key.keep_until > until:
            keys.keep(key, until)


def _is_over(phase: Phase, check_in: CheckIn) -> bool:
    if check_in.inspection is not None:
        return not check_in.inspection.is_open
    since = Inspection.objects.filter(head=check_in.head, called_at__gte=check_in.due_at, undone_at__isnull=True)
    return phase is Phase.BEFORE and since.exists()


def _until(phase: Phase, inspection: Inspection | None) -> datetime | None:
    if phase is Phase.DURING and inspection is not None:
        return at(inspection.ends_on, time(0)) + timedelta(days=1) + KEPT
    return None


def _pairing(head: Person) -> str:
    """Short enough for the key's subject, whichever pairing it is."""
    tie = Tie.objects.live().filter(head=head, kind=Tie.BUDDY).order_by("from_at").first()
    if tie is None:
        return "head"
    return _of_tie(tie.subject, tie.public_id)


def _of_tie(subject: str, public_id: UUID) -> str:
    kind, _, pairing = subject.partition(":")
    return f"pairing:{pairing.replace('-', '')}" if kind == "pairing" else f"pairing:{public_id.hex}"
