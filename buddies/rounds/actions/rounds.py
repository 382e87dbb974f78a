"""A round: suggested in one press, changed as a draft, published, and undone before anybody has answered."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from buddies.pairings.models import Pairing
from buddies.rounds.actions import publishing
from buddies.rounds.models import Round, Suggestion
from buddies.rounds.rules import why_not
from network import audit, clock, waking
from network.models import Person
from network.rules import WrongState, check_officer
from outbox import actions as outbox

LEASE = timedelta(minutes=10)


@transaction.atomic
def begin(*, by: Person) -> Round:
    """Works out suggestions for everyone who waits. One round at a time."""
    check_officer(by)
    if Round.objects.filter(state__in=(Round.WORKING, Round.DRAFT)).exists():
        raise WrongState("There is a draft already. Publish it or drop it first.")
    try:
        with transaction.atomic():
            made = Round.objects.create(made_by=by)
    except IntegrityError:
        raise WrongState("There is a draft already. Publish it or drop it first.") from None
    audit.record(by=by, verb="round.begin", what=f"round:{made.public_id}")
    waking.after_commit("buddies.tasks.solve_rounds")
    return made


def begin_anew() -> None:
    """A round being worked out may have read what the caller now deletes. Its worker finds its lease gone and writes
    nothing, or has written already, and then the caller sees its suggestions: the update waits for it."""
    if Round.objects.filter(state=Round.WORKING).update(worked_until=None):
        waking.after_commit("buddies.tasks.solve_rounds")


@transaction.atomic
def again(*, round_: Round, by: Person) -> None:
    """Solves the rest around what is pinned and without what is left out."""
    check_officer(by)
    _move(round_, Round.DRAFT, Round.WORKING, done=0, worked_until=None)
    audit.record(by=by, verb="round.again", what=f"round:{round_.public_id}")
    waking.after_commit("buddies.tasks.solve_rounds")


@transaction.atomic
def pin(*, suggestion: Suggestion, by: Person) -> None:
    """Kept as it stands; the rest is solved around it."""
    _mark(suggestion, by, "pin", Q(buddy__isnull=False), pinned=True, left_out=False)


@transaction.atomic
def unpin(*, suggestion: Suggestion, by: Person) -> None:
    _mark(suggestion, by, "unpin", Q(), pinned=False)


@transaction.atomic
def leave_out(*, suggestion: Suggestion, by: Person) -> None:
    """Nobody is asked for this head in this round; her request stays open."""
    _mark(suggestion, by, "leave-out", Q(), pinned=False, left_out=True)


@transaction.atomic
def bring_back(*, suggestion: Suggestion, by: Person) -> None:
    _mark(suggestion, by, "bring-back", Q(), left_out=False)


@transaction.atomic
def change(*, suggestion: Suggestion, buddy: Person, by: Person) -> None:
    """Another buddy, pinned; then the rest is solved around her."""
    check_officer(by)
    reason = why_not(suggestion.head, [buddy])[buddy.pk]
    if reason:
        raise WrongState(f"{buddy.name} cannot be her buddy: {reason}.")
    reserve = {"reserve": None, "reserve_reasons": ""} if suggestion.reserve_id == buddy.pk else {}
    _mark(suggestion, by, "change", Q(), buddy=buddy, pinned=True, left_out=False, **reserve)
    again(round_=suggestion.round, by=by)


def _mark(suggestion: Suggestion, by: Person, verb: str, where: Q, **changes: Any) -> None:
    check_officer(by)
    rows = Suggestion.objects.filter(where, pk=suggestion.pk, round__state=Round.DRAFT)
    if not rows.update(**changes):
        raise WrongState("This round is no longer a draft. Look again before you change it.")
    audit.record(by=by, verb=f"suggestion.{verb}", what=f"suggestion:{suggestion.public_id}")


@transaction.atomic
def publish(*, round_: Round, by: Person) -> int:
    """Asks everybody. What the rules no longer allow is not sent, and says why. Returns how many pairs are asked."""
    check_officer(by)
    _move(round_, Round.DRAFT, Round.PUBLISHED, published_at=clock.now(), published_by=by)
    asked = publishing.ask_all(round_=round_, by=by)
    audit.record(by=by, verb="round.publish", what=f"round:{round_.public_id}", pairs=asked)
    return asked


@transaction.atomic
def undo(*, round_: Round, by: Person) -> None:
    """Back to a draft, as long as nobody has answered. What was not sent yet never leaves."""
    check_officer(by)
    now = clock.now()
    mine = Pairing.objects.filter(suggestion__round=round_)
    keys = list(mine.values_list("pk", flat=True))
    unanswered = Pairing.objects.filter(pk__in=keys).unanswered()
    if unanswered.update(state=Pairing.TAKEN_BACK, ended_at=now) != len(keys):
        raise WrongState("Somebody has answered already. End a single pairing on its own page instead.")
    if Round.objects.filter(state__in=(Round.WORKING, Round.DRAFT)).exists():
        raise WrongState("There is another draft by now. Publish it or drop it first.")
    _move(round_, Round.PUBLISHED, Round.DRAFT, published_at=None, published_by=None)
    publishing.note_all(keys=keys, step="take back", by=by, was=Pairing.ASKED, to=Pairing.TAKEN_BACK)
    for key in keys:
        outbox.cancel(about=f"pairing:{key}:asked", why="the round was undone")
    Suggestion.objects.filter(round=round_).update(pairing=None, not_sent="")
    audit.record(by=by, verb="round.undo", what=f"round:{round_.public_id}")


@transaction.atomic
def drop(*, round_: Round, by: Person) -> None:
    """Nothing was sent, and nothing is."""
    check_officer(by)
    was = Round.FAILED if round_.state == Round.FAILED else Round.DRAFT
    _move(round_, was, Round.DROPPED)
    audit.record(by=by, verb="round.drop", what=f"round:{round_.public_id}")


def _move(round_: Round, was: str, to: str, **changes: Any) -> None:
    if not Round.objects.filter(pk=round_.pk, state=was).update(state=to, **changes):
        raise WrongState("Somebody has just changed this round. Look again.")
    round_.refresh_from_db()
