"""What stands around every view: nothing private is kept by a cache, nothing too large is read, refusals are pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
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
    """What was refused, as a page: 403 for who, 409 with its own words for what state, 405 for an address that takes
    presses alone. Nothing was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in {"GET", "HEAD"}:
            return self._nothing_done(request, response)
        return response

    @staticmethod
    def _nothing_done(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
        """An address that takes presses alone was opened: a way on, never a blank page."""
        to, words = (settings.LOGIN_REDIRECT_URL, "Go to today") if request.user.is_authenticated else ("/", "Go on")
        page = render(request, "405.html", {"to": to, "words": words}, status=refused.status_code)
        page["Allow"] = refused["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotAllowed):
            raise PermissionDenied from error
        if isinstance(error, WrongState):
            return render(request, "409.html", {"words": str(error)}, status=409)
        return None


METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LARGEST_FORM = 4_000_000  # bytes: every form and every small file


class RefuseUnread:
    """What no page takes is refused by what its headers say, before anything of it is read: other methods (TRACE hands
    back all that was sent), and a body that is too large. Only a view that takes large files may be sent one, and only
    by somebody who may (`takes_large_files`). Stands before whatever reads a form, such as the check of its token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> HttpResponse | None:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdigit() and int(size) <= LARGEST_FORM:
            return None
        largest, may_send = getattr(view, "large_files", (0, lambda person: False))
        if size.isdigit() and int(size) <= largest and may_send(request.user):
            return None
        return render(request, "413.html", status=413)


def takes_large_files(largest: int, *, may_send: Callable[[Any], bool]) -> Callable:
    """Lets a view be sent up to so many bytes, by those for whom `may_send(person)` is true."""

    def mark(view):
        view.large_files = (largest, may_send)
        return view

    return mark
