"""A mail server that logs each acceptance and misbehaves as a test asks. What is not foreseen fails the test."""

import asyncio
from collections import Counter

from aiosmtpd.smtp import SMTP

from tests.servers.mail import MailSink


class FaultySink(MailSink):
    """`at["MAIL"]`, `at["RCPT"]`, `at["DATA"]` are lists of answers for the next commands of that name; when a list is
    empty the server behaves. An answer is an SMTP reply, or "hang", "cut", "accept then hang", "accept then cut"."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.always: dict[str, str] = {}
        self.asked: Counter[str] = Counter()
        self.released = None

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
        if answer and not answer.startswith("accept"):
            return await self._misbehave(server, answer)
        accepted = await super().handle_DATA(server, session, envelope)
        return await self._misbehave(server, answer) if answer else accepted
