"""A real SMTP server that logs each acceptance and keeps what it accepted."""

import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.servers.processes import free_port, until


@dataclass(frozen=True)
class Accepted:
    """One recipient's copy, as the server took it."""

    to: str
    sender: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def text(self) -> str:
        body = self.message.get_body(preferencelist=("plain",))
        return body.get_content() if body else ""


class MailSink:
    """`answer`, where set, is asked first with the recipient's address, and may give an SMTP refusal. With `tls` it
    takes nothing before STARTTLS; `greetings`: for each EHLO, whether it came by TLS. `pipelining`
    says of a session whether it is offered."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._accepted: list[Accepted] = []
        self._lock = threading.Lock()
        self.answer = None
        self.pipelining = lambda session: False
        self.connections = 0
        self.greetings: list[bool] = []
        self.port = free_port()
        secure = {"tls_context": tls, "require_starttls": True} if tls else {}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **secure)

    def start(self) -> "MailSink":
        self._controller.start()
        return self

    def stop(self) -> None:
        self._controller.stop()

    def come_back(self) -> None:
        """After `stop`: another server at the same address, with what the first one accepted."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        self.greetings.append(session.ssl is not None)
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self.pipelining(session) else responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = self.answer(address) if self.answer else None
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self._lock:
            self._accepted += [Accepted(to, envelope.mail_from, message) for to in envelope.rcpt_tos]
        return "250 Accepted"

    @property
    def accepted(self) -> list[Accepted]:
        with self._lock:
            return list(self._accepted)

    def to(self, address: str) -> list[Accepted]:
        return [one for one in self.accepted if one.to.lower() == address.lower()]

    def wait_for(self, address: str, *, count: int = 1, within: float = 60) -> list[Accepted]:
        """At least `count` messages to this address; all of them, oldest first."""
        until(lambda: len(self.to(address)) >= count, within=within, what=f"{count} message(s) to {address}")
        return self.to(address)

    def clear(self) -> None:
        with self._lock:
            self._accepted.clear()


@contextlib.contextmanager
def running() -> Iterator[MailSink]:
    sink = MailSink().start()
    try:
        yield sink
    finally:
        sink.stop()
