"""What was sent, kept outside the database: append-only, a row's key, the number of its try and the time, nothing else.

Two ask it. A sender that finds a row whose sender died: the line of that very try says that it has left. And after a
restore it tells what went out since the backup was made, so that none of it is sent again.
"""

import logging
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from django.conf import settings

from outbox.models import Message

log = logging.getLogger(__name__)
TAIL = 64 * 1024  # bytes, read back at once
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def folder() -> Path:
    path = Path(settings.SEND_JOURNAL)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def key(message: Message) -> str:
    """The row's key as a digest (its message id), and how often somebody asked to send it again."""
    return f"{message.message_id}.{message.round}"


def key_of_try(message: Message) -> str:
    return f"{key(message)}.{message.tries}"


class Writer:
    """Of one sender. A line is written in one piece, so that two senders never mix theirs, and from then on outlives
    the process (kill -9 too): the system has it. The disk is asked for it at once, in a thread, and nobody waits. Where
    the machine itself dies in those few milliseconds, what was taken in them goes once more; nothing is lost, since a
    line only ever keeps a message from being sent."""

    def __init__(self) -> None:
        self._handle: int | None = None
        self._written, self._is_over = Event(), False
        self._thread = Thread(target=self._sync, name="send-journal", daemon=True)

    def append(self, message: Message, at: datetime) -> None:
        """That this try was taken. Raises `OSError`; `RuntimeError` where it is written, and no thread was to be had
        that asks the disk."""
        at = at.astimezone(UTC)
        if self._handle is None:
            path = folder() / f"{at:%Y-%m}.log"
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(self._handle, f"{key_of_try(message)} {at.isoformat(timespec='seconds')}\n".encode())
        self._written.set()
        if self._thread.ident is None:
            self._thread.start()

    def close(self) -> None:
        """When everything is on the disk."""
        if self._handle is not None:
            self._is_over = True
            self._written.set()
            if self._thread.ident is not None:
                self._thread.join()
            os.close(self._handle)

    def _sync(self) -> None:
        is_over = False
        while not is_over and self._written.wait():
            self._written.clear()
            is_over = self._is_over
            try:
                os.fsync(self._handle)  # type: ignore[arg-type]  # opened before the thread was started
            except OSError as error:
                log.error("the send journal could not be written: %s", type(error).__name__)


def between(start: datetime, end: datetime) -> dict[str, datetime]:
    """What went out in this time: key of the row to time. A line cut short by a crash is passed over."""
    lines = (line for path in _files(start, end) for line in path.read_text(errors="replace").splitlines())
    return {_row(entry): at for entry, at in _read(lines) if start <= at <= end}


def tries_since(start: datetime, now: datetime) -> dict[str, datetime]:
    """What was taken since then: key of the try to time. Read from the end: a file grows for a month."""
    return dict(_read(line for path in _files(start, now) for line in _lines_since(path, start - MINUTE)))


def _row(entry: str) -> str:
    """Without the number of the try, which lines had not at first."""
    return ".".join(entry.split(".")[:2])


def _files(start: datetime, end: datetime) -> list[Path]:
    """A run that began before midnight writes on in the file of its month."""
    first, last = (f"{moment.astimezone(UTC):%Y-%m}.log" for moment in (start - DAY, end + DAY))
    return [path for path in sorted(folder().glob("*.log")) if first <= path.name <= last]


def _lines_since(path: Path, start: datetime) -> list[str]:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        length = TAIL
        while True:
            file.seek(max(size - length, 0))
            lines = file.read().decode(errors="replace").splitlines()
            whole = lines if length >= size else lines[1:]
            first = next((at for _, at in _read(whole)), None)
            if length >= size or (first is not None and first < start):
                return whole
            length *= 4


def _read(lines: Iterable[str]) -> Iterator[tuple[str, datetime]]:
    for line in lines:
        entry, _, at = line.partition(" ")
        try:
            yield entry, datetime.fromisoformat(at)
        except ValueError:
            continue
