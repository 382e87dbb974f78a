"""The demonstration's mail server: takes every message and keeps it in a folder; nothing goes further."""

import asyncio
import os
import signal
import sys
import time
import uuid
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Catcher:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server, session, envelope) -> str:  # the library's name
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
        aside = self.folder / f"{name}.new"
        aside.write_bytes(b"X-Kept-For: %s\r\n" % ", ".join(envelope.rcpt_tos).encode() + envelope.content)
        os.replace(aside, self.folder / f"{name}.eml")
        return "250 Kept"


async def serve(port: int, folder: Path) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    catcher = Catcher(folder)
    server = await loop.create_server(lambda: SMTP(catcher, enable_SMTPUTF8=True), "127.0.0.1", port)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
