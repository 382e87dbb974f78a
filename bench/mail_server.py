"""For the benchmarks: a mail server in a process of its own, which takes everything and keeps how much and when; and
people who have an address."""

import asyncio
import multiprocessing
import time

from aiosmtpd.smtp import SMTP

fork = multiprocessing.get_context("fork")


class MailServer:
    """`words`: what is counted apart, by words in it. `at`: by the machine's monotonic clock, when each of those with
    the first words came."""

    def __init__(self, *words: bytes, pipelining: bool = False) -> None:
        self.words, self.pipelining = words, pipelining
        self._port, self.counts = fork.Value("i", 0), fork.Array("i", len(words) + 1, lock=False)
        self.at = fork.Array("d", 10_000, lock=False)
        self._process = fork.Process(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._process.start()
        while not self._port.value:
            time.sleep(0.01)
        self.port, self.url = self._port.value, f"smtp://127.0.0.1:{self._port.value}"

    async def _serve(self) -> None:
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(self), "127.0.0.1", 0)
        self._port.value = server.sockets[0].getsockname()[1]
        await asyncio.Event().wait()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [responses[0], *(["250-PIPELINING"] * self.pipelining), *responses[1:]]

    async def handle_DATA(self, server, session, envelope):
        which = next((n for n, words in enumerate(self.words) if words in envelope.content), len(self.words))
        if which == 0 and self.words:
            self.at[self.counts[0]] = time.monotonic()
        self.counts[which] += 1
        return "250 OK"

    def wait_for(self, which: int, count: int, seconds: float = 60) -> None:
        ends = time.monotonic() + seconds
        while self.counts[which] < count:
            if time.monotonic() > ends:
                raise SystemExit(f"only {self.counts[which]} of {count} mails came")
            time.sleep(0.0005)


def people_with_mail(number: int) -> list:
    from network import clock
    from network.models import ContactPoint, Person

    now = clock.now()
    people = Person.objects.bulk_create(Person(email=f"p{n}@example.org", joined_at=now) for n in range(number))
    points = (ContactPoint(person=one, channel="email", address=one.email, confirmed_at=now) for one in people)
    ContactPoint.objects.bulk_create(points)
    return people
