"""A question nobody answered passes on: after three days, after two hours once the call has come."""

from django.db import transaction
from django.db.models import Q

from buddies.matching import matching, weighing
from buddies.pairings import deadline
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.rounds.queries import candidates
from buddies.steps.actions import news
from buddies.steps.actions.steps import ask_pair, take
from network import clock, guarded
from network.rules import WrongState, check_somebody

SILENT_TWICE = 2


def pass_on_unanswered() -> int:
    """Run by the tick. Returns how many questions lapsed."""
    check_somebody(None)
    lapsed = 0
    rows = Pairing.objects.filter(_late(), state=Pairing.ASKED).select_related("request", "head", "buddy", "reserve")
    with guarded.rows() as each:
        for pairing in rows.order_by("asked_at"):
            with each(pairing):
                try:
                    lapse(pairing=pairing)
                except WrongState:  # answered at this very moment
                    continue
                lapsed += 1
    return lapsed


@transaction.atomic
def lapse(*, pairing: Pairing) -> Pairing | None:
    """Silence counts as a no of the buddy, and the next best is asked. Where the head alone was silent, or both of them
    for the second time, nobody is asked for her again: the officer sees that she waits. `WrongState` where the pairing,
    read a while ago, is late no longer ("ring me first" gives both their time again) or has had a yes meanwhile: the
    next look reads it afresh."""
    silent = pairing.buddy_yes_at is None
    as_read = Q(head_yes_at__isnull=pairing.head_yes_at is None, buddy_yes_at__isnull=silent)
    take(pairing=pairing, step="lapse", by=None, where=_late() & as_read)
    news.tell(pairing=pairing, what="ended", by=None, people=(pairing.head, pairing.buddy))
    if not silent or pairing.request is None or _has_been_silent(pairing.request):
        return None
    return next_best(request=pairing.request)


def _has_been_silent(request: BuddyRequest) -> bool:
    """The head, to so many suggestions: colleagues are not asked in turn for somebody who does not answer."""
    unanswered = Pairing.objects.filter(
        request=request, state=Pairing.LAPSED, head_yes_at__isnull=True, head_ring_first_at__isnull=True
    )
    return unanswered.count() >= SILENT_TWICE


def _late() -> Q:
    now = clock.now()
    return Q(answer_by__lte=now) | Q(answer_by__isnull=True, asked_at__lte=now - deadline.ANSWER_WITHIN)


@transaction.atomic
def next_best(*, request: BuddyRequest) -> Pairing | None:
    """Asks the best buddy there is now for one head, and a reserve. None: nobody fits, and the officer sees it."""
    check_somebody(None)
    request.refresh_from_db()
    if request.state != BuddyRequest.OPEN or request.head is None or not request.head.is_active:
        return None
    if Pairing.objects.current().filter(head=request.head).exists():
        return None
    found = matching.match(candidates.heads([request]), candidates.buddies(), weighing.current())
    if not found.pairs:
        return None
    return ask_pair(
        step="pass on",
        by=None,
        request=request,
        school=request.school,
        head=request.head,
        buddy_id=int(found.pairs[0].buddy.key),
        reserve_id=int(found.reserves[0].buddy.key) if found.reserves else None,
        called_at=request.urgent_since,
    )
