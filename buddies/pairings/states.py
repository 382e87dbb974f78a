"""The life of a pairing as a table: in which state, which step, by whom, and what it leads to. Pure.

A yes leads to `in_force` only when the other yes is there; `Pairing` itself refuses to be in force without both.
"""

from __future__ import annotations

from network import beside

DRAFT, ASKED, IN_FORCE, PAUSED = "draft", "asked", "in_force", "paused"
ENDED, DECLINED, LAPSED, HANDED = "ended", "declined", "lapsed", "handed"
TAKEN_BACK = "taken_back"  # its round was undone before anybody had answered: it never began
CURRENT = frozenset({ASKED, IN_FORCE, PAUSED})

HEAD, BUDDY, RESERVE, OFFICER, SYSTEM = "head", "buddy", "reserve", "officer", "system"
PAIR = frozenset({HEAD, BUDDY})

# (state, step): (next state, who may). None: the state stays, or the yeses decide.
STEPS: dict[tuple[str, str], tuple[str | None, frozenset[str]]] = {
    (DRAFT, "publish"): (ASKED, frozenset({OFFICER})),
    (DRAFT, "drop"): (ENDED, frozenset({OFFICER})),
    (ASKED, "take back"): (TAKEN_BACK, frozenset({OFFICER})),
    (ASKED, "yes"): (None, PAIR | {RESERVE}),
    (ASKED, "yes by phone"): (None, frozenset({OFFICER})),
    (ASKED, "decline"): (DECLINED, PAIR),
    (ASKED, "ring me first"): (None, PAIR),
    (ASKED, "reserve declines"): (None, frozenset({RESERVE, SYSTEM})),
    (ASKED, "lapse"): (LAPSED, frozenset({SYSTEM})),
    (ASKED, "end"): (ENDED, PAIR | {OFFICER, SYSTEM}),
    (ASKED, "ask for someone else"): (ENDED, PAIR),
    (ASKED, "name a reserve"): (None, frozenset({OFFICER, SYSTEM})),
    (IN_FORCE, "yes"): (None, frozenset({RESERVE})),
    (IN_FORCE, "yes by phone"): (None, frozenset({OFFICER})),
    (IN_FORCE, "reserve declines"): (None, frozenset({RESERVE, SYSTEM})),
    (IN_FORCE, "name a reserve"): (None, frozenset({OFFICER, SYSTEM})),
    (IN_FORCE, "end"): (ENDED, PAIR | {OFFICER, SYSTEM}),
    (IN_FORCE, "ask for someone else"): (ENDED, PAIR),
    (IN_FORCE, "hand over"): (HANDED, PAIR | {OFFICER, SYSTEM}),
    (IN_FORCE, "pause"): (PAUSED, PAIR | {OFFICER}),
    (IN_FORCE, "spoken"): (None, PAIR | {RESERVE}),
    (IN_FORCE, "not heard"): (None, frozenset({HEAD})),
    (IN_FORCE, "next contact"): (None, PAIR),
    (PAUSED, "resume"): (IN_FORCE, PAIR | {OFFICER, SYSTEM}),
    (PAUSED, "yes"): (None, frozenset({RESERVE})),
    (PAUSED, "reserve declines"): (None, frozenset({RESERVE, SYSTEM})),
    (PAUSED, "name a reserve"): (None, frozenset({OFFICER, SYSTEM})),
    (PAUSED, "end"): (ENDED, PAIR | {OFFICER, SYSTEM}),
    (PAUSED, "ask for someone else"): (ENDED, PAIR),
    (PAUSED, "hand over"): (HANDED, PAIR | {OFFICER, SYSTEM}),
    (PAUSED, "spoken"): (None, PAIR | {RESERVE}),
}

# Between the two: in no history, and in the audit only as "something was noted".
PRIVATE = frozenset({"spoken", "not heard", "next contact", "ring me first"})

_WORDS = beside.read(__file__, "states.toml")
TOLD: dict[str, str] = _WORDS["told"]  # each step, as the history tells it
SAID: dict[str, str] = _WORDS["said"]  # to somebody who presses too late, by the state the pairing is in by then


def may(state: str, step: str, roles: frozenset[str]) -> bool:
    return bool(STEPS.get((state, step), (None, frozenset()))[1] & roles)


def exists(state: str, step: str) -> bool:
    return (state, step) in STEPS


def anybody(step: str) -> frozenset[str]:
    """Who may ever take this step, whatever the state."""
    return frozenset().union(*(who for (_, name), (_, who) in STEPS.items() if name == step))


def leads_to(state: str, step: str) -> str:
    """The state after; a step that leaves it open is decided by the yeses."""
    return STEPS[state, step][0] or state
