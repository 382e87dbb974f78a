"""The token of a calendar's address: worked out by HMAC, one purpose, one person; only its hash is stored."""

import base64
import hashlib
import hmac
import re

from django.conf import settings
from django.utils.crypto import constant_time_compare

from buddies.calendar.models import CalendarLink

SHAPE = re.compile(r"[A-Za-z0-9_-]{24}")  # 18 bytes, 144 bits


def make(link: CalendarLink) -> str:
    said = f"calendar\n{link.public_id}\n{link.version}"
    key = hashlib.sha256(b"buddies.calendar\n" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")[:18]).decode()


def hashed(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


def find(raw: str) -> CalendarLink | None:
    """The live link with exactly this token, of somebody whose account is open."""
    if not SHAPE.fullmatch(raw):
        return None
    link = CalendarLink.objects.live().select_related("person").filter(token_hash=hashed(raw)).first()
    return link if link is not None and constant_time_compare(make(link), raw) else None
