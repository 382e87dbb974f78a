"""The one table that says who stands by whom. Called by `buddies` and `inspections` inside their own actions, which
have asked their rules; so these ask only what is true of every tie."""

from django.db import IntegrityError, transaction

from network import audit, clock, hooks
from network.people.models.person import Person
from network.people.models.tie import Tie
from network.rules import check_somebody


@transaction.atomic
def open_tie(*, by: Person | None, head: Person, person: Person, kind: str, subject: str = "") -> Tie:
    """Opens the tie, or returns the open one. `by` is None for the system."""
    check_somebody(by)
    same = Tie.objects.filter(head=head, person=person, kind=kind, subject=subject, to_at__isnull=True)
    standing = same.first()
    if standing is not None:
        return standing
    try:
        with transaction.atomic():
            tie = Tie.objects.create(head=head, person=person, kind=kind, subject=subject)
    except IntegrityError:  # somebody else has just opened it
        return same.get()
    audit.record(by=by, verb=f"{_noun(tie)}.open", what=f"tie:{tie.public_id}", concerns=head, kind=kind)
    if kind == Tie.BUDDY:
        hooks.call(hooks.facts_changed, people=[head.pk])
    return tie


@transaction.atomic
def end_ties(
    *, by: Person | None, head: Person, person: Person | None = None, kind: str = "", subject: str = ""
) -> int:
    """Ends every open tie of this head that fits. Returns how many."""
    check_somebody(by)
    given = {"person": person, "kind": kind, "subject": subject}
    chosen = {name: value for name, value in given.items() if value}
    ended = 0
    for tie in Tie.objects.filter(head=head, to_at__isnull=True, **chosen):
        ended += Tie.objects.filter(pk=tie.pk, to_at__isnull=True).update(to_at=clock.now())
        audit.record(by=by, verb=f"{_noun(tie)}.end", what=f"tie:{tie.public_id}", concerns=head, kind=tie.kind)
        if tie.kind == Tie.BUDDY:
            hooks.call(hooks.facts_changed, people=[head.pk])
    return ended


def _noun(tie: Tie) -> str:
    """What stands in the audit for ever: that a reserve stood in, what was shared, or that somebody was to ring her, is
    told by the tie alone."""
    if tie.kind == Tie.RING:
        return "ring-today"
    if tie.subject.startswith(Tie.STANDING_IN):
        return "reserve"
    return "share" if tie.kind == Tie.SHARED else "tie"
