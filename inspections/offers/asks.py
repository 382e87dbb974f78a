"""What waits for whoever a head has asked for help: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from inspections.offers.models import OfferAsk
from network.people.asks import Ask, Urgency, Viewer

SHOWN = 50


def asked_for(*, viewer: Viewer) -> list[Ask]:
    """For the contact of an offer, who works for an organisation: each head who waits to hear from them."""
    if not any(post.organisation for post in viewer.posts):
        return []
    rows = OfferAsk.objects.visible_to(viewer.person).filter(offer__contact=viewer.person, state=OfferAsk.ASKED)
    waiting = rows.select_related("offer", "head").order_by("asked_at", "pk")[:SHOWN]
    template = "inspections/offers/asks/asked_for.html"
    return [Ask("asked-for", Urgency.QUESTION, row.asked_at, template, {"asked": row}) for row in waiting]
