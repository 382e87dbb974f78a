"""Who is where, as what. An ending takes nothing from the person: account, buddy, log and after-care stay hers."""

from django.db import transaction

from network import audit, clock, hooks, rules
from network.members import rules as member_rules
from network.members.actions import ties
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.tie import Tie
from network.rules import WrongState
from network.schools.models.organisation import Organisation
from network.schools.models.school import School


@transaction.atomic
def start(
    *,
    by: Person | None,
    person: Person,
    role: str,
    school: School | None = None,
    organisation: Organisation | None = None,
) -> Membership:
    """`by` is None when an accepted invitation is what allows it."""
    if by is not None:
        rules.check_runs_the_network(by)
    membership, made = Membership.objects.get_or_create(
        person=person, role=role, school=school, organisation=organisation, to_at=None
    )
    if made:
        what = f"membership:{membership.public_id}"
        audit.record(by=by, verb="membership.start", what=what, concerns=person, role=role)
        hooks.call(hooks.membership_changed, person=person, membership=membership, by=by)
    return membership


@transaction.atomic
def end(*, by: Person, membership: Membership) -> None:
    """The account stays, and so does the pairing: only the head or her buddy ends that in protected time, which the
    apps above see to when they hear of it."""
    member_rules.check_can_end_membership(by, membership)
    now = clock.now()
    if not Membership.objects.filter(pk=membership.pk, to_at__isnull=True).update(to_at=now):
        raise WrongState("This membership has ended already.")
    membership.to_at = now
    person, what = membership.person, f"membership:{membership.public_id}"
    audit.record(by=by, verb="membership.end", what=what, concerns=person, role=membership.role)
    _end_deputies_who_left(by=by, person=person)
    hooks.call(hooks.membership_changed, person=person, membership=membership, by=by)


def _end_deputies_who_left(*, by: Person, person: Person) -> None:
    """A deputy stands in only where both still work."""
    deputies = Tie.objects.live().filter(kind=Tie.DEPUTY)
    for tie in [*deputies.filter(head=person), *deputies.filter(person=person)]:
        shared = Membership.objects.live().filter(
            person=tie.person_id,
            school__in=Membership.objects.live().filter(person=tie.head_id).values("school"),
        )
        if not shared.exists():
            ties.end_ties(by=by, head=tie.head, person=tie.person, kind=Tie.DEPUTY)
