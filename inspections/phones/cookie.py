"""The token of a registered phone, in a cookie of its own: sent to the pages of `/phone/` alone, and only from ours."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from directory.call_outs.views import PHONE_HERE
from inspections.phones import actions
from inspections.phones.models import TrustedPhone

COOKIE = "registered-phone"
LASTS = 400 * 24 * 3600  # as long as browsers keep one; every use renews it


def known(request: HttpRequest) -> TrustedPhone | None:
    return actions.find(raw=request.COOKIES.get(COOKIE, ""))


def keep(response: HttpResponse, request: HttpRequest, raw: str) -> HttpResponse:
    """Beside it, for the page behind a call-out's link, that there is one: it leads on to the number."""
    secure = request.is_secure()
    path, answer = reverse("inspections:phone"), reverse("directory:answer")
    response.set_cookie(COOKIE, raw, LASTS, path=path, secure=secure, httponly=True, samesite="Strict")
    response.set_cookie(PHONE_HERE, "yes", LASTS, path=answer, secure=secure, httponly=True, samesite="Lax")
    return response


def keep_on(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """The same, of a phone that is known."""
    return keep(response, request, request.COOKIES[COOKIE])
