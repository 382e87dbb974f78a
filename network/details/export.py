"""A person's own export: everything held of her, in one file she can read."""

from typing import Any

from network import hooks
from network.audit.models import AuditRow
from network.contact.models.any_head import StandsByAnyHead
from network.people.models.person import Person


def collect(person: Person) -> dict[str, Any]:
    own = {
        "person": {
            "name": person.name,
            "about": person.about,
            "signs in with": person.email,
            "joined": person.joined_at,
            "quiet hours": {
                "from": person.quiet_from,
                "until": person.quiet_until,
                "weekends": person.quiet_weekends,
                "holidays": person.quiet_holidays,
            },
        },
        "addresses": list(
            person.contact_points.values("channel", "address", "place", "private", "confirmed_at", "broken_at")
        ),
        "posts": list(
            person.memberships.values("role", "school__name", "school__urn", "organisation__name", "from_at", "to_at")
        ),
        "roles": list(person.role_grants.values("role", "granted_at", "confirmed_at", "ended_at")),
        "who stands by me": list(person.ties_as_head.values("kind", "person__name", "from_at", "to_at")),
        "whom I stand by": list(person.ties_as_support.values("kind", "head__name", "from_at", "to_at")),
        "I stand by for any head since": StandsByAnyHead.objects.filter(person=person)
        .values_list("since", flat=True)
        .first(),
        "invitations": list(person.invitations.values("role", "state", "sent_at", "answered_at")),
        "who did what to my record": list(
            AuditRow.objects.filter(concerns=person).order_by("at").values("at", "verb", "by__name")
        ),
    }
    for part in hooks.call(hooks.person_export, person=person):
        own |= part
    return own
