"""From a row to the words that leave: subject, text, and the short form for a text message."""

import re
from functools import cached_property

from django.conf import settings
from django.template import Context, Template, engines

from outbox import kinds, sealed, tokens
from outbox.models import Message

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class UnsafeHeader(ValueError):
    """A line break or another control character where only one line may stand."""


class Words:
    """Each part is made when it is asked for: a text message needs no subject line, a mail no short form."""

    def __init__(self, message: Message) -> None:
        kind = kinds.get(message.kind)
        self._template = _template(kind)
        self._context = {
            **(kind.facts(message) if kind.facts else {}),
            "link": link(message),
            "code": sealed.unseal(message.sealed) if message.sealed else "",
            "useful_until": message.useful_until,
            "site_address": settings.BASE_URL,
            "demo": settings.DEMO,
        }

    @cached_property
    def subject(self) -> str:
        return one_line(self._part("subject"))

    @cached_property
    def text(self) -> str:
        lines = "\n".join(line.rstrip() for line in self._part("text").replace("\r", "").split("\n"))
        return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"

    @cached_property
    def short(self) -> str:
        return " ".join(self._part("short", subject=self.subject).split())

    def _part(self, part: str, **more: str) -> str:
        """Plain text: nothing is escaped, and no request or person is at hand in the template."""
        return self._template.render(Context({**self._context, "part": part, **more}, autoescape=False))


def words(message: Message) -> Words:
    return Words(message)


def compile_urgent() -> None:
    """In good time: the first message of a kind would wait for it."""
    for kind in kinds.every():
        if kind.urgent:
            _template(kind)


def _template(kind: kinds.Kind) -> Template:
    return engines["django"].engine.get_template(kind.template)  # type: ignore[attr-defined]


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
