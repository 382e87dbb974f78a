"""Nothing private may be kept by a cache between us and the person."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network.rules import NotAllowed, WrongState


def keep_private(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`no-store` on every page, but those public ones that set their own Cache-Control and go to somebody without
    a session. Looks at the cookie alone, so that an anonymous page costs no query."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        if signed_in or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return answer


class PlainAnswers:
    """What an action refused, as a page: 403 for who, 409 with its own words for what state. Nothing was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            raise PermissionDenied from error
        if isinstance(error, WrongState):
            return render(request, "409.html", {"words": str(error)}, status=409)
        return None
