"""What waits for an administrator about roles: a card for the front page (`network.people.asks`)."""

from __future__ import annotations

from network.members import rules
from network.people.asks import Ask, Urgency, Viewer
from network.people.models.role import RoleGrant


def roles_to_confirm(*, viewer: Viewer) -> list[Ask]:
    """For each administrator who may: the roles that another granted, which have no effect until they are confirmed."""
    if RoleGrant.ADMINISTRATOR not in viewer.granted:
        return []
    waiting = RoleGrant.objects.visible_to(viewer.person).filter(confirmed_at__isnull=True, ended_at__isnull=True)
    rows = waiting.select_related("person", "granted_by").order_by("granted_at", "pk")
    grants = [grant for grant in rows if rules.can_confirm(viewer.person, grant)]
    if not grants:
        return []
    values = {"grants": grants}
    return [Ask("role-to-confirm", Urgency.QUESTION, grants[0].granted_at, "network/members/asks/roles.html", values)]
