"""Mail, by SMTP. One connection is kept over many messages; one recipient a message."""

import re
import selectors
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from network import clock
from outbox.channels import Keep, replies
from outbox.channels.plain import is_plain_address, wire
from outbox.channels.replies import CLOSING, DATA, MAIL, RCPT, About
from outbox.models import Message, ServiceState
from outbox.transitions import outcomes as o
from outbox.transitions import retry_policy
from outbox.wording.wording import Words, one_line

GO_ON = 354  # RFC 5321, 4.2.3: start mail input
TAKES = {MAIL: {250}, RCPT: {250, 251}, DATA: {GO_ON}}
SAID = {MAIL: "sender not taken", RCPT: "recipient not taken", DATA: "message not taken"}
Answer = tuple[str, int, bytes]  # to which step, code, text


class EmailChannel:
    def __init__(self) -> None:
        self._backend = get_connection(fail_silently=False, timeout=retry_policy.SERVER_TIMEOUT)
        self._served = 0  # conversations on this connection

    @property
    def _smtp(self) -> smtplib.SMTP | None:
        return self._backend.connection if isinstance(self._backend, EmailBackend) else None

    @property
    def is_open(self) -> bool:
        return self._smtp is not None or not isinstance(self._backend, EmailBackend)

    def open(self) -> o.Outcome | None:
        try:
            self._served = 0
            self._backend.open()
            if self._smtp is not None:
                self._smtp.ehlo_or_helo_if_needed()  # after STARTTLS smtplib has forgotten the first (RFC 3207, 4.2)
        except smtplib.SMTPAuthenticationError as error:
            self.drop()
            return o.Barred(f"mail server: sign-in not taken ({error.smtp_code})", ServiceState.REFUSES_US)
        except (OSError, smtplib.SMTPException) as error:  # OSError: refused, unknown host, timed out, TLS
            self.drop()
            return o.Unreachable(f"mail server: {_said(error)}")
        return None

    def send(self, address: str, words: Words, message: Message, keep: Keep = lambda: True) -> o.Outcome | None:
        return self.deliver(self.mail(address, words.subject, words.text, message), urgent=message.urgent, keep=keep)

    def deliver(self, mail: EmailMessage, *, urgent: bool = False, keep: Keep = lambda: True) -> o.Outcome | None:
        if not isinstance(self._backend, EmailBackend):
            self._backend.send_messages([mail])
            return o.Accepted()
        patience = retry_policy.FINAL_PATIENCE_URGENT if urgent else retry_policy.FINAL_PATIENCE
        return self._converse(mail, patience, keep)

    def close(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def mail(self, address: str, subject: str, text: str, message: Message) -> EmailMessage:
        host = urlsplit(settings.BASE_URL).hostname
        return EmailMessage(
            subject=subject,
            body=text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[one_line(address)],
            headers={
                "Message-ID": f"<{message.message_id}@{host}>",
                "Date": format_datetime(clock.now().astimezone(UTC)),
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )

    def _converse(self, mail: EmailMessage, patience: float, keep: Keep) -> o.Outcome | None:
        """The conversation step by step, so that each answer is known for what it is."""
        smtp = self._smtp
        if smtp is None:
            return None
        sender, recipient, body = _envelope_sender(mail.from_email), _envelope_address(mail.to[0]), as_wire(mail)
        served, greeted, handed_over = self._served > 0, False, False
        self._served += 1
        try:
            is_together = smtp.has_extn("pipelining")
            answers = (_together if is_together else _in_turn)(smtp, sender, recipient)
            for step, code, text in answers:
                if code == CLOSING and step == MAIL and served:
                    self.drop()
                    return None
                if code not in TAKES[step]:
                    return self._refused(step, code, text, answers if is_together else None)
                greeted = True
            smtp.send(with_dots(body))
            handed_over = True
            _wait_for_answer(smtp, patience, keep)
            code, text = smtp.getreply()
            return o.Accepted() if code == 250 else self._refused(DATA, code, text)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            if served and not greeted and not _is_timeout(error):
                return None  # nothing was handed over
            return (o.InDoubt if handed_over else o.Later)(f"mail server: {_said(error)}")
        except Exception:  # of ours: the next message must not take an answer for its own that was meant for this one
            self.drop()
            raise

    def _refused(self, step: str, code: int, text: bytes, others: Iterator[Answer] | None = None) -> o.Outcome:
        """`others`: the answers that are still to come."""
        why, about = f"mail server: {SAID[step]} ({code})", replies.about(step, code, text)
        if code == CLOSING:
            self.drop()
            if step == MAIL:
                return o.Barred(f"mail server: busy ({code})", ServiceState.TOO_MUCH)
            return o.Last(f"mail server: busy ({code})", replies.short(step, code, text))
        self._reset(others)
        if about is About.ADDRESS:
            return o.Refused(f"{o.NO_SUCH_ADDRESS} ({code})", replies.short(step, code, text))
        if about is About.NOBODY_KNOWS:
            return o.Later(why, replies.short(step, code, text))
        return o.Barred(why, about.value)

    def _reset(self, others: Iterator[Answer] | None) -> None:
        try:
            if self._smtp is not None:
                if others is not None:
                    _let_go(self._smtp, others)
                self._smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        """Forget the connection without another word to the server."""
        smtp = self._smtp
        if isinstance(self._backend, EmailBackend):
            self._backend.connection = None
        if smtp is not None:
            smtp.close()


def as_wire(mail: EmailMessage) -> bytes:
    headers = {"Subject": mail.subject, "From": mail.from_email, "To": mail.to[0], **mail.extra_headers}
    plain = wire(headers, str(mail.body)) if is_plain_address(mail.to[0]) else None
    return plain or mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message takes it


def _in_turn(smtp: smtplib.SMTP, sender: str, recipient: str) -> Iterator[Answer]:
    yield MAIL, *smtp.mail(sender)
    yield RCPT, *smtp.rcpt(recipient)
    yield DATA, *smtp.docmd("data")


def _together(smtp: smtplib.SMTP, sender: str, recipient: str) -> Iterator[Answer]:
    """The three in one piece, DATA the last of them, and an answer to each (RFC 2920, 3.1)."""
    smtp.send(f"mail FROM:<{sender}>\r\nrcpt TO:<{recipient}>\r\ndata\r\n")  # neither has a line break
    yield MAIL, *smtp.getreply()
    yield RCPT, *smtp.getreply()
    yield DATA, *smtp.getreply()


def _let_go(smtp: smtplib.SMTP, others: Iterator[Answer]) -> None:
    """After a refusal: hear the other answers. Where the server wants the mail all the same, it gets a lone dot and
    never a word of it (RFC 2920, 3.1)."""
    for _, code, _ in others:
        if code == GO_ON:
            smtp.send(b".\r\n")
            smtp.getreply()


@lru_cache(maxsize=8)
def _envelope_sender(from_email: str) -> str:
    return parseaddr(sanitize_address(from_email, settings.DEFAULT_CHARSET))[1]


def _envelope_address(address: str) -> str:
    return address if is_plain_address(address) else sanitize_address(address, settings.DEFAULT_CHARSET)


def with_dots(body: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets another, and a dot alone ends it all."""
    end = b"" if body.endswith(b"\r\n") else b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", body) + end + b".\r\n"


def _wait_for_answer(smtp: smtplib.SMTP, patience: float, keep: Keep) -> None:
    """Until there is something to read. Raises `TimeoutError` when patience ends, or when `keep` says to stop."""
    ends = time.monotonic() + patience
    while not _has_answer(smtp.sock, min(retry_policy.SERVER_TIMEOUT, max(ends - time.monotonic(), 0))):
        if time.monotonic() >= ends or not keep():
            raise TimeoutError("no answer after the final dot")


def _has_answer(sock: socket.socket | None, seconds: float) -> bool:
    if sock is None or (isinstance(sock, ssl.SSLSocket) and sock.pending()):
        return True  # reading says what is the matter
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(seconds))


def _is_timeout(error: BaseException) -> bool:
    """smtplib tells a silent server as a cut line; the reason is underneath."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _said(error: Exception) -> str:
    """The class of an error only: its words may hold an address."""
    if _is_timeout(error):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return "no safe connection"
    return type(error).__name__
