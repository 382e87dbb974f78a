"""Who may do what with a support plan (matrix rows 24 to 26), and in what state."""

from inspections.rules import check_is, is_active_buddy
from inspections.support.models.support import SupportPlan
from inspections.visits.models import Inspection
from network import clock
from network.models import Membership, Person, Tie
from network.rules import NotAllowed, WrongState, is_somebody


def check_may_open(person: Person, inspection: Inspection) -> None:
    check_is(person, inspection.head_id, "the head alone")
    if inspection.undone_at is not None:
        raise WrongState("This call was undone.")
    if inspection.starts_on > clock.today() and not SupportPlan.objects.filter(inspection=inspection).exists():
        raise WrongState("The inspection has not begun. You can open a plan once it has.")


def is_head(person: Person, plan: SupportPlan) -> bool:
    return is_somebody(person) and plan.head_id == person.pk


def check_head(person: Person, plan: SupportPlan) -> None:
    check_is(person, plan.head_id, "the head alone")


def is_reader(person: Person, plan: SupportPlan) -> bool:
    """The head, and whoever she shares it with at this moment."""
    if is_head(person, plan):
        return True
    return is_somebody(person) and SupportPlan.objects.visible_to(person).filter(pk=plan.pk).exists()


def check_reader(person: Person, plan: SupportPlan) -> None:
    if not is_reader(person, plan):
        raise NotAllowed("shared with")


def speaks_for_somebody(person: Person) -> bool:
    """Of an organisation: a representative, or somebody who works for one. They can promise."""
    return Membership.objects.live().filter(person=person, organisation__isnull=False).exists()


def may_offer(person: Person, plan: SupportPlan) -> bool:
    return is_head(person, plan) or (is_reader(person, plan) and speaks_for_somebody(person))


def check_may_offer(person: Person, plan: SupportPlan) -> None:
    if not may_offer(person, plan):
        raise NotAllowed("the head, or an organisation she shares it with")


def check_open(plan: SupportPlan) -> None:
    if plan.closed_at is not None:
        raise WrongState("This plan is closed.")


def is_published(plan: SupportPlan) -> bool:
    on = plan.inspection.published_on
    return on is not None and on <= clock.today()


def check_may_be_shared_with(plan: SupportPlan, person: Person) -> None:
    check_open(plan)
    if person.pk == plan.head_id or not is_somebody(person):
        raise WrongState("Choose somebody else of the network.")
    if not is_published(plan) and not is_active_buddy(person, plan.head):
        raise WrongState(
            "Before the report is published the plan can be shared with your buddy alone. Note the day of publication "
            "when it comes."
        )


def shareable(plan: SupportPlan) -> list[Person]:
    """Whom the page offers: her buddy; once published, representatives, officers and colleagues she stands with."""
    buddies = Tie.objects.live().filter(head=plan.head, kind=Tie.BUDDY).values("person")
    people = Person.objects.joined().filter(pk__in=buddies)
    if is_published(plan):
        posts = Membership.objects.live()
        speaks = posts.filter(organisation__isnull=False).values("person")
        own = posts.filter(school__in=posts.filter(person=plan.head, school__isnull=False).values("school")).values(
            "person"
        )
        people = people | Person.objects.joined().filter(pk__in=speaks) | Person.objects.joined().filter(pk__in=own)
    return list(people.exclude(pk=plan.head_id).distinct().order_by("name"))
