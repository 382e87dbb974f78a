"""Time, event by event. The tasks of the timetable are called as the scheduler would, at the moments at which something
can happen: when a row comes due, at each hour of the day, after each press, and a few times a night."""

import heapq
import itertools
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from config.celery import app
from config.timetable import TIMETABLE
from directory.models import CallOut
from outbox.models import Message
from tests.year.calendar import LONDON, is_school_day

AT_ONCE = 60.0  # seconds: what is looked for so often or more is looked for at every moment
CALL_OUTS = timedelta(minutes=10)  # a call that nobody is free for is looked at again every minute
HOURS = {0, 8, 10, 12, 14, 17, 20}  # and what every few minutes, at these hours of a school day
DAYS_OFF = {0, 12}
HOURLY = {  # and what every hour, at these: a look that finds nothing new costs as much as one that does
    "config.tasks.keep_no_longer": {0},
    "inspections.tasks.refresh_windows": {0},
    "inspections.tasks.publish_figures": {0},
    "inspections.tasks.remind": {8, 12},
    "directory.nightly": {8, 12},
}
# What has nothing to do here: signs of life, and files that nobody uploads.
NOTHING = {
    "config.tasks.pulse",
    "outbox.tasks.ask_receipts",
    "network.tasks.read_registers",
    "buddies.tasks.solve_rounds",
}


class Errors(logging.Handler):
    """Whatever was logged as an error, by anybody."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.getMessage()}")


@dataclass
class Clockwork:
    move_to: Callable[[datetime], None]
    now: datetime
    end: datetime
    on_tick: list[Callable[[datetime], None]] = field(default_factory=list)
    at_least: timedelta = timedelta(seconds=1)  # from one look to the next
    ticks: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    errors: Errors = field(default_factory=Errors)
    _events: list[tuple[datetime, int, Callable[[], Any] | None]] = field(default_factory=list)
    _number: Any = field(default_factory=itertools.count)
    _hour: datetime | None = None

    def at(self, moment: datetime, act: Callable[[], Any] | None = None) -> None:
        """Do this then; nothing: only look then. What is past is done at the next tick."""
        heapq.heappush(self._events, (moment.astimezone(UTC), next(self._number), act))

    def look_after(self, *minutes: float) -> None:
        """Something may follow from this press, if nobody does anything about it."""
        for each in minutes:
            self.after(each)

    def after(self, minutes: float, act: Callable[[], Any] | None = None) -> None:
        self.at(self.now + timedelta(minutes=minutes), act)

    def run(self) -> None:
        app.loader.import_default_modules()
        logging.getLogger().addHandler(self.errors)
        try:
            while (moment := self._next()) < self.end:
                self.now = moment
                self.move_to(moment)
                self._tick(moment)
        finally:
            logging.getLogger().removeHandler(self.errors)

    def _tick(self, moment: datetime) -> None:
        self.ticks += 1
        while self._events and self._events[0][0] <= moment:
            act = heapq.heappop(self._events)[2]
            if act is not None:
                act()
        for name in self._due(moment):
            self._call(name)
        for look in self.on_tick:
            look(moment)

    def _due(self, moment: datetime) -> list[str]:
        """Messages last, as what the others write leaves within seconds."""
        whole = moment == self._hour
        hour, always = moment.astimezone(LONDON).hour, set(range(24))
        due = {
            look["task"]
            for look in TIMETABLE.values()
            if look["schedule"] <= AT_ONCE or (whole and hour in HOURLY.get(look["task"], always))
        }
        return sorted(due - NOTHING, key=lambda name: (name == "outbox.tasks.sweep", name))

    def _call(self, name: str) -> None:
        """As a worker does, without the broker between: what is raised is seen, and the next look goes on."""
        try:
            app.tasks[name].run()
        except Exception as error:
            self.failed[f"{name}: {error!r}"] += 1

    def _next(self) -> datetime:
        if self._hour is None or self._hour <= self.now:
            self._hour = self._next_hour()
        moments = [self._hour]
        if self._events:
            moments.append(self._events[0][0])
        due = Message.objects.filter(state=Message.DUE, next_at__gt=self.now).order_by("next_at")
        moments += due.values_list("next_at", flat=True)[:1]
        asked = CallOut.objects.filter(closed_at__isnull=True, look_again_at__gt=self.now).order_by("look_again_at")
        moments += [max(at, self.now + CALL_OUTS) for at in asked.values_list("look_again_at", flat=True)[:1]]
        return max(min(moments), self.now + self.at_least)

    def _next_hour(self) -> datetime:
        moment = self.now.replace(minute=0, second=0, microsecond=0)
        while True:
            moment += timedelta(hours=1)
            local = moment.astimezone(LONDON)
            if local.hour in (HOURS if is_school_day(local.date()) else DAYS_OFF):
                return moment
