"""The broker that needs no server: each queue a folder, each task a file, taken by renaming it.

kombu's own file transport lets a consumer read a half-written file, upon which the worker exits (kombu#1551). Here a
task is written aside and renamed into its queue, so whoever sees it sees all of it, and who renames it first has it.
It may lose tasks on kill -9, which is harmless: tasks only wake, what is due lives in rows.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

TRANSPORT_ALIASES["files"] = "config.file_broker:Transport"
AGE = 3600  # seconds; a wake-up nobody took for so long wakes nobody


class Channel(filesystem.Channel):
    supports_fanout = False

    @property
    def root(self) -> Path:
        return Path(self.transport_options["folder"])

    def _folder(self, queue: str) -> Path:
        folder = self.root / f"queue-{queue}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write(self, path: Path, data: str) -> None:
        aside = self.root / "aside"
        aside.mkdir(parents=True, exist_ok=True)
        new = aside / uuid.uuid4().hex
        new.write_text(data)
        new.replace(path)

    def _put(self, queue, message, **kwargs) -> None:  # type: ignore[override]  # kombu disagrees with itself
        self._write(self._folder(queue) / f"{time.time_ns():020d}-{uuid.uuid4().hex}", dumps(message))

    def _get(self, queue, timeout=None):
        taken = self.root / "taken"
        taken.mkdir(parents=True, exist_ok=True)
        for name in sorted(os.listdir(self._folder(queue))):
            mine = taken / f"{name}-{os.getpid()}"
            try:
                (self._folder(queue) / name).rename(mine)
            except FileNotFoundError:
                continue  # another worker was first
            data = mine.read_text()
            mine.unlink()
            if time.time() - int(name.partition("-")[0]) / 1e9 < AGE:
                return loads(data)
        raise Empty

    def _purge(self, queue) -> int:
        names = os.listdir(self._folder(queue))
        for name in names:
            (self._folder(queue) / name).unlink(missing_ok=True)
        return len(names)

    def _size(self, queue) -> int:
        return len(os.listdir(self._folder(queue)))

    # Both queues are direct and bear the name of their key: there is no table to keep, and none to tear.
    def get_table(self, exchange):
        return [("urgent", "", "urgent"), ("default", "", "default")]

    def _queue_bind(self, exchange, routing_key, pattern, queue) -> None:
        self._folder(queue)

    def _delete(self, queue, *args, **kwargs) -> None:
        self._purge(queue)


class Transport(filesystem.Transport):
    Channel = Channel
    polling_interval = 0.02  # seconds; a head waits for half of it
    driver_name = "files"
