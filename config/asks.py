"""What is wrong with the installation, as a card on the front page of whoever looks after it."""

from collections.abc import Set
from datetime import datetime

from config import status
from network.models import ContactPoint, RoleGrant
from network.people.asks import Ask, Urgency, Viewer
from outbox import channels
from outbox.sending.health import Trouble

WORDS = {
    "database": "The database does not answer.",
    "keys": "The secrets or the folder of keys are not those that this database was used with. Private words look as "
    "if they had never been written. Whoever runs the server has to put them right.",
    "on-hold": "Sending is on hold. Nothing leaves until somebody ends that on the server: manage.py outbox_release",
    "no-sweep": "No worker has looked at the messages for two minutes. Whoever runs the server has to look at the "
    "workers.",
    "no-urgent-sweep": "The worker for urgent messages has not been seen for two minutes. The other one sends them "
    "too, but later. Whoever runs the server has to look at it.",
    "late": "Messages are more than five minutes late.",
    "tasks": "Some of the work that is done by itself has failed three times running. It is tried again and again; "
    "the log of the workers says what failed.",
}

# Of a service that takes nothing, by whether what is urgent has another way.
TAKES_NOTHING = {
    "mail": "The mail service takes nothing from us. Messages wait, and go as soon as it does. ",
    "text": "The text service takes nothing from us. Messages wait, and go as soon as it does. ",
}
OTHER_WAY = {
    "mail": "Those that are urgent are tried by text message where somebody has given a mobile number. ",
    "text": "Those that are urgent are tried by mail. ",
}
NO_TEXT = "No text service is set up, so those that are urgent wait too: ring whoever has to know. "
NEITHER = "The other service takes nothing either, so those that are urgent wait too: ring whoever has to know. "
WHOM_TO_ASK = {
    "mail": "Ask whoever runs the mail service.",
    "text": "Look at the account of the text service.",
}


def asks_of(*, viewer: Viewer) -> list[Ask]:
    """One card for an administrator while something is wrong; nothing for anybody else."""
    if RoleGrant.ADMINISTRATOR not in viewer.granted:
        return []
    now = viewer.now
    troubles = status.troubles()
    if not troubles:
        return []
    since = min((trouble.since for trouble in troubles if trouble.since), default=now)
    red = {trouble.what for trouble in troubles}
    shown = [{"words": words(trouble.what, red), "since": _today(trouble, now)} for trouble in troubles]
    return [Ask("status", Urgency.WANTS_A_RING, since, "config/asks/status.html", {"troubles": shown})]


def words(what: str, red: Set[str]) -> str:
    """Of one trouble, beside the others that are."""
    if what not in TAKES_NOTHING:
        return WORDS[what]
    if red >= TAKES_NOTHING.keys():
        urgent = NEITHER
    elif what == "mail" and not channels.is_configured(ContactPoint.SMS):
        urgent = NO_TEXT
    else:
        urgent = OTHER_WAY[what]
    return TAKES_NOTHING[what] + urgent + WHOM_TO_ASK[what]


def _today(trouble: Trouble, now: datetime) -> datetime | None:
    """A time is shown where it is known and in the past."""
    return trouble.since if trouble.since and trouble.since <= now else None
