"""What waits for somebody on their front page, as cards that any app may add (`network.hooks.asks`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

from network import hooks
from network.people.models.person import Person


class Urgency(IntEnum):
    """The order on the page, most pressing first."""

    RING_NOW = 1  # somebody has said that they ring, or yes to a call-out: all that is left is to ring
    LIVE_CALL = 2  # a head's inspection has been announced and somebody must act
    LIVE_CALL_OUT = 3  # colleagues are being asked
    WANTS_A_RING = 4  # somebody asks to be rung
    LAST_DAY = 5  # a day that runs out
    QUESTION = 6  # an answer is waited for
    REST = 7


@dataclass(frozen=True)
class Ask:
    """One card: its template is given `ask`, with `ask.values` holding what it shows."""

    kind: str  # a name of its own, such as "call-out"; tests and the order know it by this
    urgency: Urgency
    since: datetime  # aware; older cards of the same urgency stand first
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


def asks_of(person: Person, now: datetime) -> list[Ask]:
    """Whatever waits for this person now (`now` is aware), most pressing first. Each app's hook reads its own models
    through `visible_to`, with a fixed number of queries."""
    found = [ask for asks in hooks.call(hooks.asks, person=person, now=now) for ask in asks]
    return sorted(found, key=lambda ask: (ask.urgency, ask.since))
