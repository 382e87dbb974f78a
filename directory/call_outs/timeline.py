"""What has happened in a call-out, line by line, said to whoever reads it."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.listing import Listing
from network import beside
from network.models import Person
from outbox.actions import Told, told_each
from outbox.models import Message

_WORDS = beside.read(__file__, "timeline.toml")
SAID: dict[str, str] = _WORDS["said"]
LINES: dict[str, str] = _WORDS["lines"]
OF_THEM = LINES | _WORDS["of_them"]  # for the deputy or the buddy, who reads of the head and the colleague
OF_OTHERS = LINES | _WORDS["of_others"]  # for the colleague who took it: others' lines, and the ones about themselves
OF_ONESELF = OF_OTHERS | _WORDS["of_oneself"]


@dataclass(frozen=True)
class Line:
    at: datetime
    words: str


def undelivered(call: CallOut) -> list[CallOutEvent]:
    """Alerts that no channel took, as lines of the timeline. Read from the messages themselves; saved nowhere."""
    asked = dict(Asked.objects.filter(call_out=call).values_list("pk", "listing"))
    by_about = defaultdict(list)
    rows = Message.objects.filter(kind="call-out", about__in=[f"asked:{key}" for key in asked])
    for about, state, at in rows.order_by("pk").values_list("about", "state", "next_at"):
        by_about[about].append((state, at))
    return [
        CallOutEvent(call_out=call, at=states[-1][1], what="undelivered", listing_id=asked[int(about[6:])])
        for about, states in by_about.items()
        if all(state == Message.FAILED for state, _ in states)
    ]


def told_of(call: CallOut) -> dict[int, Told]:
    """By listing: whether a message to that colleague has left."""
    asked = dict(Asked.objects.filter(call_out=call).values_list("pk", "listing"))
    found = told_each(about=[f"asked:{key}" for key in asked], kind="call-out")
    return {asked[int(about.removeprefix("asked:"))]: told for (about, _), told in found.items()}


def timeline(
    events: list[CallOutEvent],
    winner: Listing | None,
    *,
    call: CallOut | None = None,
    looking: Person | None = None,
    told: Mapping[int, Told] | None = None,
) -> list[Line]:
    """In order of time. Colleagues who have not taken the call stay unnamed: "Colleague 2". `looking` reads their own
    lines as "you"; without it, and without `call`, the lines are those for the head who asked herself. With `told`, a
    colleague "was asked" only when a message to them has left."""
    lines, number = [], {}
    replied = {event.listing_id for event in events if event.what in {"answered", "taken"}}
    for event in _without_doubles(sorted(events, key=lambda event: event.at)):
        key = event.listing_id
        if key and key not in number:
            number[key] = len(number) + 1
        who = f"Colleague {number[key]}" if key else "Somebody"
        if winner is not None and key == winner.pk and event.what in {"taken", "answered", "undelivered", "spoken"}:
            who = winner.person.name
        words = _lines_for(event, winner, call, looking)[_what(event, told, replied)].format(
            who=who, said=SAID.get(event.detail, ""), wave=event.detail, caller=_caller(call, looking)
        )
        lines.append(Line(event.at, words))
    return lines


def _without_doubles(events: list[CallOutEvent]) -> list[CallOutEvent]:
    """A yes that takes the call is one line, not two."""
    return [
        event
        for event, after in zip_longest(events, events[1:])
        if not (
            after is not None
            and (event.what, event.detail, after.what) == ("answered", Asked.YES, "taken")
            and event.listing_id == after.listing_id
        )
    ]


def _what(event: CallOutEvent, told: Mapping[int, Told] | None, replied: Set[int | None]) -> str:
    """Whoever has replied was asked, also where they saw it on their page before the message to them had left."""
    if event.what == "spoken" and event.detail == Asked.LINK:
        return "spoken_by_link"
    if event.what != "asked":
        return event.what
    message = None if told is None or event.listing_id is None else told.get(event.listing_id, Told())
    if message is None or message.left or event.listing_id in replied:
        return "asked" if event.detail in ("", "wave 1") else "asked_later"
    return "asked_waits" if message.waiting else "asked_failed" if message.failed else "asked_stopped"


def _lines_for(
    event: CallOutEvent, winner: Listing | None, call: CallOut | None, looking: Person | None
) -> Mapping[str, str]:
    if call is None or looking is None or looking.pk == call.head_id:
        return LINES
    if winner is None or winner.person_id != looking.pk:
        return OF_THEM
    return OF_ONESELF if event.listing_id == winner.pk else OF_OTHERS


def _caller(call: CallOut | None, looking: Person | None) -> str:
    """The head reads who asked for her. Nobody else reads who stands by her (matrix row 11)."""
    if call is None or looking is None or looking.pk == call.raised_by_id:
        return "You"
    by = call.raised_by
    if by is not None and (looking.pk == call.head_id or by.pk == call.head_id):
        return by.name
    return "Somebody"
