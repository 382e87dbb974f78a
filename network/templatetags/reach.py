import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from network import addresses, deeds, devices
from network.models import ContactPoint

register = template.Library()


@register.filter
def reach(point: ContactPoint) -> str:
    """An address or number as people read it."""
    return addresses.spoken(point.address) if point.channel == ContactPoint.SMS else point.address


@register.filter
def device(user_agent: str) -> str:
    return devices.spoken(user_agent)


@register.filter
def deed(row) -> str:
    return deeds.words(row.verb)


@register.filter
def opened(row) -> str:
    """What was opened: "inspection" of "inspection:4f1c…"."""
    if row.verb == "break-glass.read":
        return "telephone numbers, for fear for your life"
    if row.verb == "candidates.read":
        return "list of who could stand by you"
    if row.verb == "number.read":
        return "telephone number"
    return row.what.partition(":")[0].replace("-", " ") or "record"


REACHED_BY = re.compile(r"(?P<mail>[^\s,;:<>()]+@[^\s,;:<>()]+\.\w+)|(?P<phone>\+?\d[\d ()-]{7,}\d)")


@register.filter
def to_press(contact: str) -> SafeString:
    """How to reach the network, as it was typed in the set-up: each address and number in it can be pressed."""
    parts, at = [], 0
    for found in REACHED_BY.finditer(contact):
        parts.append(conditional_escape(contact[at : found.start()]))
        scheme = "mailto:" if found["mail"] else "tel:"
        said = found[0]
        address = said if found["mail"] else re.sub(r"[^+\d]", "", said)
        parts.append(format_html('<a class="govuk-link" href="{}{}">{}</a>', scheme, address, said))
        at = found.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, conditional_escape(contact[at:])]))
