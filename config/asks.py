"""What is wrong with the installation, as a card on the front page of whoever looks after it."""

from collections.abc import Set
from datetime import datetime

from config import status
from network import beside
from network.models import ContactPoint, RoleGrant
from network.people.asks import Ask, Urgency, Viewer
from outbox import channels
from outbox.sending.health import Trouble

_SAID = beside.read(__file__, "asks.toml")
WORDS: dict[str, str] = _SAID["words"]
TAKES_NOTHING: dict[str, str] = _SAID["takes_nothing"]  # of a service that takes nothing


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
        urgent = _SAID["neither"]
    elif what == "mail" and not channels.is_configured(ContactPoint.SMS):
        urgent = _SAID["no_text"]
    else:
        urgent = _SAID["other_way"][what]
    return f"{TAKES_NOTHING[what]}{urgent}{_SAID['whom_to_ask'][what]}"


def _today(trouble: Trouble, now: datetime) -> datetime | None:
    """A time is shown where it is known and in the past."""
    return trouble.since if trouble.since and trouble.since <= now else None
