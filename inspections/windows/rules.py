"""Who may look at a school's window, open it, close it, and change the rules (matrix rows 8 and 38)."""

from inspections.windows.models.windows import SchoolWindow
from network.models import Person, School
from network.rules import NotAllowed, WrongState, is_administrator, runs_the_network


def sees_every_window(person: Person) -> bool:
    """The table of all schools: those who run the network."""
    return runs_the_network(person)


def sees_whole_window(person: Person, school: School) -> bool:
    """The rule, the dates and the sentence. Her deputy, buddy and reserve see only whether it is open."""
    return SchoolWindow.objects.changeable_by(person).filter(pk=school.pk).exists()


def can_change_window(person: Person, school: School) -> bool:
    return sees_whole_window(person, school)


def check_change_window(person: Person, school: School) -> None:
    if not can_change_window(person, school):
        raise NotAllowed("officer, administrator or head of the school")


def check_has_window(school: School) -> None:
    if school.status == School.CLOSED:
        raise WrongState("This school has closed, so it has no window.")


def can_change_rules(person: Person) -> bool:
    return is_administrator(person)


def check_change_rules(person: Person) -> None:
    if not can_change_rules(person):
        raise NotAllowed("administrator")


def check_refresh(person: Person | None) -> None:
    """The system refreshes (nobody), and whoever runs the network may ask for it."""
    if person is not None and not runs_the_network(person):
        raise NotAllowed("officer or administrator")
