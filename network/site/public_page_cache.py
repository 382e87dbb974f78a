"""Public pages kept in Django's cache, compressed once, so that a visitor without a session costs no query.

A page is built from a request of our own, never from a visitor's, so nothing of a visitor can stay in it. It is built
when somebody first asks for it, and again when somebody asks after an action has changed a public page
(`published.changed`). The cache is the process's own memory (`public_pages` in the settings).
"""

import gzip
import hashlib
import logging
import re
import threading
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import get_conditional_response

from network.site import published

NEXT_PAGE = re.compile(r"(after=[0-9a-f-]{36})?")  # the only query string worth keeping: a list's next page
MESSAGES = "messages"  # the cookie of a message that waits for one visitor
WAIT = 1.0  # seconds that somebody waits for a page another is building
log = logging.getLogger(__name__)
_building = threading.Lock()


class Page(NamedTuple):
    version: int | None  # of the public side, as it was when the page was built
    plain: bytes
    packed: bytes
    etag: str
    content_type: str


def public_page_cache(view: Callable[..., HttpResponse] | None = None, *, paged: bool = False) -> Any:
    """For a public view that reads nothing of the request but its path, and where it is `paged` from where on."""
    if view is None:
        return partial(public_page_cache, paged=paged)

    @wraps(view)
    def answer(request: HttpRequest, **kwargs) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        is_kept = NEXT_PAGE.fullmatch(query) if paged else not query
        if not published.watched() or not _for_anybody(request) or not is_kept:
            response = view(request, **kwargs)
            return response if MESSAGES in request.COOKIES else _open_to_all(response)
        match: Any = request.resolver_match
        path = reverse(match.view_name, kwargs=kwargs) + (query and f"?{query}")  # one, however it was written
        return _serve(_page(path, lambda: _build(view, path, match, kwargs)), request)

    return answer


def _for_anybody(request: HttpRequest) -> bool:
    """A visitor without a session and without a message waiting. Decided by cookies alone: that costs no query."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and MESSAGES not in request.COOKIES
    )


def _page(path: str, build: Callable[[], Page]) -> Page:
    """The page as it is now. Of many who ask at once one builds it; the others are given the copy from before, or wait
    a little for the new one, and build it themselves if it does not come."""
    page = _ask("get", path)
    if page is not None and page.version == published.version():
        return page
    mine = _building.acquire(timeout=0 if page else WAIT)
    try:
        return page if page and not mine else _built_once(path, build)
    finally:
        if mine:
            _building.release()


def _built_once(path: str, build: Callable[[], Page]) -> Page:
    page = _ask("get", path)  # another may have finished it since we looked
    if page is not None and page.version == published.version():
        return page
    try:
        page = build()
    except Http404:
        _ask("delete", path)
        raise
    _ask("set", path, page, None)
    return page


def _ask(operation: str, *args) -> Any:
    """What the cache answers. One that fails costs building the page anew, never the page."""
    try:
        return getattr(caches["public_pages"], operation)(*args)
    except Exception as error:  # each cache has errors of its own
        log.warning("the cache of the public pages failed: %s", type(error).__name__)
        return None


def _build(view: Callable[..., HttpResponse], path: str, match: Any, kwargs: dict[str, Any]) -> Page:
    version = published.version()  # before anything is read: what changes meanwhile makes the page an old one
    request = HttpRequest()
    request.method = "GET"
    request.path, _, query = path.partition("?")
    request.path_info = request.path
    request.META["QUERY_STRING"] = query
    request.GET = QueryDict(query)
    request.user = AnonymousUser()
    request.resolver_match = match
    response = view(request, **kwargs)
    if "CSRF_COOKIE" in request.META:
        raise RuntimeError("A public page may hold no form: its token would be one visitor's.")
    plain = response.content
    etag = hashlib.sha256(plain).hexdigest()[:32]
    return Page(version, plain, gzip.compress(plain, 9, mtime=0), etag, response["Content-Type"])


def _serve(page: Page, request: HttpRequest) -> HttpResponse:
    packs = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.packed if packs else page.plain, content_type=page.content_type)
    if packs:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{page.etag}{"-gz" if packs else ""}"'
    return get_conditional_response(request, etag=response["ETag"], response=_open_to_all(response))  # type: ignore[return-value]  # None without a response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, no-cache"
    response["Vary"] = "Accept-Encoding, Cookie"
    return response
