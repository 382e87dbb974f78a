"""Local moments. People read London time; rows hold UTC. Pure: no clock, no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from network.dates import LONDON

MIDNIGHT = time(0)


def at(day: date, hour: time) -> datetime:
    """The UTC moment of a London wall-clock time.

    The hour that happens twice in October means its first time round; the hour that is missing in
    March means the same number of minutes after the clocks have gone forward. So every local
    reminder has one moment, and only one.
    """
    return datetime.combine(day, hour.replace(fold=0), tzinfo=LONDON).astimezone(UTC)


def local_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def first_at_or_after(moment: datetime, hour: time) -> datetime:
    """The next time a London clock shows this hour, `moment` itself included."""
    day = local_day(moment)
    today = at(day, hour)
    return today if today >= moment else at(day + timedelta(days=1), hour)
