"""Who may look at a school's window, open it and close it (matrix row 8)."""

from inspections.windows.models.windows import SchoolWindow
from network import clock
from network.models import Person, School
from network.rules import NotAllowed, WrongState, runs_the_network
from network.schools.models.school import has_closed


def sees_whole_window(person: Person, school: School) -> bool:
    """The rule, the dates and the sentence. Her deputy, buddy and reserve see only whether it is open."""
    return SchoolWindow.objects.changeable_by(person).filter(pk=school.pk).exists()


def check_change_window(person: Person, school: School) -> None:
    if not sees_whole_window(person, school):
        raise NotAllowed("officer, administrator or head of the school")


def check_has_window(school: School) -> None:
    if has_closed(school.status, school.closed_on, clock.today()):
        raise WrongState("This school has closed, so it has no window.")


def check_refresh(person: Person | None) -> None:
    """The system refreshes (nobody), and whoever runs the network may ask for it."""
    if person is not None and not runs_the_network(person):
        raise NotAllowed("officer or administrator")
