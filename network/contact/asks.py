"""How those at hand are reached, and what of that is missing: for the front page (`network.people.asks`)."""

from __future__ import annotations

from network.contact import contact_validation
from network.contact.models.contact_point import ContactPoint
from network.people.asks import Ask, Urgency, Viewer


def reached(viewer: Viewer) -> dict[int, dict[str, str]]:
    """Of the viewer and of everybody whose private addresses they may see, by person's key and channel: the first to
    try. Read it by `viewer.once(reached)`."""
    points = ContactPoint.objects.visible_to(viewer.person).to_reach().filter(private=True).reverse()
    found: dict[int, dict[str, str]] = {}
    for person, channel, address in points.values_list("person_id", "channel", "address"):
        found.setdefault(person, {})[channel] = address
    return found


def phone_of(viewer: Viewer, person: int) -> dict[str, str]:
    """For a template: the private number of the person of that key, and the same as people read it; both empty where
    there is none or they may not see it."""
    phone = viewer.once(reached).get(person, {}).get(ContactPoint.SMS, "")
    return {"phone": phone, "phone_as_said": contact_validation.spoken(phone)}


def needs_details(*, viewer: Viewer) -> list[Ask]:
    """Until there is a private address and a private phone."""
    own = viewer.once(reached).get(viewer.person.pk, {})
    if len(own) == len(ContactPoint.CHANNELS):
        return []
    since = viewer.person.joined_at or viewer.now
    return [Ask("details", Urgency.QUESTION, since, "network/contact/asks/details.html", {"has": own}, own=True)]
