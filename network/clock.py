"""What time it is. Everything of ours asks here and nowhere else."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import connection

from network.dates import LONDON

REREAD_SECONDS = 10

_read: tuple[datetime, float] | None = None  # the database's time, and when by our own stopwatch
_lock = threading.Lock()


def now() -> datetime:
    """The database's time, in UTC: several machines then agree on who came first.

    PostgreSQL's clock is read at most every ten seconds and carried on by a stopwatch, so that asking costs no query
    and this machine's own clock may step back or forth without harm.
    SQLite lives on this machine and shares its clock. With `CLOCK_MOVABLE` (tests only) an offset row is added.
    """
    moment = _database_time() if _asks_database() else datetime.now(UTC)
    if getattr(settings, "CLOCK_MOVABLE", False):
        moment += _offset()
    return moment


def today() -> date:
    """The date in England."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def _asks_database() -> bool:
    return connection.vendor == "postgresql" and getattr(settings, "CLOCK_FROM_DATABASE", True)


def _database_time() -> datetime:
    global _read
    if _read is None or time.monotonic() - _read[1] >= REREAD_SECONDS:
        # The connection first: whoever waits for one must not hold up those who have theirs.
        with connection.cursor() as cursor, _lock:
            cursor.execute("SELECT clock_timestamp()")
            _read = (cursor.fetchone()[0].astimezone(UTC), time.monotonic())
    read_time, read_at = _read
    return read_time + timedelta(seconds=time.monotonic() - read_at)


def _offset() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM network_clockoffset LIMIT 1")
        row = cursor.fetchone()
    return timedelta(seconds=row[0]) if row else timedelta()
