"""Publishing a draft: every pair checked once more, then asked, in a few statements for the whole round."""

from django.db import IntegrityError, transaction

from buddies.matching import pair_rules
from buddies.pairings.messages import questions
from buddies.pairings.models import Pairing, PairingStep
from buddies.rounds.models import Round, Suggestion
from buddies.rounds.queries import asking, candidates
from network import clock
from network.models import Person
from network.rules import WrongState, check_officer
from outbox import actions as outbox

GONE = "This head no longer waits."
BATCH = 1000


def ask_all(*, round_: Round, by: Person) -> int:
    """Everything in the draft that still holds. The rest keeps why it was not sent."""
    check_officer(by)
    chosen = asking.chosen(round_)
    good = still_allowed(chosen=chosen)
    for one, pairing in zip(good, ask(good=good, by=by), strict=True):
        one.pairing = pairing
    Suggestion.objects.bulk_update(chosen, ["pairing", "not_sent", "reserve"], batch_size=BATCH)
    return len(good)


def ask(*, good: list[Suggestion], by: Person) -> list[Pairing]:
    """Asks these pairs, which have been checked in the same transaction."""
    check_officer(by)
    fresh = asking.pairings(good, clock.now())
    try:
        with transaction.atomic():
            pairs = Pairing.objects.bulk_create(fresh, batch_size=BATCH)
    except IntegrityError:
        raise WrongState("Somebody was paired by hand at this very moment. Nothing was sent: press again.") from None
    note_all(keys=[pairing.pk for pairing in pairs], step="publish", by=by, was=Pairing.DRAFT, to=Pairing.ASKED)
    outbox.put_many(wanted=[wanted for pairing in pairs for wanted in questions(pairing)], by=by)
    return pairs


def note_all(*, keys: list[int], step: str, by: Person, was: str, to: str) -> None:
    """The history of many pairings at once; the round's own audit row says who and when."""
    PairingStep.objects.bulk_create(
        [PairingStep(pairing_id=key, by=by, verb=step, from_state=was, to_state=to) for key in keys], batch_size=BATCH
    )


def still_allowed(*, chosen: list[Suggestion]) -> list[Suggestion]:
    """Those that hold at this moment; the others say why not. A reserve who does not hold is left off."""
    waiting = {str(head.key): head for head in candidates.heads([one.request for one in chosen])}
    people = {pk for one in chosen for pk in (one.buddy_id, one.reserve_id) if pk}
    buddies = {buddy.key: buddy for buddy in candidates.buddies(people)}
    paired = set(
        Pairing.objects.current().filter(head__in=[one.head_id for one in chosen]).values_list("head_id", flat=True)
    )
    carries = {key: buddy.carries for key, buddy in buddies.items()}
    good = []
    for one in chosen:
        head, buddy = waiting[str(one.request.public_id)], buddies[str(one.buddy_id)]
        full = carries[buddy.key] >= buddy.capacity
        one.not_sent = pair_rules.ruled_out(head, buddy, full=full)
        if one.head_id in paired or one.request.state != one.request.OPEN or not one.head.is_active:
            one.not_sent = GONE
        if one.not_sent:
            continue
        if one.reserve_id and pair_rules.ruled_out(head, buddies[str(one.reserve_id)], full=False):
            one.reserve = None
        carries[buddy.key] += 1
        paired.add(one.head_id)
        good.append(one)
    return good
