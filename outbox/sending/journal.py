"""What was sent, kept outside the database: append-only, a row's key and the time, nothing else.

After a restore it tells what went out since the backup was made, so that none of it is sent again.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    path = Path(settings.SEND_JOURNAL)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def key(message) -> str:
    """The row's key as a digest (its message id), and how often somebody asked to send it again."""
    return f"{message.message_id}.{message.round}"


def append(entry: str, at: datetime) -> None:
    """One line, in one write: two senders never mix theirs."""
    at = at.astimezone(UTC)
    path = folder() / f"{at:%Y-%m}.log"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{entry} {at.isoformat(timespec='seconds')}\n".encode())
    finally:
        os.close(handle)


def between(start: datetime, end: datetime) -> dict[str, datetime]:
    """What went out in this time: key to time. A line cut short by a crash is passed over."""
    return {entry: at for entry, at in _lines(start, end) if start <= at <= end}


def _lines(start: datetime, end: datetime) -> Iterator[tuple[str, datetime]]:
    first, last = (f"{moment.astimezone(UTC):%Y-%m}.log" for moment in (start, end + timedelta(days=1)))
    for path in sorted(folder().glob("*.log")):
        if not first <= path.name <= last:
            continue
        for line in path.read_text(errors="replace").splitlines():
            entry, _, at = line.partition(" ")
            try:
                yield entry, datetime.fromisoformat(at)
            except ValueError:
                continue
