"""The broker is away, so the workers cannot be told to look, and none of them looks by itself: then the process that
has just written something urgent looks, in a thread of its own. Somebody sits before a page and waits for a code.

Claims and leases are those of every sender, so nothing is sent twice where a worker looks at the same moment.
"""

import logging
from threading import Event, Lock, Thread

from django.db import connections

from outbox.sending import sender

log = logging.getLogger(__name__)
PAGE_FIRST = 0.5  # seconds: the answer to the press has left, and took as long as any other
SECONDS = 60

_one_looks, _look_again = Lock(), Event()


def look() -> None:
    """At once, and in the background: at most one thread a process, however many press."""
    _look_again.set()
    if _one_looks.acquire(blocking=False):
        # Not a daemon: a process that is told to stop ends when what it has handed over is stamped.
        try:
            Thread(target=_look, name="outbox-without-workers").start()
        except RuntimeError:  # no thread to be had
            _one_looks.release()
            raise


def is_looking() -> bool:
    """Whether this process sends something just now without having been told by the broker."""
    return _one_looks.locked()


def _look() -> None:
    try:
        while _look_again.is_set():
            Event().wait(PAGE_FIRST)
            _look_again.clear()
            sender.send_due(seconds=SECONDS, urgent_only=True)
    except Exception as error:  # what is left waits for the workers; words of an error may hold private ones
        log.warning("nothing could be sent without the workers: %s", type(error).__name__)
    finally:
        connections.close_all()
        _one_looks.release()
    if _look_again.is_set():  # written in the moment in which this one ended
        look()
