"""What waits for an administrator about roles: a card for the front page (`network.people.asks`)."""

from __future__ import annotations

from functools import reduce
from operator import add

from django.db.models import Func, IntegerField, Q, QuerySet, Subquery, Value

from network import hooks
from network.members import rules
from network.people.asks import Ask, Urgency, Viewer
from network.people.models.role import RoleGrant


def roles_to_confirm(*, viewer: Viewer) -> list[Ask]:
    """For each administrator who may: the roles that another granted, which have no effect until they are confirmed."""
    if RoleGrant.ADMINISTRATOR not in viewer.granted:
        return []
    waiting = [grant for grant in viewer.once(grants_and_facts) if grant.confirmed_at is None]
    grants = [grant for grant in waiting if rules.can_confirm(viewer.person, grant)]
    if not grants:
        return []
    values = {"grants": grants}
    return [Ask("role-to-confirm", Urgency.QUESTION, grants[0].granted_at, "network/members/asks/roles.html", values)]


def grants_and_facts(viewer: Viewer) -> list[RoleGrant]:
    """The administrator's own role and those that wait for a second, oldest first; `facts_to_check` of each is how many
    facts there are to check, which comes with them in one query."""
    own = Q(person=viewer.person, role=RoleGrant.ADMINISTRATOR)
    rows = RoleGrant.objects.visible_to(viewer.person).filter(Q(confirmed_at__isnull=True) | own, ended_at__isnull=True)
    facts = reduce(add, map(_number, hooks.call(hooks.facts_to_check)), Value(0))
    return list(rows.annotate(facts_to_check=facts).select_related("person", "granted_by").order_by("granted_at", "pk"))


def _number(rows: QuerySet) -> Subquery:
    """How many, as a value."""
    return Subquery(rows.order_by().values(how_many=Func("pk", function="COUNT")), output_field=IntegerField())
