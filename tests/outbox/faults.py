"""A mail server that logs each acceptance and misbehaves as a test asks. What is not foreseen fails the test."""

import asyncio
from collections import Counter
from email import message_from_bytes
from threading import Event

from aiosmtpd.smtp import SMTP

from tests.servers.mail import MailSink


class FaultySink(MailSink):
    """`at["MAIL"]`, `at["RCPT"]`, `at["DATA"]` are lists of answers for the next commands of that name; when a list is
    empty the server behaves. An answer is an SMTP reply, "hang", "cut", "accept then hang", "accept then cut",
    "wait": until `go_on()` is called, and then accept; or "wait, then 451 …"."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.always: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.is_up = True
        self.waiting, self._go = Event(), Event()
        self.handed_over: list[str] = []  # message ids of what was handed over, taken or not

    def _answer(self, command: str) -> str:
        self.asked[command] += 1
        return self.at[command].pop(0) if self.at[command] else self.always.get(command, "")

    async def _misbehave(self, server: SMTP, answer: str) -> str:
        if "hang" in answer:
            await asyncio.Event().wait()  # until the client gives up and the server's task is cancelled
        if "cut" in answer:
            server.transport.abort()
            await asyncio.Event().wait()
        return answer

    def stop(self) -> None:
        """Twice is once."""
        if self.is_up:
            self.is_up = False
            super().stop()

    def go_on(self) -> None:
        self._go.set()

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self._answer("MAIL")
        if answer:
            return await self._misbehave(server, answer)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self._answer("RCPT")
        if answer:
            return await self._misbehave(server, answer)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):
        answer = self._answer("DATA")
        message_id = str(message_from_bytes(envelope.content)["Message-ID"])
        self.handed_over.append(message_id.strip("<>").partition("@")[0])
        if answer.startswith("wait"):
            self.waiting.set()
            await asyncio.get_running_loop().run_in_executor(None, self._go.wait, 30)
            self.waiting.clear()
            self._go.clear()
            answer = answer.removeprefix("wait").removeprefix(", then ")
        if answer and not answer.startswith("accept"):
            return await self._misbehave(server, answer)
        accepted = await super().handle_DATA(server, session, envelope)
        return await self._misbehave(server, answer) if answer else accepted
