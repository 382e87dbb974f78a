"""Her support plans in the clear, for her own export."""

from __future__ import annotations

from typing import Any

from inspections.models import SupportPlan
from network import keys
from network.models import Person


def export(*, person: Person) -> dict[str, Any]:
    return {
        "support plans": [
            {
                "opened": plan.opened_at.isoformat(),
                "private": keys.unseal(plan.private),
                "shared": keys.unseal(plan.shared),
                "lines": [
                    {
                        "what": line.get_kind_display(),
                        "words": keys.unseal(line.words),
                        "lead": keys.unseal(line.lead),
                        "by": line.by_on and line.by_on.isoformat(),
                        "looked at together": line.review_on and line.review_on.isoformat(),
                        "state": line.get_state_display(),
                        "shared": line.shared,
                    }
                    for line in plan.lines.all()
                ],
                "meetings": [
                    {
                        "on": row.on.isoformat(),
                        "about my post": row.about_her_post,
                        "my union contact is invited": row.union_invited,
                        "who was invited": keys.unseal(row.union_contact.name) if row.union_contact else "",
                    }
                    for row in plan.meetings.select_related("union_contact")
                ],
                "my union contact": [
                    {"name": keys.unseal(row.name), "how to reach": keys.unseal(row.reach), "shared": row.shared}
                    for row in plan.union_contacts.filter(replaced_at__isnull=True)
                ],
                "comments": [
                    {"at": row.at.isoformat(), "by": row.by.name if row.by else "", "words": keys.unseal(row.words)}
                    for row in plan.comments.select_related("by")
                ],
                "departures": [
                    {"on": row.on.isoformat(), "by": row.get_imposed_by_display(), "reason": keys.unseal(row.reason)}
                    for row in plan.departures.all()
                ],
            }
            for plan in SupportPlan.objects.filter(head=person)
        ]
    }
