"""Rows of the directory made ready for a page."""

from dataclasses import dataclass
from datetime import datetime

from directory import needs
from directory.models import CallOut, CallOutEvent, DirectorySettings, Listing, WeekDay
from network.models import ContactPoint, Person

SAID = {
    "yes": "said yes",
    "yes_from": "can from a later time",
    "if_nobody": "can if nobody else can",
    "no": "cannot this time",
}
LINES = {
    "raised": "You asked.",
    "asked": "{who} was asked.",
    "no_channel": "{who} could not be reached: no channel.",
    "answered": "{who} {said}.",
    "taken": "{who} said yes and has your details.",
    "let_go": "Not spoken in time, so we are asking others too.",
    "unanswered": "Everybody free was asked, and nobody has said yes.",
    "spoken": "You have spoken.",
    "thanked": "You said thank you.",
    "cancelled": "Cancelled.",
    "done": "Done.",
    "ended": "Closed: the inspection has ended.",
}


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str


def hours_of(listing: Listing) -> list[WeekDay]:
    return list(listing.week.all())


def timeline(events: list[CallOutEvent], winner: Listing | None) -> list[Line]:
    """Colleagues who have not taken the call stay unnamed: "a colleague"."""
    lines, number = [], {}
    for event in events:
        key = event.listing_id
        if key and key not in number:
            number[key] = len(number) + 1
        who = f"Colleague {number[key]}" if key else "Somebody"
        if winner is not None and key == winner.pk and event.what in {"taken", "answered"}:
            who = winner.person.name
        lines.append(Line(event.at, LINES.get(event.what, event.what).format(who=who, said=SAID.get(event.detail, ""))))
    return lines


def phone_of(person: Person, call: CallOut, looking: Person) -> str:
    """A private number is shown to the one who took the call, and hers to the head's side, until it closes."""
    if call.closed_at is not None or call.winner is None:
        return ""
    if looking.pk not in {call.winner.person_id, call.head_id, call.raised_by_id}:
        return ""
    point = ContactPoint.objects.to_reach().filter(person=person, channel=ContactPoint.SMS).order_by("place").first()
    return point.address if point else ""


def need_words(call: CallOut) -> str:
    return needs.WORDS.get(call.need, "")


def settings_row() -> DirectorySettings:
    return DirectorySettings.objects.first() or DirectorySettings()
