"""The life of a pairing: asked, agreed, reserved for, and ended. Each verb is one row of `states.STEPS`."""

from django.db import transaction
from django.db.models import Q

from buddies.pairings import states
from buddies.pairings.messages import questions
from buddies.pairings.models import Pairing
from buddies.pairings.rules import check_step
from buddies.requests.models import BuddyRequest
from buddies.rounds.rules import check_pair, check_pair_reserve, denied
from buddies.steps.actions import news, passing_on, requests
from buddies.steps.actions.steps import ask_pair, note, sync_ties, take
from network import clock
from network.models import Person
from network.rules import WrongState, check_officer
from outbox import actions as outbox

YES = {states.HEAD: "head_yes_at", states.BUDDY: "buddy_yes_at", states.RESERVE: "reserve_yes_at"}


@transaction.atomic
def pair_by_hand(*, head: Person, buddy: Person, reserve: Person | None = None, by: Person) -> Pairing:
    """Both are asked, and the reserve; it is in force when head and buddy have both said yes."""
    check_officer(by)
    check_pair(head, buddy, reserve)
    request = BuddyRequest.objects.open().filter(head=head).first()
    pairing = ask_pair(
        step="publish",
        by=by,
        request=request,
        school=request.school if request and request.school else requests.school_led_by(head),
        head=head,
        buddy=buddy,
        reserve=reserve,
        called_at=request.urgent_since if request else None,
    )
    if pairing is None:
        raise WrongState("This head has a buddy, or one has been asked. End that first.")
    return pairing


def say_yes(*, pairing: Pairing, by: Person) -> None:
    """By the head, the buddy or the reserve, each for herself. A second yes changes nothing."""
    own = pairing.roles_of(by)
    if pairing.is_current and own and all(getattr(pairing, YES[role]) is not None for role in own):
        return
    check_step(by, pairing, "yes")
    _yes(pairing, by, next(role for role in YES if role in own))


@transaction.atomic
def note_yes_by_phone(*, pairing: Pairing, whose: str, by: Person) -> None:
    """Somebody said yes on the telephone. It opens nothing, for nobody gives a yes for another person: they are asked
    to press it themselves, and their page says who noted it."""
    check_step(by, pairing, "yes by phone")
    if whose not in YES or (whose == states.RESERVE and pairing.reserve_id is None):
        raise WrongState("Say whose yes this is.")
    if getattr(pairing, YES[whose]) is not None:
        return
    note(pairing=pairing, step="yes by phone", by=by, was=pairing.state, whose=whose)
    news.tell(pairing=pairing, what="by-phone", by=by, people=[getattr(pairing, whose)])


@transaction.atomic
def _yes(pairing: Pairing, by: Person, role: str) -> None:
    column = YES[role]
    if getattr(pairing, column) is not None:
        return
    person = {states.HEAD: None, states.BUDDY: pairing.buddy, states.RESERVE: pairing.reserve}[role]
    for other in [person] if person else [pairing.buddy]:
        if denied(pairing.head, other):
            raise WrongState("This pairing is no longer possible, because a post has changed. The officer will look.")
    was = pairing.state
    try:
        take(pairing=pairing, step="yes", by=by, where=Q(**{f"{column}__isnull": True}), **{column: clock.now()})
    except WrongState:
        if getattr(pairing, column) is not None and pairing.is_current:
            return  # pressed twice
        raise
    if was == Pairing.ASKED and pairing.state == Pairing.IN_FORCE:
        news.tell(pairing=pairing, what="begun", by=None, people=(pairing.head, pairing.buddy, pairing.reserve))


@transaction.atomic
def decline(*, pairing: Pairing, by: Person) -> None:
    """No reason is asked. The head's request stays open; a reserve who declines leaves the pair as it is."""
    if states.RESERVE in pairing.roles_of(by):
        drop_reserve(pairing=pairing, by=by)
        return
    take(pairing=pairing, step="decline", by=by)
    news.tell(pairing=pairing, what="ended", by=by, people=(pairing.head, pairing.buddy, pairing.reserve))
    if by.pk == pairing.head_id:
        requests.open_again(head=pairing.head, school=pairing.school, why=BuddyRequest.CHANGE, by=by)
    elif pairing.called_at is not None and pairing.request is not None:
        passing_on.next_best(request=pairing.request)  # there is no time to wait for the officer


@transaction.atomic
def drop_reserve(*, pairing: Pairing, by: Person | None) -> None:
    """The reserve says no or steps back, or a conflict of roles has come up (`by` is None)."""
    was = pairing.reserve
    take(
        pairing=pairing,
        step="reserve declines",
        by=by,
        where=Q(reserve=was),
        reserve=None,
        reserve_yes_at=None,
        reserve_stands_in=False,
    )
    news.tell(pairing=pairing, what="changed", by=by, people=(pairing.head,))
    news.tell(pairing=pairing, what="left", by=by, people=(was,))


@transaction.atomic
def name_reserve(*, pairing: Pairing, reserve: Person, by: Person) -> None:
    check_officer(by)
    check_pair_reserve(pairing, reserve)
    before = pairing.reserve
    take(pairing=pairing, step="name a reserve", by=by, reserve=reserve, reserve_yes_at=None, reserve_stands_in=False)
    outbox.put_many(wanted=questions(pairing, [reserve]), by=by)
    news.tell(pairing=pairing, what="changed", by=by, people=(pairing.head,))
    news.tell(pairing=pairing, what="left", by=by, people=(before,))


@transaction.atomic
def end(*, pairing: Pairing, by: Person | None) -> None:
    """Kindly, without a reason. A reserve ends her own part only. When the buddy goes, the head waits again; and in the
    window also when an officer ended what had begun, as nobody there is to be left without."""
    if by is not None and pairing.roles_of(by) == {states.RESERVE}:
        drop_reserve(pairing=pairing, by=by)
        return
    take(pairing=pairing, step="end", by=by, reserve_stands_in=False)
    news.tell(pairing=pairing, what="ended", by=by, people=(pairing.head, pairing.buddy, pairing.reserve))
    if by is None or by.pk == pairing.buddy_id or (by.pk != pairing.head_id and waits_after(pairing)):
        requests.open_again(head=pairing.head, school=pairing.school, why=BuddyRequest.ENDED, by=by)


def waits_after(pairing: Pairing) -> bool:
    """An officer's ending leaves the head waiting for another."""
    return pairing.began_at is not None and pairing.school is not None and pairing.school.in_window


@transaction.atomic
def ask_for_someone_else(*, pairing: Pairing, by: Person) -> None:
    """Without a reason, by the head or the buddy; a reserve leaves the pair."""
    if pairing.roles_of(by) == {states.RESERVE}:
        drop_reserve(pairing=pairing, by=by)
        return
    take(pairing=pairing, step="ask for someone else", by=by, reserve_stands_in=False)
    news.tell(pairing=pairing, what="ended", by=by, people=(pairing.head, pairing.buddy, pairing.reserve))
    why = BuddyRequest.CHANGE if by.pk == pairing.head_id else BuddyRequest.ENDED
    requests.open_again(head=pairing.head, school=pairing.school, why=why, by=by)


@transaction.atomic
def hand_over(*, pairing: Pairing, by: Person | None) -> Pairing:
    """The reserve becomes the buddy at once: the head said yes to both, and the reserve said yes to this."""
    if pairing.reserve is None or pairing.reserve_yes_at is None:
        raise WrongState("There is no reserve who has said yes. Ask for someone else instead.")
    reserve, yes = pairing.reserve, pairing.reserve_yes_at
    if denied(pairing.head, reserve):
        raise WrongState("Your reserve cannot be your buddy. Ask for someone else instead.")
    take(
        pairing=pairing,
        step="hand over",
        by=by,
        where=Q(reserve=reserve, reserve_yes_at__isnull=False),
        reserve_stands_in=False,
    )
    now = clock.now()
    fresh = Pairing.objects.create(
        request=pairing.request,
        school=pairing.school,
        head=pairing.head,
        buddy=reserve,
        state=Pairing.IN_FORCE,
        head_yes_at=now if by is not None and by.pk == pairing.head_id else pairing.head_yes_at,
        buddy_yes_at=yes,
        made_at=now,
        asked_at=now,
        began_at=now,
        protected_until=pairing.protected_until,
        called_at=pairing.called_at,
    )
    note(pairing=fresh, step="hand over", by=by, was=Pairing.IN_FORCE)
    sync_ties(pairing=fresh, by=by)
    news.tell(pairing=fresh, what="begun", by=by, people=(fresh.head, fresh.buddy), now=pairing.called_at is not None)
    news.tell(pairing=pairing, what="ended", by=by, people=(pairing.buddy,))
    return fresh
