"""The officer's week on their front page: whoever waits to be rung, and the board. Each count is a link to a page on
which exactly those rows stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse

from inspections.board import queries
from network.models import RoleGrant
from network.people.asks import Ask, Urgency, Viewer

SCHOOLS = "inspections:schools"


class Figure(NamedTuple):
    """`name` is that of its number in `queries.week`; `rest` is what follows the address of the page."""

    name: str
    one: str
    many: str
    page: str
    rest: str = ""


# What waits for an officer, most pressing first: shown where there is some.
NEEDS = (
    Figure(
        "unasked",
        "head in the window with nobody, and nobody asked",
        "heads in the window with nobody, and nobody asked",
        SCHOOLS,
        "?open=on&head=unasked",
    ),
    Figure("to_send", "suggested pairing, not yet sent", "suggested pairings, not yet sent", "buddies:round"),
    Figure("asked", "suggestion not answered", "suggestions not answered", "buddies:pairings", "?state=asked"),
    Figure(
        "missing",
        "school in the window with no head here yet",
        "schools in the window with no head here yet",
        SCHOOLS,
        "?open=on&head=missing",
    ),
    Figure("unanswered", "invitation not answered", "invitations not answered", "network:invitations"),
    Figure(
        "thin_weeks",
        "week with thin directory cover, of the coming four",
        "weeks with thin directory cover, of the coming four",
        "directory:cover",
        "#weeks",
    ),
    Figure(
        "listings",
        "colleague who asks to stand in the directory",
        "colleagues who ask to stand in the directory",
        "directory:cover",
        "#waiting",
    ),
    Figure(
        "no_reserve",
        "pair in the window without a reserve",
        "pairs in the window without a reserve",
        "buddies:this-week",
        "#no-reserve",
    ),
    Figure(
        "overloaded",
        "buddy who carries more than they offered",
        "buddies who carry more than they offered",
        "buddies:this-week",
        "#overloaded",
    ),
    Figure(
        "not_seen",
        "person in a pair not seen for a term",
        "people in pairs not seen for a term",
        "buddies:this-week",
        "#not-seen",
    ),
    Figure("broken", "address that does not work", "addresses that do not work", "buddies:this-week", "#bounces"),
    Figure(
        "helplines",
        "helpline not checked for 90 days",
        "helplines not checked for 90 days",
        "network:helplines",
        "?check=on",
    ),
    Figure(
        "terms",
        "area or school whose next term is not on record",
        "areas and schools whose next term is not on record",
        "inspections:terms",
    ),
    Figure("signatures", "signature to check", "signatures to check", "covenant:signatories-manage", "#to-check"),
    Figure("statements", "statement due", "statements due", "covenant:signatories-manage", "?due=on"),
)
# How it stands. The first two always, for one without the other says little.
STANDS = (
    Figure(
        "alone",
        "head in the window without a buddy",
        "heads in the window without a buddy",
        SCHOOLS,
        "?open=on&head=alone",
    ),
    Figure(
        "paired", "head in the window with a buddy", "heads in the window with a buddy", SCHOOLS, "?open=on&head=paired"
    ),
)
BESIDE = (
    Figure(
        "both",
        "pair of which both are in the window",
        "pairs of which both are in the window",
        "buddies:this-week",
        "#both",
    ),
    Figure(
        "comments",
        "comment on a draft that a head shared",
        "comments on a draft that heads shared",
        "inspections:comments-shared",
    ),
    Figure("officers_away", "time that an officer is away", "times that an officer is away", "network:officer-away"),
)


def week(*, viewer: Viewer) -> list[Ask]:
    """For an officer; nothing for anybody else. Nothing that a head does alone changes a byte of it."""
    if RoleGrant.OFFICER not in viewer.granted:
        return []
    board = queries.week(viewer.person, viewer.now)
    values: dict[str, Any] = {
        "needs": _shown(NEEDS, board),
        "stands": _shown(STANDS, board, always=True),
        "beside": _shown(BESIDE, board),
        "overdue": board["overdue"],
        "nobody_covers": board["nobody_covers"],
        "nobody_there": board["nobody_there"],
        "nothing_waits": not board["waiting"] and not any(board[figure.name] for figure in NEEDS),
    }
    asks = [Ask("week", Urgency.REST, viewer.now, "inspections/board/asks/week.html", values)]
    if board["waiting"]:
        waiting = {"number": board["waiting"]}
        template = "inspections/board/asks/call_backs.html"
        asks.append(Ask("call-backs", Urgency.WANTS_A_RING, board["waiting_since"], template, waiting))
    return asks


def _shown(figures: tuple[Figure, ...], board: dict[str, Any], *, always: bool = False) -> list[dict[str, Any]]:
    """Number, words and address of each that counts something; `always`: of each."""
    return [
        {
            "number": board[figure.name],
            "words": figure.one if board[figure.name] == 1 else figure.many,
            "to": _page(figure, board) + figure.rest,
        }
        for figure in figures
        if always or board[figure.name]
    ]


def _page(figure: Figure, board: dict[str, Any]) -> str:
    return reverse(figure.page, args=[board["round"]] if figure.name == "to_send" else [])
