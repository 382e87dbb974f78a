"""Facts to check, as a card on an administrator's front page (`network.people.asks`)."""

from __future__ import annotations

from network.members.asks import grants_and_facts
from network.models import RoleGrant
from network.people.asks import Ask, Urgency, Viewer


def to_check(*, viewer: Viewer) -> list[Ask]:
    if RoleGrant.ADMINISTRATOR not in viewer.granted:
        return []
    number = next((vars(grant)["facts_to_check"] for grant in viewer.once(grants_and_facts)), 0)
    values = {"number": number}
    return [Ask("facts", Urgency.REST, viewer.now, "inspections/facts/asks/facts.html", values)] if number else []
