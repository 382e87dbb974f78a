"""A page as it is read: where its template ends a line is of no account."""

import re

from django.http import HttpResponse

BLOCK = re.compile(r" ?(</?(?:li|[uo]l|t[drh]|tbody|p|div|h\d|section|button)\b[^>]*>) ?| (?=</a>)")


def as_read(response: HttpResponse) -> str:
    """Its html with one space wherever a browser reads one, and none at the edges of a block or of a button."""
    return BLOCK.sub(lambda edge: edge[1] or "", " ".join(response.content.decode().split()))
