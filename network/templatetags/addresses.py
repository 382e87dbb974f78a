"""`{% url %}` as Django's, for every template (settings), but an address is worked out once for a process.

A page has fifteen of them, and looking up each anew is a tenth of what it costs.
"""

from functools import cache
from uuid import UUID

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import get_urlconf, reverse

register = template.Library()
NOBODY = UUID("00000000-0000-4000-8000-000000000000")


class Address(URLNode):
    """Of a page without arguments, or of one thing known by its public id. All else is left to Django."""

    def render(self, context):
        if self.kwargs or len(self.args) > 1 or self.asvar:
            return super().render(context)
        name, urlconf = self.view_name.resolve(context), get_urlconf()
        if not self.args:
            return fixed(name, urlconf)
        known_by = self.args[0].resolve(context)
        if not isinstance(known_by, UUID):
            return super().render(context)
        before, after = of_one(name, urlconf)
        return f"{before}{known_by}{after}"


@cache
def fixed(name: str, urlconf) -> str:
    return reverse(name, urlconf)


@cache
def of_one(name: str, urlconf) -> list[str]:
    return reverse(name, urlconf, args=[NOBODY]).split(str(NOBODY))


@register.tag
def url(parser, token):
    node = django_url(parser, token)
    return Address(node.view_name, node.args, node.kwargs, node.asvar)
