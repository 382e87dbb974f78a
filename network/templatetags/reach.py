import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from network.audit import audit_wording
from network.contact import contact_validation
from network.contact.models.contact_point import ContactPoint
from network.sign_in import devices

register = template.Library()
OPENED = {
    "break-glass.read": "telephone numbers, for fear for your life",
    "candidates.read": "list of who could stand by you",
    "number.read": "telephone number",
}


@register.filter
def reach(point: ContactPoint) -> str:
    """An address or number as people read it."""
    return contact_validation.spoken(point.address) if point.channel == ContactPoint.SMS else point.address


@register.filter
def spoken(number: str) -> str:
    """A number grouped as people read it."""
    return contact_validation.spoken(number)


@register.filter
def device(user_agent: str) -> str:
    return devices.spoken(user_agent)


@register.filter
def deed(row) -> str:
    return audit_wording.words(row.verb)


@register.filter
def opened(row) -> str:
    """What was opened: "inspection" of "inspection:4f1c…"."""
    return OPENED.get(row.verb) or row.what.partition(":")[0].replace("-", " ") or "record"


MAIL = re.compile(r"[^\s,;:<>()]+@[^\s,;:<>()]+\.\w+")


@register.filter
def tel(number: str) -> str:
    """For `href="tel:…"`: what a phone dials. No template writes a number there without it."""
    return contact_validation.dialled(number)


@register.filter
def to_press(words: str) -> SafeString:
    """Whatever somebody typed about how to reach them: each address and number in it can be pressed."""
    parts, at = [], 0
    for found, link in _links(words):
        parts += [conditional_escape(words[at : found.start()]), link]
        at = found.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, conditional_escape(words[at:])]))


@register.filter
def numbers_to_press(words: str) -> SafeString:
    """Of such words the numbers alone; empty where there is none."""
    return format_html_join(
        " or ", "{}", ((link,) for found, link in _links(words) if found.re is contact_validation.NUMBER)
    )


@register.filter
def addresses_to_press(words: str) -> SafeString:
    """Of such words the email addresses alone; empty where there is none."""
    return format_html_join(" or ", "{}", ((link,) for found, link in _links(words) if found.re is MAIL))


def _links(words: str) -> list[tuple[re.Match[str], SafeString]]:
    """In their order; digits within an address are no number."""
    found = [(each, "mailto:", each[0]) for each in MAIL.finditer(words)]
    within = [each.span() for each, _, _ in found]
    for each in contact_validation.NUMBER.finditer(words):
        if contact_validation.is_whole(each) and not any(start <= each.start() < end for start, end in within):
            found.append((each, "tel:", contact_validation.dialled_of(each)))
    found.sort(key=lambda one: one[0].start())
    link = '<a class="govuk-link" href="{}{}">{}</a>'
    return [(each, format_html(link, scheme, to, contact_validation.spoken(each[0]))) for each, scheme, to in found]
