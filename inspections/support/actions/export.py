"""Her support plans in the clear, for her own export."""

from __future__ import annotations

from typing import Any

from inspections.support.actions import plan_opened
from inspections.support.models.support import SupportPlan
from network.models import Person
from network.privacy import keys


def export(*, person: Person) -> dict[str, Any]:
    return {
        "support plans": [
            {
                "opened": plan.opened_at.isoformat(),
                "private": keys.unseal(plan.private),
                "shared": keys.unseal(plan.shared),
                "lines": [
                    {
                        "what": line.kind_said,
                        "words": line.words,
                        "lead": line.lead,
                        "by": line.by_on and line.by_on.isoformat(),
                        "looked at together": line.review_on and line.review_on.isoformat(),
                        "state": line.state_said,
                        "shared": line.shared,
                    }
                    for line in plan_opened.lines(plan.lines.all())
                ],
                "meetings": [
                    {
                        "on": row.on.isoformat(),
                        "about my post": row.about_her_post,
                        "my union contact is invited": row.row.union_invited,
                        "who was invited": keys.unseal(row.row.union_contact.name) if row.row.union_contact else "",
                    }
                    for row in plan_opened.meetings(plan.meetings.select_related("union_contact"))
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
                    {"on": row.on.isoformat(), "by": row.imposed_by_said, "reason": row.reason}
                    for row in plan_opened.departures(plan.departures.all())
                ],
            }
            for plan in SupportPlan.objects.filter(head=person)
        ]
    }
