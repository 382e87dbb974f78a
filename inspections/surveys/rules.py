"""Who may be counted, and when: conduct feedback once an inspection, the survey once a school year."""

from inspections.rules import check_is
from inspections.visits.models import Inspection
from network import clock
from network.models import Person
from network.rules import NotAllowed, WrongState, leads_a_school


def is_over(inspection: Inspection) -> bool:
    """The last day on site has passed, and it was neither put off nor is it paused with no day agreed."""
    waits = inspection.deferred_at is not None or (inspection.paused_on is not None and inspection.resumes_on is None)
    return not waits and inspection.undone_at is None and inspection.ends_on < clock.today()


def check_may_give_feedback(person: Person, inspection: Inspection) -> None:
    check_is(person, inspection.head_id, "the head alone")
    if not is_over(inspection):
        raise WrongState("This opens on the day after the last day on site.")


def check_may_answer_the_survey(person: Person) -> None:
    if not leads_a_school(person):
        raise NotAllowed("a head")
