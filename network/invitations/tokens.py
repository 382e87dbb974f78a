"""The token of an invitation's link: worked out by HMAC, one purpose, one invitation; only its hash is stored."""

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare

from network import clock
from network.people.models.invitation import Invitation

SHAPE = re.compile(r"[A-Za-z0-9_-]{24}")  # 18 bytes, 144 bits


def make(invitation: Invitation) -> str:
    said = f"invitation\n{invitation.public_id}\n{invitation.token_version}"
    key = hashlib.sha256(b"network.token\n" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")[:18]).decode()


def hashed(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


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
