"""One try at one message that this sender holds: everything is asked again, then it goes."""

import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from threading import Event

from django.db import InterfaceError, OperationalError

from network import clock
from network.models import ContactPoint
from outbox import channels, kinds
from outbox.models import Message
from outbox.queue import addresses
from outbox.queue.addresses import Points
from outbox.reach import reach
from outbox.reach.days_off import DaysOff
from outbox.sending import journal, lines
from outbox.sending.actions import sending
from outbox.sending.services import Services
from outbox.transitions import pace
from outbox.transitions.outcomes import (
    NO_ADDRESS,
    Accepted,
    AlreadyOut,
    Crashed,
    Held,
    Interrupted,
    NoChannel,
    Outcome,
    TooLate,
    Unreachable,
    Unwanted,
)
from outbox.wording import wording

log = logging.getLogger(__name__)
QUICKLY = 2.0  # seconds: a service that is away and says so in this time may be asked by each urgent message


class Try:
    """The open connections of one sender, and what it knows for the length of one run."""

    def __init__(self, left_before_restore: Mapping[str, datetime], *, keep_line: bool = False) -> None:
        """`keep_line`: begin with the line to the mail server that was laid by, and lay it by at the end."""
        self._left_before_restore, self._keep_line = left_before_restore, keep_line
        self._open: dict[str, channels.Channel] = {}
        self._days = DaysOff()
        self._made: wording.Made = {}
        self._away: dict[str, Unreachable] = {}  # services that do not answer: not asked again in this run,
        self._slowly: set[str] = set()  # by urgent messages neither, where it takes long to find out
        self.services = Services()

    def close(self) -> None:
        for name, channel in self._open.items():
            if self._keep_line and name == ContactPoint.EMAIL:
                lines.lay_by(channel)
            else:
                channel.close()
        self._open.clear()

    def made(self, row: Message, points: Points, claimed: float) -> tuple[Outcome, Points]:
        """How it went, and the addresses there were. `points`: the person's own of this channel, read a moment ago;
        `claimed`: the monotonic time at which the lease began."""
        try:
            outcome = self._stopped(row)
            if outcome is None:
                points = addresses.usable(row, points)
                outcome = self._sent(row, points, claimed)
        except (OperationalError, InterfaceError) as error:
            outcome = Interrupted(f"database: {type(error).__name__}")
        except Exception as error:  # whatever it is, its neighbours go on; the third time it is set aside and shown
            outcome = Crashed(type(error).__name__)
        if isinstance(outcome, Accepted):
            _note(row)
        return outcome, points

    def _stopped(self, row: Message) -> Outcome | None:
        """Why it should not go now; None when it should. Doubt means no."""
        kind, now = kinds.get(row.kind), clock.now()
        if (at := self._left_before_restore.get(journal.key(row))) is not None:
            return AlreadyOut(at)
        if now >= row.useful_until:
            return TooLate()
        if not row.to.is_active or kind.still_wanted(row) is not True:
            return Unwanted()
        until = reach.reachable_from(row.to, now, self._days) if kind.quiet_hours else now
        if until <= now:
            return None
        for_a_time = row.useful_until == row.due_at + kind.useful_for and not kind.purpose
        return Held(until, kind.useful_for if for_a_time else None)

    def _sent(self, row: Message, points: Points, claimed: float) -> Outcome:
        away = self._away.get(row.channel)
        if away is not None and (not row.urgent or row.channel in self._slowly):
            return replace(away, hearsay=True)
        channel = self._open.get(row.channel) or self._line(row.channel)
        if channel is None:
            return NoChannel("no channel: no text service is set up")
        self._open[row.channel] = channel
        if not points:
            return NoChannel(NO_ADDRESS)
        if (kept_back := self.services.keeps_back(row, clock.now())) is not None:
            return kept_back
        words = wording.words(row, self._made)
        outcome: Outcome | None = None
        for _ in range(2):
            outcome = self._ready(channel, row, claimed) or channel.send(
                points[0][1], words, row, lambda: sending.keep(row=row)
            )
            if outcome is not None:
                break
        outcome = outcome or Unreachable("the service closed the connection")
        if isinstance(outcome, Unreachable):
            self._away[row.channel] = outcome
        return outcome

    def _line(self, name: str) -> channels.Channel | None:
        kept = lines.take() if self._keep_line and name == ContactPoint.EMAIL else None
        return kept or channels.make(name)

    def _ready(self, channel: channels.Channel, row: Message, claimed: float) -> Outcome | None:
        """Opens the line where it is not open. That takes time, so everything is asked once more."""
        if not channel.is_open:
            if (away := self._opened(channel, row)) is not None:
                return away
            if not sending.still_mine(row=row) or kinds.get(row.kind).still_wanted(row) is not True:
                return Unwanted()
        if time.monotonic() - claimed >= pace.lease().total_seconds():
            return Interrupted("held too long by one sender")  # it was frozen; the row may have gone to another
        return None

    def _opened(self, channel: channels.Channel, row: Message) -> Outcome | None:
        """One line that cannot be opened says little of the service: a second later another often can."""
        started = time.monotonic()
        outcome = channel.open()
        if isinstance(outcome, Unreachable) and row.channel not in self._away:
            Event().wait(pace.reopen_after())
            started = time.monotonic()
            outcome = channel.open()
        if outcome is None:
            self._away.pop(row.channel, None)
        elif time.monotonic() - started > QUICKLY:
            self._slowly.add(row.channel)
        return outcome


def _note(row: Message) -> None:
    """The journal is written before the row is stamped. Where it cannot be (a full disk), the mail has left all the
    same: the stamp goes on."""
    try:
        journal.append(journal.key(row), clock.now())
    except OSError as error:
        log.error("the send journal could not be written: %s", type(error).__name__)
