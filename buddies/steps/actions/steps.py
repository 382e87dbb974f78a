"""The one transition function of a pairing: a conditional UPDATE, a row of its history, its ties, its audit row."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When

from buddies.pairings import deadline, states
from buddies.pairings.messages import questions
from buddies.pairings.models import Pairing, PairingStep
from buddies.pairings.rules import check_step
from buddies.requests.models import BuddyRequest
from network import audit, clock
from network.members.actions import ties
from network.models import Person, Tie
from network.rules import WrongState, check_somebody
from outbox import actions as outbox
from outbox.reach.days_off import DaysOff


@transaction.atomic
def take(*, pairing: Pairing, step: str, by: Person | None, where: Q | None = None, **changes: Any) -> None:
    """Takes the step, or raises because somebody else was first. `where` must hold besides the state as it was read.

    A yes that completes the pair puts it in force: the database decides that, in the same UPDATE, so that two people
    who press together cannot both miss the other's yes.
    """
    check_step(by, pairing, step)
    was, now = pairing.state, clock.now()
    to: Any = states.leads_to(was, step)
    if was == Pairing.ASKED and to == Pairing.ASKED:
        to, began = _decided(changes, now)
        changes["began_at"] = began
    if to in (Pairing.ENDED, Pairing.DECLINED, Pairing.LAPSED, Pairing.HANDED):
        changes["ended_at"] = now
    rows = Pairing.objects.filter(where or Q(), pk=pairing.pk, state=was)
    if not rows.update(state=to, **changes):
        pairing.refresh_from_db()
        raise WrongState(states.SAID[pairing.state])
    pairing.refresh_from_db()
    note(pairing=pairing, step=step, by=by, was=was)
    sync_ties(pairing=pairing, by=by)
    if was == Pairing.ASKED and pairing.state == Pairing.IN_FORCE and pairing.request_id:
        BuddyRequest.objects.filter(pk=pairing.request_id, state=BuddyRequest.OPEN).update(
            state=BuddyRequest.MET, ended_at=now
        )


def _decided(changes: dict[str, Any], now: Any) -> tuple[Any, Any]:
    """In force when the yes that is missing from this step is there already."""
    missing = [f"{name}__isnull" for name in ("head_yes_at", "buddy_yes_at") if name not in changes]
    if len(missing) == 2:
        return Value(Pairing.ASKED), F("began_at")
    there = When(**dict.fromkeys(missing, False), then=Value(Pairing.IN_FORCE))
    if not missing:
        return Value(Pairing.IN_FORCE), Value(now)
    return Case(there, default=F("state")), Case(When(**dict.fromkeys(missing, False), then=Value(now)), default=None)


@transaction.atomic
def ask_pair(*, step: str, by: Person | None, **pair: Any) -> Pairing | None:
    """The question to a head, a buddy and a reserve, from now on. `pair` are fields of `Pairing`. None where the head
    has a buddy, or one has been asked, at this very moment."""
    check_somebody(by)
    now = clock.now()
    pairing = Pairing(state=Pairing.ASKED, made_at=now, asked_at=now, **pair)
    pairing.answer_by = deadline.of(pairing, since=now, closed=DaysOff())
    try:
        with transaction.atomic():
            pairing.save()
    except IntegrityError:
        return None
    note(pairing=pairing, step=step, by=by, was=Pairing.DRAFT)
    outbox.put_many(wanted=questions(pairing), by=by)
    return pairing


def note(*, pairing: Pairing, step: str, by: Person | None, was: str, whose: str = "") -> None:
    """`whose`: head, buddy or reserve, where the step is about one of them."""
    private = step in states.PRIVATE
    if not private:
        verb = f"{step}, {whose}" if whose else step
        PairingStep.objects.create(pairing=pairing, by=by, verb=verb, from_state=was, to_state=pairing.state)
    audit.record(
        by=by,
        verb="pairing.noted" if private else f"pairing.{step.replace(' ', '-')}",
        what=f"pairing:{pairing.public_id}",
        concerns=pairing.head,
        state=pairing.state,
    )


def sync_ties(*, pairing: Pairing, by: Person | None) -> None:
    """Brings the ties to what the pairing's state asks for. Level-triggered: run it as often as you like."""
    subject = f"pairing:{pairing.public_id}"
    wanted = _wanted_ties(pairing)
    standing = {
        (tie.person_id, tie.kind): tie
        for tie in Tie.objects.filter(head=pairing.head_id, subject=subject, to_at__isnull=True).select_related(
            "person"
        )
    }
    for key, tie in standing.items():
        if key not in wanted:
            ties.end_ties(by=by, head=pairing.head, person=tie.person, kind=tie.kind, subject=subject)
    people = {person.pk: person for person in (pairing.buddy, pairing.reserve) if person is not None}
    for pk, kind in sorted(wanted - standing.keys()):
        ties.open_tie(by=by, head=pairing.head, person=people[pk], kind=kind, subject=subject)
    _end_stand_ins(pairing.head, by)
    _sync_ring_first(pairing, by)


def _sync_ring_first(pairing: Pairing, by: Person | None) -> None:
    """Whoever asked to be rung first shows the other how, until the question is settled either way."""
    subject = f"ring-first:{pairing.public_id}"
    for who, other, asked_at in (
        (pairing.head, pairing.buddy, pairing.head_ring_first_at),
        (pairing.buddy, pairing.head, pairing.buddy_ring_first_at),
    ):
        if asked_at is None:
            continue
        if pairing.state == Pairing.ASKED:
            ties.open_tie(by=by, head=who, person=other, kind=Tie.RING, subject=subject)
        else:
            ties.end_ties(by=by, head=who, kind=Tie.RING, subject=subject)


def _end_stand_ins(head: Person, by: Person | None) -> None:
    """Whoever stood in for the buddy and belongs to no current pairing of this head stands in no longer: dropped,
    replaced, ended, or ruled out by a new post."""
    current = Pairing.objects.current().filter(head=head).select_related("buddy", "reserve").first()
    here = {pk for pk, _ in _wanted_ties(current)} if current else set()
    standing_in = Tie.objects.filter(
        head=head, kind=Tie.BUDDY, subject__startswith="standing-in:", to_at__isnull=True
    ).exclude(person__in=here)
    for tie in standing_in.select_related("person"):
        ties.end_ties(by=by, head=head, person=tie.person, kind=Tie.BUDDY, subject=tie.subject)


def _wanted_ties(pairing: Pairing) -> set[tuple[int, str]]:
    if pairing.state not in (Pairing.IN_FORCE, Pairing.PAUSED):
        return set()
    wanted, standing_in = set(), False
    if pairing.reserve_id is not None and pairing.reserve_yes_at is not None:
        standing_in = pairing.reserve_stands_in
        wanted.add((pairing.reserve_id, Tie.BUDDY if standing_in else Tie.RESERVE))
    if not (standing_in and pairing.state == Pairing.PAUSED):
        wanted.add((pairing.buddy_id, Tie.BUDDY))
    return wanted
