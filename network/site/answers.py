"""What views answer alike: who a page is there for, what was done, and a file to keep."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


def only(may: Callable[[Any], bool]) -> Callable:
    """The page is there for those of whom `may(person)` is true. To anybody else it is not there."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return mark


def done(request: HttpRequest, words: str, to: str, *args, **kwargs) -> HttpResponse:
    """On to the page `to`, which says at its top what was done."""
    messages.success(request, words)
    return redirect(to, *args, **kwargs)
