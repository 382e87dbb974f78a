"""The token of a link: worked out by HMAC afresh each time, one purpose, one row, and only its hash is stored.

A token that arrives in an address moves at once into a short-lived cookie and the browser to a clean address.
"""

import base64
import hashlib
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

SHAPE = re.compile(r"[A-Za-z0-9_-]{24}")  # 18 bytes, 144 bits


def worked_out(whose: str, *said: object) -> str:
    """`whose` names the tokens of one kind, so that none of another can be the same; `said` tells the row apart."""
    key = hashlib.sha256(f"{whose}\n{settings.SECRET_KEY}".encode()).digest()
    digest = hmac.digest(key, "\n".join(map(str, said)).encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:18]).decode()


def hashed(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


def to_cookie(request: HttpRequest, cookie: str, raw: str, clean_url: str, lasts: timedelta) -> HttpResponse:
    """Take the token out of the address bar, the history and the server's log of the next page. Changes nothing:
    scanners open links too."""
    response = HttpResponseRedirect(clean_url)
    if SHAPE.fullmatch(raw):
        secure = request.is_secure()
        response.set_cookie(cookie, raw, lasts, path=clean_url, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(cookie, path=clean_url)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
