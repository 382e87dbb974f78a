"""Who may record, change and undo an inspection, and in what state it may be."""

from datetime import timedelta

from inspections.rules import stands_by
from inspections.visits.models import Inspection
from inspections.visits.stages import Stage, stage, visit_of
from network import clock
from network.models import Membership, Person, School, Tie
from network.rules import NotAllowed, WrongState, is_head_of, is_somebody

UNDO_FOR = timedelta(minutes=10)


def can_call(person: Person, *, school: School, head: Person) -> bool:
    """The head, or the deputy she named; for a school the head leads."""
    if not is_head_of(head, school):
        return False
    return (is_somebody(person) and person.pk == head.pk) or stands_by(person, head, Tie.DEPUTY)


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
    return person.pk == inspection.head_id or stands_by(person, inspection.head, Tie.DEPUTY)


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
