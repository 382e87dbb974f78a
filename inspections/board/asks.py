"""The officer's week on their front page: whoever waits to be rung, and the board. Each count is a link to a page on
which exactly those rows stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import reverse

from inspections.board import queries
from network import beside
from network.models import RoleGrant
from network.people.asks import Ask, Urgency, Viewer


class Figure(NamedTuple):
    """`name` is that of its number in `queries.week`; `rest` is what follows the address of the page."""

    name: str
    one: str
    many: str
    page: str
    rest: str = ""


_FIGURES = beside.read(__file__, "figures.toml")
NEEDS, STANDS, BESIDE = (tuple(Figure(**row) for row in _FIGURES[name]) for name in ("needs", "stands", "beside"))


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
