"""The demonstration's mailbox: what its mail catcher kept, for whoever runs it to read. Nobody's mail is real."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 200
NAME = re.compile(r"[0-9]{20}-[0-9a-f]{32}")
LINK = re.compile(r"(https?://\S+)")


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


@dataclass(frozen=True)
class Kept:
    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["X-Kept-For"] or self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def at(self) -> datetime:
        """When the catcher took it."""
        return datetime.fromtimestamp(int(self.name[:20]) / 1e9, UTC)

    @property
    def pieces(self) -> Iterator[tuple[bool, str]]:
        """The words, with each link told apart: (is a link, text)."""
        body = self.message.get_body(preferencelist=("plain",))
        text = body.get_content() if body else ""
        for number, piece in enumerate(LINK.split(text)):
            yield number % 2 == 1, piece


def _kept(name: str) -> Kept:
    data = (folder() / f"{name}.eml").read_bytes()
    return Kept(name, message_from_bytes(data, policy=policy.default))


@login_not_required
@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    names = sorted((path.stem for path in folder().glob("*.eml")), reverse=True)
    only = request.GET.get("to", "").strip().lower()
    messages = [_kept(name) for name in names[: SHOWN if not only else None]]
    if only:
        messages = [one for one in messages if one.to.lower() == only][:SHOWN]
    return render(request, "config/demo_mail.html", {"kept": messages, "only": only, "more": len(names) > SHOWN})


@login_not_required
@require_safe
def demo_mail_message(request: HttpRequest, name: str) -> HttpResponse:
    if not NAME.fullmatch(name) or not (folder() / f"{name}.eml").exists():
        raise Http404
    return render(request, "config/demo_mail_message.html", {"kept": _kept(name)})
