"""The token of an invitation's link (network/link_tokens.py)."""

from django.utils.crypto import constant_time_compare

from network import clock, link_tokens
from network.link_tokens import SHAPE, hashed
from network.people.models.invitation import Invitation


def make(invitation: Invitation) -> str:
    return link_tokens.worked_out("network.token", "invitation", invitation.public_id, invitation.token_version)


def find(raw: str) -> Invitation | None:
    """The waiting invitation whose live token this is, exactly as it was sent."""
    if not isinstance(raw, str) or not SHAPE.fullmatch(raw):
        return None
    invitation = Invitation.objects.select_related("person").filter(token_hash=hashed(raw)).first()
    if invitation is None or not constant_time_compare(make(invitation), raw):
        return None
    if invitation.state != Invitation.WAITING or clock.now() >= invitation.expires_at:
        return None
    return invitation if invitation.person.is_active else None
