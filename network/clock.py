"""What time it is. Everything of ours asks here and nowhere else."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

LONDON = ZoneInfo("Europe/London")
REREAD_SECONDS = 10

_skew = timedelta()
_read_at: float | None = None
_lock = threading.Lock()


def now() -> datetime:
    """The database's time, in UTC: several machines then agree on who came first.

    PostgreSQL's clock is read at most every ten seconds and carried on from there, so that asking costs no query.
    SQLite lives on this machine and shares its clock. With `CLOCK_MOVABLE` (tests only) an offset row is added.
    """
    moment = datetime.now(UTC) + _database_skew()
    if getattr(settings, "CLOCK_MOVABLE", False):
        moment += _offset()
    return moment


def today() -> date:
    """The date in England."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def _database_skew() -> timedelta:
    global _skew, _read_at
    if connection.vendor != "postgresql" or not getattr(settings, "CLOCK_FROM_DATABASE", True):
        return timedelta()
    if _read_at is not None and time.monotonic() - _read_at < REREAD_SECONDS:
        return _skew
    with _lock, connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        _skew = cursor.fetchone()[0].astimezone(UTC) - datetime.now(UTC)
        _read_at = time.monotonic()
    return _skew


def _offset() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM network_clockoffset LIMIT 1")
        row = cursor.fetchone()
    return timedelta(seconds=row[0]) if row else timedelta()
