"""Who may do what with an inspection and a check-in, and in what state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from inspections.check_ins.models import CheckIn
from inspections.phones.models import TrustedPhone
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.visits.models import Inspection
from inspections.visits.stages import Stage, stage, visit_of
from network import clock
from network.models import Membership, Person, School, Tie
from network.rules import NotAllowed, WrongState, is_head_of, is_somebody

UNDO_FOR = timedelta(minutes=10)
CHANGE_FOR = timedelta(hours=24)


def _stands_by(person: Person, head: Person, *kinds: str) -> bool:
    return is_somebody(person) and Tie.objects.live().filter(person=person, head=head, kind__in=kinds).exists()


def is_active_buddy(person: Person, head: Person) -> bool:
    """The buddy, or the reserve while standing in."""
    return _stands_by(person, head, Tie.BUDDY)


Span = tuple[datetime, datetime | None]


def spans_beside(person: Person, head: Person) -> list[Span]:
    """From when to when this person has stood by this head, as buddy or as the reserve who waits for it."""
    ties = Tie.objects.filter(person=person, head=head, kind__in=[Tie.BUDDY, Tie.RESERVE])
    return list(ties.values_list("from_at", "to_at"))


def all_spans_beside(person: Person) -> dict[int, list[Span]]:
    """The same for every head by whom this person ever stood, by the head's primary key. One query."""
    found: dict[int, list[Span]] = {}
    ties = Tie.objects.filter(person=person, kind__in=[Tie.BUDDY, Tie.RESERVE])
    for head, start, end in ties.values_list("head_id", "from_at", "to_at"):
        found.setdefault(head, []).append((start, end))
    return found


def was_beside(spans: Iterable[Span], moment: datetime | None) -> bool:
    return moment is not None and any(start <= moment and (end is None or moment < end) for start, end in spans)


def can_call(person: Person, *, school: School, head: Person) -> bool:
    """The head, or the deputy she named; for a school the head leads."""
    if not is_head_of(head, school):
        return False
    return (is_somebody(person) and person.pk == head.pk) or _stands_by(person, head, Tie.DEPUTY)


def check_can_call(person: Person, *, school: School, head: Person) -> None:
    if not can_call(person, school=school, head=head):
        raise NotAllowed("the head, or the deputy she named")


def check_no_other_head_called(school: School, head: Person) -> None:
    """Two heads who share a school share its call. The inspection of a head who has left is hers, and says nothing."""
    leads = Membership.objects.live().heads().filter(school=school).exclude(person=head)
    hers = Inspection.objects.open().filter(school=school, head__in=leads.values("person"), followed_at__isnull=True)
    if not all(is_over(each) for each in hers):
        raise WrongState("The call has been recorded already, by another head of this school.")


def is_over(inspection: Inspection) -> bool:
    """The inspectors have left. It stays open for the care after it, and the call may come again."""
    return stage(visit_of(inspection), clock.today()) is Stage.AFTER


def can_change(person: Person, inspection: Inspection) -> bool:
    """Also a head who has left her post meanwhile: the inspection stays hers."""
    if not is_somebody(person):
        return False
    return person.pk == inspection.head_id or _stands_by(person, inspection.head, Tie.DEPUTY)


def check_can_change(person: Person, inspection: Inspection) -> None:
    if not can_change(person, inspection):
        raise NotAllowed("the head, or the deputy she named")


def check_is_open(inspection: Inspection) -> None:
    if inspection.undone_at:
        raise WrongState("This call was undone. If the call has come, press the button again.")
    if inspection.closed_at:
        raise WrongState("This inspection is closed.")


def can_undo(inspection: Inspection) -> bool:
    return inspection.is_open and clock.now() < inspection.called_at + UNDO_FOR


def check_can_undo(inspection: Inspection) -> None:
    if not can_undo(inspection):
        raise WrongState("The ten minutes for undoing have passed. You can change the days, or close it.")


def check_was_told(person: Person, inspection: Inspection) -> None:
    if not is_somebody(person) or not inspection.told.filter(person=person).exists():
        raise NotAllowed("somebody who was told")


def check_is_active_buddy(person: Person, head: Person) -> None:
    if not is_active_buddy(person, head):
        raise NotAllowed("the buddy, or the reserve while standing in")


def check_is_somebody(person: Person) -> None:
    if not is_somebody(person):
        raise NotAllowed("signed in")


def check_somebody_or_system(person: Person | None) -> None:
    if person is not None:
        check_is_somebody(person)


def has_led_a_school(person: Person) -> bool:
    """Now or before: a head who has lost her post is still one for whom this is here."""
    return is_somebody(person) and Membership.objects.heads().filter(person=person).exists()


def check_led_a_school(person: Person) -> None:
    if not has_led_a_school(person):
        raise NotAllowed("a head, now or before")


def is_waiting_to_be_rung(head: Person) -> bool:
    """The call has come and the visit is not over, or she has asked to be rung."""
    called = Inspection.objects.live(clock.today()).filter(head=head)
    return called.exists() or PleaseRing.objects.open().filter(head=head).exists()


def check_can_ask_more(person: Person) -> None:
    check_led_a_school(person)
    if not is_waiting_to_be_rung(person):
        raise WrongState("First press “Please ring me”. Then you can ask more people here.")


def check_own_question(person: Person, asked: WiderAsked) -> None:
    if not is_somebody(person) or asked.person_id != person.pk:
        raise NotAllowed("whoever was asked")


def check_head_or_taker(person: Person, ask: WiderAsk) -> None:
    if not is_somebody(person) or person.pk not in (ask.head_id, ask.taken_by_id):
        raise NotAllowed("the head, or who said yes first")


def check_is_head(person: Person, head: Person) -> None:
    if not is_somebody(person) or person.pk != head.pk:
        raise NotAllowed("the head herself")


def can_answer(check_in: CheckIn) -> bool:
    """Once it is hers to answer: due, neither cancelled nor answered more than a day ago, and what it is about not
    closed."""
    if check_in.state == CheckIn.ANSWERED:
        return bool(check_in.answered_at and clock.now() < check_in.answered_at + CHANGE_FOR)
    if check_in.inspection is not None and not check_in.inspection.is_open:
        return False
    return check_in.state in CheckIn.UNANSWERED and check_in.due_at <= clock.now()


def check_can_answer(check_in: CheckIn) -> None:
    if not can_answer(check_in):
        raise WrongState("This check-in cannot be answered now. You can always ask to be rung.")


def can_answer_by_link(check_in: CheckIn) -> bool:
    """As long as the link itself works. Whether an answer that stands gives way is the action's to decide."""
    return check_in.state != CheckIn.CANCELLED and check_in.due_at <= clock.now()


def is_worse(answer: str, than: str) -> bool:
    """Only a worse answer takes the place of another by link; none at all gives way to any."""
    order = CheckIn.FROM_BEST_TO_WORST
    return than not in order or order.index(answer) > order.index(than)


def check_phone(phone: TrustedPhone | None) -> None:
    if phone is None or phone.removed_at is not None or not phone.head.is_active:
        raise NotAllowed("a registered phone")


def check_can_take(person: Person, ring: PleaseRing) -> None:
    check_is_active_buddy(person, ring.head)
    if ring.ended_at is not None:
        raise WrongState("This has been taken care of. Thank you.")


def who_can_call(person: Person) -> Q:
    """The heads this person may press the button for: herself, and those who named her their deputy."""
    deputies = Tie.objects.live().filter(person=person, kind=Tie.DEPUTY).values("head")
    return Q(person=person) | Q(person__in=deputies)
