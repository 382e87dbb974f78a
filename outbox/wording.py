"""From a row to the words that leave: subject, text, and the short form for a text message."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template

from outbox import kinds, sealed, tokens
from outbox.models import Message

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class UnsafeHeader(ValueError):
    """A line break or another control character where only one line may stand."""


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    short: str


def words(message: Message) -> Words:
    kind = kinds.get(message.kind)
    template = get_template(kind.template).template
    context = {
        **(kind.facts(message) if kind.facts else {}),
        "link": link(message),
        "code": sealed.unseal(message.sealed) if message.sealed else "",
        "useful_until": message.useful_until,
        "site_address": settings.BASE_URL,
        "demo": settings.DEMO,
    }
    subject = one_line(_part(template, "subject", context))
    return Words(
        subject=subject,
        text=_tidy(_part(template, "text", context)),
        short=" ".join(_part(template, "short", {**context, "subject": subject}).split()),
    )


def link(message: Message) -> str:
    """From the one fixed base address, never from a request's host."""
    if not message.path:
        return settings.BASE_URL
    path = message.path
    if "{token}" in path:
        path = path.replace("{token}", tokens.make(message))
    return one_line(settings.BASE_URL + path)


def one_line(text: str) -> str:
    text = text.strip()
    if CONTROL.search(text):
        raise UnsafeHeader("a control character in a line that reaches a header")
    return text


def _part(template: Template, part: str, context: dict) -> str:
    """Plain text: nothing is escaped, and no request or person is at hand in the template."""
    return template.render(Context({**context, "part": part}, autoescape=False))


def _tidy(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
