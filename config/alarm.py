"""Whoever runs the installation hears when it turns red and when it is green again, at the address ALARM_URL.

Each worker and beat looks, in a thread of its own that asks no broker: whichever of them is dead, another sees it. What
they see is one row of the database, so the address is asked once a change, however many look; where it does not answer
it is asked again after a minute. Without a database nothing can be kept: then beat alone speaks, from its own memory.
What is said names services (config/status.py) and nobody.
"""

import json
import logging
import threading
import time
import urllib.request

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

log = logging.getLogger(__name__)
TIMEOUT = 10  # seconds for the address to answer
DATABASE = "database"
BEHIND = {"no-sweep", "no-urgent-sweep", "late"}  # true of any start, until the first sweep has looked
BEGINS = 120.0  # seconds: how old a sweep may be
_told_of_database = False  # this process has said that the database is away


def begin(*, alone: bool) -> None:
    """Begin to look. `alone`, for beat: speaks for itself where there is no database."""
    threading.Thread(target=_look_again_and_again, args=(alone,), name="alarm", daemon=True).start()


def _look_again_and_again(alone: bool) -> None:
    begun = time.monotonic()
    while True:
        threading.Event().wait(settings.WATCH_EVERY)
        try:
            look(alone=alone, just_begun=time.monotonic() - begun < BEGINS)
        except Exception as error:
            log.error("the alarm could not look: %s", type(error).__name__)
        finally:
            connections.close_all()  # this thread's own


def look(*, alone: bool = False, just_begun: bool = False) -> None:
    """Once. `alone`: speaks for itself where there is no database. `just_begun`: what was not looked at while nothing
    ran is not a fault yet."""
    from config import status
    from network import clock
    from network.site.actions import watch as actions

    global _told_of_database
    what = [trouble.what for trouble in status.troubles()]
    if just_begun and what and set(what) <= BEHIND:
        return
    try:
        if what != [DATABASE]:
            if actions.turn(is_red=bool(what)):
                log.warning("the installation is %s: %s", "red" if what else "green", ", ".join(what) or "all is well")
            alarm = actions.take_telling(now=clock.now()) if settings.ALARM_URL else None
            if alarm is not None and ask(what):
                actions.told(alarm=alarm)
                _told_of_database = False
            elif _told_of_database:  # it is back: red for another reason is told in its own right
                _told_of_database = not (what or ask(what))
            return
    except (DatabaseError, InterfaceError):
        what = [DATABASE]
    if alone and not _told_of_database:
        _told_of_database = ask(what)


def ask(what: list[str]) -> bool:
    """Whether the address answered. It is given the state and the services, as JSON."""
    if not settings.ALARM_URL:
        return False
    body = json.dumps({"state": "red" if what else "green", "what": what}).encode()
    url = settings.ALARM_URL.replace("{status}", "1" if what else "0")
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})  # noqa: S310  settings
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  # nosec B310  http or https, by settings
            answer.read(1024)
    except OSError as error:  # URLError and HTTPError are of these
        log.warning("the address of the alarm did not answer: %s", type(error).__name__)
        return False
    return True
