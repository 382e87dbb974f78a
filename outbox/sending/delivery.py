"""One try to deliver one message that this sender holds: what its batch was asked is asked again where it is too old,
and then it goes."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Event

from django.db import InterfaceError, OperationalError

from network import clock
from outbox import channels, kinds
from outbox.models import Message
from outbox.queue.addresses import Points
from outbox.reach import reach
from outbox.reach.days_off import DaysOff
from outbox.sending import journal
from outbox.sending.actions import sending
from outbox.sending.services import Services
from outbox.sending.wanted import Wanted
from outbox.transitions import outcomes as o
from outbox.transitions import retry_policy
from outbox.wording import wording

log = logging.getLogger(__name__)
QUICKLY = 2.0  # seconds: a service that is away and says so in this time may be asked by each urgent message


class Delivery:
    """The open connections of one sender, and what it knows for the length of one run."""

    def __init__(self, left_before_restore: Mapping[str, datetime]) -> None:
        self._left_before_restore = left_before_restore
        self._open: dict[str, channels.Channel] = {}
        self._journal = journal.Writer()
        self._days = DaysOff()
        self._made: wording.Made = {}
        self._away: dict[str, o.Unreachable] = {}  # services that do not answer: not asked again in this run,
        self._slowly: set[str] = set()  # by urgent messages neither, where it takes long to find out
        self.services = Services()

    def close(self) -> None:
        for channel in self._open.values():
            channel.close()
        self._open.clear()
        self._journal.close()

    def deliver(
        self, row: Message, *, wanted: Wanted, claimed: float, keep: Callable[[], bool]
    ) -> tuple[o.Outcome, Points]:
        """How it went, and the addresses there were. `wanted`: what was asked of its batch; `claimed`: the monotonic
        time at which the lease began; `keep` is called while the service takes its time, and says whether the row is
        still this sender's."""
        points: Points = []
        try:
            outcome = self._stopped(row, wanted)
            if outcome is None:
                points = wanted.points(row)
                outcome = self._sent(row, points, wanted, claimed, keep)
        except (OperationalError, InterfaceError) as error:
            outcome = o.Interrupted(f"database: {type(error).__name__}")
        except Exception as error:  # whatever it is, its neighbours go on; the third time it is set aside and shown
            outcome = o.Crashed(type(error).__name__)
        if isinstance(outcome, o.Accepted):
            self._note(row)
        return outcome, points

    def _note(self, row: Message) -> None:
        """The journal is written before the row is stamped. Where it cannot be (a full disk), the mail has left all the
        same: the stamp goes on."""
        try:
            self._journal.append(row, clock.now())
        except (OSError, RuntimeError) as error:  # RuntimeError: no thread to be had
            log.error("the send journal could not be written: %s", type(error).__name__)

    def _stopped(self, row: Message, wanted: Wanted) -> o.Outcome | None:
        """Why it should not go now; None when it should. Doubt means no."""
        kind, now = kinds.get(row.kind), clock.now()
        if (at := self._left_before_restore.get(journal.key(row))) is not None:
            return o.AlreadyOut(at)
        if now >= row.useful_until:
            return o.TooLate()
        if not wanted.now(row):
            return o.Unwanted()
        until = reach.reachable_from(row.to, now, self._days) if kind.quiet_hours else now
        if until <= now:
            return None
        for_a_time = row.useful_until == row.due_at + kind.useful_for and not kind.purpose
        return o.Held(until, kind.useful_for if for_a_time else None)

    def _sent(
        self, row: Message, points: Points, wanted: Wanted, claimed: float, keep: Callable[[], bool]
    ) -> o.Outcome:
        away = self._away.get(row.channel)
        if away is not None and (not row.urgent or row.channel in self._slowly):
            return replace(away, hearsay=True)
        channel = self._open.get(row.channel) or channels.make(row.channel)
        if channel is None:
            return o.NoChannel("no channel: no text service is set up")
        self._open[row.channel] = channel
        if not points:
            return o.NoChannel(o.NO_ADDRESS)
        if (kept_back := self.services.keeps_back(row)) is not None:
            return kept_back
        words = wording.words(row, self._made)
        outcome: o.Outcome | None = None
        for _ in range(2):
            outcome = self._ready(channel, row, wanted, claimed)
            if outcome is None:
                points[:] = wanted.points(row)  # asked anew, perhaps
                outcome = channel.send(points[0][1], words, row, keep) if points else o.NoChannel(o.NO_ADDRESS)
            if outcome is not None:
                break
        outcome = outcome or o.Unreachable("the service closed the connection")
        if isinstance(outcome, o.Unreachable):
            self._away[row.channel] = outcome
        return outcome

    def _ready(self, channel: channels.Channel, row: Message, wanted: Wanted, claimed: float) -> o.Outcome | None:
        """Opens the line where it is not open. That takes time, so everything is asked once more."""
        if not channel.is_open:
            if (away := self._opened(channel, row)) is not None:
                return away
            wanted.forget()
        if not wanted.now(row):
            return o.Unwanted()
        held_for, lease = time.monotonic() - claimed, retry_policy.LEASE.total_seconds()
        if held_for >= lease or (held_for >= lease / 2 and not sending.lease_anew(row=row)):
            return o.Interrupted("held too long by one sender")  # it was frozen; the row may have gone to another
        return None

    def _opened(self, channel: channels.Channel, row: Message) -> o.Outcome | None:
        """One line that cannot be opened says little of the service: a second later another often can."""
        started = time.monotonic()
        outcome = channel.open()
        if isinstance(outcome, o.Unreachable) and row.channel not in self._away:
            Event().wait(retry_policy.REOPEN_AFTER)
            started = time.monotonic()
            outcome = channel.open()
        if outcome is None:
            self._away.pop(row.channel, None)
        elif time.monotonic() - started > QUICKLY:
            self._slowly.add(row.channel)
        return outcome
