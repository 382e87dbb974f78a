"""The line to the mail server, laid by between two urgent runs.

A handshake and a sign-in are a good part of the time for which a head waits, so the urgent worker lays its line by
when it has sent what there was, and opens one in advance when somebody has the page before her on which she may call.
A line is in one hand at a time, and never in a process that was forked off from the one that opened it.
"""

import os
import time
from dataclasses import dataclass

from outbox import channels
from outbox.channels.email import EmailChannel

KEPT_FOR = 240.0  # seconds of idleness; RFC 5321 lets a mail server hang up after five minutes


@dataclass(frozen=True)
class Line:
    channel: EmailChannel
    since: float  # monotonic
    process: int

    @property
    def is_good(self) -> bool:
        return self.process == os.getpid() and self.channel.is_current and time.monotonic() - self.since < KEPT_FOR


_laid_by: list[Line] = []  # one at most; to pop it is to have it alone


def take() -> EmailChannel | None:
    """The line that was laid by, open as far as this side can tell; None where there is none that is good."""
    line = _pop()
    if line is None:
        return None
    if line.is_good:
        return line.channel
    _end(line)
    return None


def lay_by(channel: channels.Channel) -> None:
    """For the next urgent run; closed where a line is laid by already, or where this is none that can be kept."""
    if type(channel) is not EmailChannel or not channel.rest():  # the demonstration's texts go by one like it
        channel.close()
        return
    line = _pop()
    _laid_by.append(Line(channel, time.monotonic(), os.getpid()))
    if line is not None:
        _end(line)


def open_one() -> None:
    """In advance, unless one is laid by. Whether it can be opened is found out, and said, by whoever sends."""
    channel = take() or EmailChannel()
    if channel.is_open or channel.open() is None:
        lay_by(channel)


def end_idle() -> None:
    """A line that nobody took in time is given back to the mail server."""
    line = _pop()
    if line is not None:
        _laid_by.append(line) if line.is_good else _end(line)


def _pop() -> Line | None:
    try:
        return _laid_by.pop()
    except IndexError:
        return None


def _end(line: Line) -> None:
    """Another process's line is let go without a word: it may be in the middle of a sentence there."""
    line.channel.close() if line.process == os.getpid() else line.channel.drop()
