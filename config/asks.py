"""What is wrong with the installation, as a card on the front page of whoever looks after it."""

from __future__ import annotations

from datetime import datetime

from config import status
from network.asks import Ask, Urgency
from network.models import Person
from network.rules import is_administrator
from outbox.health import Trouble

WORDS = {
    "database": "The database does not answer.",
    "keys": "The secrets or the folder of keys are not those that this database was used with. Private words look as "
    "if they had never been written. Whoever runs the server has to put them right.",
    "mail": "The mail service takes nothing from us. Messages wait, and go as soon as it does; those that are urgent "
    "are tried by text message. Ask whoever runs the mail service.",
    "text": "The text service takes nothing from us. Messages wait, and go as soon as it does; those that are urgent "
    "are tried by mail. Look at the account of the text service.",
    "on-hold": "Sending is on hold. Nothing leaves until somebody ends that on the server: manage.py outbox_release",
    "no-sweep": "No worker has looked at the messages for two minutes. Whoever runs the server has to look at the "
    "workers.",
    "no-urgent-sweep": "The worker for urgent messages has not been seen for two minutes. The other one sends them "
    "too, but later. Whoever runs the server has to look at it.",
    "late": "Messages are more than five minutes late.",
    "tasks": "Some of the work that is done by itself has failed three times running. It is tried again and again; "
    "the log of the workers says what failed.",
}


def asks_of(*, person: Person, now: datetime) -> list[Ask]:
    """One card for an administrator while something is wrong; nothing for anybody else."""
    if not is_administrator(person):
        return []
    troubles = status.troubles()
    if not troubles:
        return []
    since = min((trouble.since for trouble in troubles if trouble.since), default=now)
    shown = [{"words": WORDS[trouble.what], "since": _today(trouble, now)} for trouble in troubles]
    return [Ask("status", Urgency.WANTS_A_RING, since, "config/asks/status.html", {"troubles": shown})]


def _today(trouble: Trouble, now: datetime) -> datetime | None:
    """A time is shown where it is known and in the past."""
    return trouble.since if trouble.since and trouble.since <= now else None
