"""From a row to the words that leave: subject, text, and the short form for a text message."""

import re
from collections.abc import Hashable
from functools import cached_property

from django.conf import settings
from django.template import Context, Template, engines

from network.privacy import key_store
from outbox import kinds
from outbox.models import Message
from outbox.wording import tokens

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

HERE = "\ue000"  # stands for the link in words that are made once for several; no words of ours hold it
Made = dict[tuple[Hashable, ...], str]


class UnsafeHeader(ValueError):
    """A line break or another control character where only one line may stand."""


class Words:
    """Each part is made when it is asked for: a text message needs no subject line, a mail no short form."""

    def __init__(self, message: Message, made: Made | None = None) -> None:
        kind = kinds.get(message.kind)
        self._template, self._link = _template(kind), link(message)
        self._made = made if not message.sealed else None
        facts = kind.facts(message) if kind.facts else {}
        self._key = (kind.template, message.useful_until, *sorted(facts.items()))
        self._context = {
            **facts,
            "link": HERE,
            "code": key_store.decrypt(message.sealed) if message.sealed else "",
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
        key = (part, *self._key)
        text = self._made.get(key) if self._made is not None else None
        if text is None:
            text = self._template.render(Context({**self._context, "part": part, **more}, autoescape=False))
            if self._made is not None:
                self._made[key] = text
        return text.replace(HERE, self._link)


def words(message: Message, made: Made | None = None) -> Words:
    """`made`: what was made for others before, for as long as the caller likes: the alerts of one call differ in their
    links alone. Nothing with a code is kept there."""
    return Words(message, made)


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
