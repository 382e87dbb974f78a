"""What waits for whoever represents an organisation: cards for the front page (`network.people.asks`)."""

from __future__ import annotations

from covenant.signatories.models import Signatory
from covenant.text.models import CovenantText
from network.models import Membership, Organisation
from network.people.asks import Ask, Urgency, Viewer


def of_organisations(*, viewer: Viewer) -> list[Ask]:
    """To sign, to sign the newest version, or to say how the promises were kept; one card for each organisation."""
    spoken_for = [post.organisation for post in viewer.posts if post.role == Membership.REPRESENTATIVE]
    organisations = [one for one in spoken_for if one is not None]
    if not organisations:
        return []
    text = CovenantText.objects.visible_to(viewer.person).filter(published_on__isnull=False).first()
    if text is None:
        return []
    rows = Signatory.objects.visible_to(viewer.person).filter(organisation__in=organisations).select_related("text")
    signed = {row.organisation_id: row for row in rows}
    due = [(one, _due(signed.get(one.pk), text)) for one in organisations]
    return [_card(viewer, one, what, text) for one, what in due if what]


def _due(signatory: Signatory | None, text: CovenantText) -> str:
    if signatory is None or signatory.state == Signatory.WITHDRAWN:
        return "sign"
    if signatory.state != Signatory.SIGNED:
        return ""  # asked, and with the officer, who says what has to happen next
    if signatory.review_due:
        return "statement"
    return "renew" if signatory.text.version != text.version else ""


def _card(viewer: Viewer, organisation: Organisation, due: str, text: CovenantText) -> Ask:
    urgency = Urgency.LAST_DAY if due == "statement" else Urgency.QUESTION
    values = {"organisation": organisation, "due": due, "text": text}
    return Ask("signature", urgency, viewer.now, "covenant/asks/signature.html", values)
