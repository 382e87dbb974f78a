"""The token of a calendar's address (network/link_tokens.py): one purpose, one person."""

from django.utils.crypto import constant_time_compare

from buddies.calendar.models import CalendarLink
from network import link_tokens


def make(link: CalendarLink) -> str:
    return link_tokens.worked_out("buddies.calendar", "calendar", link.public_id, link.version)


def find(raw: str) -> CalendarLink | None:
    """The live link with exactly this token, of somebody whose account is open."""
    if not link_tokens.SHAPE.fullmatch(raw):
        return None
    link = CalendarLink.objects.live().select_related("person").filter(token_hash=link_tokens.hashed(raw)).first()
    return link if link is not None and constant_time_compare(make(link), raw) else None
