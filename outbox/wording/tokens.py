"""The token in a message's link: worked out afresh at each send, one purpose, one row, and only its hash is stored.

A token that arrives in an address moves at once into a short-lived cookie and the browser to a clean address:

    def check_in_link(request, raw):      # /c/<raw>/
        return tokens.to_cookie(request, "check-in", raw, reverse("check-in-answer"))

    def check_in_answer(request):         # clean; records only on POST
        message = tokens.from_cookie(request, "check-in")
"""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from network import clock, link_tokens
from network.link_tokens import SHAPE, hashed
from outbox import kinds
from outbox.models import Message

COOKIE_LASTS = timedelta(minutes=30)


def make(message: Message) -> str:
    """The token of this row; the same at every send until it is revoked."""
    purpose = kinds.get(message.kind).purpose
    if not purpose:
        raise ValueError(f"{message.kind!r} carries no token")
    return worked_out(purpose, message)


def worked_out(purpose: str, message: Message) -> str:
    return link_tokens.worked_out("outbox.token", purpose, message.public_id, message.token_version)


def find(purpose: str, raw: str, *, used: bool = False) -> Message | None:
    """The row whose live token this is, exactly as it was sent. `used=True` also finds one that was used already,
    so that a second press of the same button can be thanked."""
    if not isinstance(raw, str) or not SHAPE.fullmatch(raw):
        return None
    message = Message.objects.select_related("to").filter(token_hash=hashed(raw)).first()
    if message is None or not constant_time_compare(worked_out(purpose, message), raw):
        return None
    if message.token_until is None or clock.now() >= message.token_until:
        return None
    if message.token_used_at is not None and not used:
        return None
    return message if message.to.is_active else None


def to_cookie(request: HttpRequest, purpose: str, raw: str, clean_url: str) -> HttpResponse:
    return link_tokens.to_cookie(request, cookie_name(purpose), raw, clean_url, COOKIE_LASTS)


def from_cookie(request: HttpRequest, purpose: str, *, used: bool = False) -> Message | None:
    return find(purpose, request.COOKIES.get(cookie_name(purpose), ""), used=used)


def cookie_name(purpose: str) -> str:
    return f"link-{purpose}"
