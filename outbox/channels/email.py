"""Mail, by SMTP. One connection is kept over many messages; one recipient a message."""

import smtplib
import ssl
from datetime import UTC
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from network import clock
from outbox import pace
from outbox.channels.plain import is_plain_address, wire
from outbox.models import Message
from outbox.outcomes import Accepted, Later, Outcome, Refused, Unreachable
from outbox.wording import Words, one_line

# What a server may say of one recipient that will be as true tomorrow: no such mailbox, no such domain, not allowed.
NO_SUCH_ADDRESS = {550, 551, 553}
CLOSING = 421
RESTED_TIMEOUT = 2.0  # seconds for the first answer on a line that was laid by: it may have died in silence


class EmailChannel:
    def __init__(self) -> None:
        self._backend = get_connection(fail_silently=False, timeout=pace.server_timeout())
        self._served = 0  # conversations on this connection
        self._rested = False  # laid by since the last of them
        self._server = _server()

    @property
    def _smtp(self) -> smtplib.SMTP | None:
        return self._backend.connection if isinstance(self._backend, EmailBackend) else None

    @property
    def is_open(self) -> bool:
        return self._smtp is not None or not isinstance(self._backend, EmailBackend)

    @property
    def is_current(self) -> bool:
        """To the server that the settings name, now as when it was opened."""
        return self._server == _server()

    def rest(self) -> bool:
        """Lay the line by, open as it is. False: there is none to lay by."""
        self._rested = self._smtp is not None
        return self._rested

    def open(self) -> Outcome | None:
        try:
            self._served, self._rested = 0, False
            self._backend.open()
            if self._smtp is not None:
                self._smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:  # OSError: refused, unknown host, timed out, TLS
            self.drop()
            return Unreachable(f"mail server: {_said(error)}")
        return None

    def send(self, address: str, words: Words, message: Message) -> Outcome | None:
        return self.deliver(self.mail(address, words.subject, words.text, message))

    def deliver(self, mail: EmailMessage) -> Outcome | None:
        if not isinstance(self._backend, EmailBackend):
            self._backend.send_messages([mail])
            return Accepted()
        return self._converse(mail)

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

    def _converse(self, mail: EmailMessage) -> Outcome | None:
        """The conversation step by step, so that each answer is known for what it is."""
        smtp = self._smtp
        if smtp is None:
            return None
        sender, recipient, body = _envelope_sender(mail.from_email), _envelope_address(mail.to[0]), as_wire(mail)
        served, rested, greeted = self._served > 0 or self._rested, self._rested, False
        self._served, self._rested = self._served + 1, False
        try:
            code, reply = _first_answer(smtp, sender) if rested else smtp.mail(sender)
            if code == CLOSING and served:
                self.drop()
                return None
            if code != 250:
                return self._refused("sender", code)
            greeted = True
            code, reply = smtp.rcpt(recipient)
            if code not in (250, 251):
                if code in NO_SUCH_ADDRESS or _is_about_address(reply):
                    self._reset()
                    return Refused(f"the address was refused ({code})")
                return self._refused("recipient", code)
            code, reply = smtp.data(body)
            return Accepted() if code == 250 else self._refused("message", code)
        except smtplib.SMTPDataError as error:
            return self._refused("message", error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            if served and not greeted and (rested or not _is_timeout(error)):
                return None  # nothing was handed over
            return Later(f"mail server: {_said(error)}")

    def _refused(self, what: str, code: int) -> Outcome:
        if code == CLOSING:
            self.drop()
            return Unreachable(f"mail server: busy ({code})")
        self._reset()
        return Later(f"mail server: {what} not taken ({code})")

    def _reset(self) -> None:
        try:
            if self._smtp is not None:
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


def _server() -> tuple[object, ...]:
    names = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL")
    return tuple(getattr(settings, name) for name in names)


def _first_answer(smtp: smtplib.SMTP, sender: str) -> tuple[int, bytes]:
    """The check of a line that was laid by is the first command itself."""
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("closed while it was laid by")
    patience = smtp.sock.gettimeout()
    smtp.sock.settimeout(min(RESTED_TIMEOUT, patience or RESTED_TIMEOUT))
    answer = smtp.mail(sender)
    smtp.sock.settimeout(patience)
    return answer


@lru_cache(maxsize=8)
def _envelope_sender(from_email: str) -> str:
    return parseaddr(sanitize_address(from_email, settings.DEFAULT_CHARSET))[1]


def _envelope_address(address: str) -> str:
    return address if is_plain_address(address) else sanitize_address(address, settings.DEFAULT_CHARSET)


def _is_about_address(reply: bytes) -> bool:
    """RFC 3463: 5.1.x is about the address."""
    return reply.startswith(b"5.1.")


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
