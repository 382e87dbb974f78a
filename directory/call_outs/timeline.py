"""What has happened in a call-out, line by line, said to whoever reads it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.listing import Listing
from network.models import Person
from outbox.actions import Told, told_each
from outbox.models import Message

SAID = {
    "yes": "said yes",
    "yes_from": "can from a later time",
    "if_nobody": "can if nobody else can",
    "no": "cannot this time",
}
LINES = {
    "raised": "{caller} asked.",
    "asked": "{who} was asked.",
    "asked_later": "{who} was asked too, in {wave}.",
    "asked_waits": "The message to {who} has not left yet. We keep trying.",
    "asked_failed": "We tried to ask {who}.",
    "asked_stopped": "{who} was not needed any more.",
    "no_channel": "{who} could not be reached: no channel.",
    "answered": "{who} {said}.",
    "asked_again": "{who} was asked again.",
    "undelivered": "The message to {who} could not be delivered.",
    "withdrew": "{who} cannot after all, so we are asking others.",
    "taken": "{who} said yes and has your details.",
    "let_go": "Not spoken in time, so we are asking others too.",
    "unanswered": "Nobody whom we could reach has said yes.",
    "not_reached": "No message to a colleague could be delivered.",
    "nobody_free": "Nobody could be asked at this hour.",
    "spoken": "You have spoken.",
    "spoken_by_link": "{who} says, by link, that you have spoken.",
    "thanked": "You said thank you.",
    "cancelled": "Cancelled.",
    "done": "Done.",
    "ended": "Closed: the inspection has ended.",
}
# For the deputy or the buddy, who reads of the head and the colleague.
OF_THEM = LINES | {
    "taken": "{who} said yes and has the details.",
    "spoken": "They have spoken.",
    "spoken_by_link": "{who} says, by link, that they have spoken.",
    "thanked": "A thank-you was sent.",
}
# For the colleague who took it: others' lines, and the ones about themselves.
OF_OTHERS = LINES | {
    "raised": "A colleague was needed.",
    "taken": "{who} said yes.",
    "thanked": "A thank-you was sent.",
}
OF_ONESELF = OF_OTHERS | {
    "asked": "You were asked.",
    "asked_later": "You were asked.",
    "asked_waits": "You were asked.",
    "asked_failed": "You were asked.",
    "asked_stopped": "You were asked.",
    "asked_again": "You were asked again.",
    "no_channel": "We had no way to reach you.",
    "answered": "You {said}.",
    "undelivered": "A message to you could not be delivered.",
    "withdrew": "You gave it back, and others were asked.",
    "taken": "You took it, and have the name and number.",
    "spoken_by_link": "You said, by link, that you have spoken.",
    "let_go": "Not spoken in time, so others were asked too.",
}


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
    for event in _without_doubles(sorted(events, key=lambda event: event.at)):
        key = event.listing_id
        if key and key not in number:
            number[key] = len(number) + 1
        who = f"Colleague {number[key]}" if key else "Somebody"
        if winner is not None and key == winner.pk and event.what in {"taken", "answered", "undelivered", "spoken"}:
            who = winner.person.name
        words = _lines_for(event, winner, call, looking)[_what(event, told)].format(
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


def _what(event: CallOutEvent, told: Mapping[int, Told] | None) -> str:
    if event.what == "spoken" and event.detail == Asked.LINK:
        return "spoken_by_link"
    if event.what != "asked":
        return event.what
    message = None if told is None or event.listing_id is None else told.get(event.listing_id, Told())
    if message is None or message.left:
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
