"""Public pages kept by the process, compressed once, so that a visitor without a session costs no query.

A page is built from a request of our own, never from a visitor's, so nothing of a visitor can stay in it. It is built
the first time somebody asks and again whenever the published version moves, off everybody's request.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.urls import resolve

from network.site import published

MOST = 1_000  # pages; beyond them a page is drawn for each visitor
NEXT_PAGE = re.compile(r"^(after=[0-9a-f-]{36})?$")  # the only query string worth keeping: a list's next page


class Page(NamedTuple):
    plain: bytes
    packed: bytes
    etag: str
    content_type: str


_pages: dict[str, Page] = {}


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a public view that reads nothing of the request but its path."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs) -> HttpResponse:
        if not published.watched() or not _for_anybody(request):
            return _open_to_all(view(request, **kwargs))
        path = request.get_full_path()
        page = _pages.get(path)
        if page is None:
            page = _build(path)
            if len(_pages) < MOST:
                _pages[path] = page
        return _serve(page, request)

    return answer


def rebuild() -> None:
    """Build every kept page anew; one that is no more is forgotten."""
    for path in list(_pages):
        try:
            _pages[path] = _build(path)
        except Http404:
            _pages.pop(path, None)


def forget() -> None:
    _pages.clear()


published.on_change.append(rebuild)


def _for_anybody(request: HttpRequest) -> bool:
    """A visitor without a session and without a message waiting. Decided by cookies alone: that costs no query."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and NEXT_PAGE.match(request.META.get("QUERY_STRING", "")) is not None
    )


def _build(path: str) -> Page:
    request = HttpRequest()
    request.method = "GET"
    request.path, _, query = path.partition("?")
    request.path_info = request.path
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    request.user = AnonymousUser()
    match = request.resolver_match = resolve(request.path)
    view: Any = match.func
    response = view.__wrapped__(request, *match.args, **match.kwargs)
    if "CSRF_COOKIE" in request.META:
        raise RuntimeError("A kept page may hold no form: its token would be one visitor's.")
    plain = response.content
    etag = hashlib.sha256(plain).hexdigest()[:32]
    return Page(plain, gzip.compress(plain, 9, mtime=0), etag, response["Content-Type"])


def _serve(page: Page, request: HttpRequest) -> HttpResponse:
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{page.etag}{"-gz" if packs else ""}"'
    response: HttpResponse
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(page.packed if packs else page.plain, content_type=page.content_type)
        if packs:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    return _open_to_all(response)


def _open_to_all(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
