"""A press that was not carried out leads back to itself: it is never sent again by us, and never lost in a blank page.

- The session had ended: after signing in, the page it was pressed on, with words that it was not done yet.
- She signed in again in another tab meanwhile: the form's token is an old one, and one more press sends it.
- The page behind a link or of a registered phone, whose right to act is a cookie of its own: it simply counts.

See docs/adr/a-press-after-the-session-ended.md.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that acts for whoever holds its link, or for anybody at all, and never for the session."""
    view.by_link = True  # type: ignore[attr-defined]
    return view


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form was on a page of ours. No page of others can make it say so."""
    origin = request.headers.get("Origin", "")
    return origin in {f"{request.scheme}://{request.get_host()}", settings.BASE_URL}


class FormsByLink:
    """Stands before Django's check of a form's token, which belongs to the session and is changed by every sign-in.
    What acts by a link is checked by where the form was instead; where the browser does not say, by the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args, kwargs) -> None:
        if getattr(view, "by_link", False) and is_from_our_page(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


class SignInFirst(LoginRequiredMiddleware):
    """Django's own, but for a press: what was pressed takes no GET, so she comes back to the page it was on."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        to = urlencode({REDIRECT_FIELD_NAME: not_done(request)})
        return HttpResponseRedirect(f"{reverse('account_login')}?{to}")


def not_done(request: HttpRequest) -> str:
    """The address that says "that was not done yet" and leads on to the page of the press."""
    said = urlsplit(request.headers.get("Referer", ""))
    here = said.netloc in {request.get_host(), urlsplit(settings.BASE_URL).netloc}
    back = safe(f"{said.path}?{said.query}" if said.query else said.path) if here else ""
    return f"{reverse('network:not-done')}?{urlencode({'back': back})}" if back else reverse("network:not-done")


def safe(back: str) -> str:
    """A page of ours as it was given, else nothing."""
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return ""
    try:
        match = resolve(urlsplit(back).path)
    except Resolver404:
        return ""
    return "" if match.view_name == "network:not-done" else back


def token_is_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW. From a page of ours, what was typed is shown as a form that one press sends: to the
    same address, as whoever is signed in now, whose name stands beside it."""
    again = []
    if is_from_our_page(request) and request.user.is_authenticated and not request.FILES:
        again = [(name, text) for name, texts in request.POST.lists() for text in texts if name != TOKEN]
    context = {"again": again, "may_press_again": is_from_our_page(request) and request.user.is_authenticated}
    return render(request, "403_csrf.html", context | {"has_file": bool(request.FILES)}, status=403)


TOKEN = "csrfmiddlewaretoken"  # noqa: S105  a field's name
