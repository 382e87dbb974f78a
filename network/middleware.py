"""Nothing private may be kept by a cache between us and the person."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


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
