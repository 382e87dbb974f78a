"""A person's own export: everything held of her, in one file she can read."""

from typing import Any

from network import hooks
from network.audit.models import AuditRow
from network.contact.models.any_head import StandsByAnyHead
from network.contact.models.contact_point import ContactPoint
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.people.models.tie import Tie


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
            ContactPoint.objects.filter(person=person).values(
                "channel", "address", "place", "private", "confirmed_at", "broken_at"
            )
        ),
        "posts": list(
            Membership.objects.filter(person=person).values(
                "role", "school__name", "school__urn", "organisation__name", "from_at", "to_at"
            )
        ),
        "roles": list(RoleGrant.objects.filter(person=person).values("role", "granted_at", "confirmed_at", "ended_at")),
        "who stands by me": list(Tie.objects.filter(head=person).values("kind", "person__name", "from_at", "to_at")),
        "whom I stand by": list(Tie.objects.filter(person=person).values("kind", "head__name", "from_at", "to_at")),
        "I stand by for any head since": StandsByAnyHead.objects.filter(person=person)
        .values_list("since", flat=True)
        .first(),
        "invitations": list(Invitation.objects.filter(person=person).values("role", "state", "sent_at", "answered_at")),
        "who did what to my record": list(
            AuditRow.objects.filter(concerns=person).order_by("at").values("at", "verb", "by__name")
        ),
    }
    for part in hooks.call(hooks.person_export, person=person):
        own |= part
    return own
