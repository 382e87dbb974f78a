"""Every url of the project, with the answer each kind of person gets. See README.md beside this file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.house.matrix import COLUMNS
from tests.people import Cast

SIGN_IN = "sign-in"  # 302 to the sign-in page
SECOND_STEP = "second-step"  # 302 to the page where a passkey or authenticator is set up
NOBODY = ("AN", "LK", "CF")  # who has no session

Answer = int | str
Answers = dict[str, Answer]


@dataclass(frozen=True)
class Line:
    rows: tuple[int, ...]
    get: Answers
    post: Answers | None
    kwargs: Callable[[Cast], dict[str, Any]]
    data: Callable[[Cast], dict[str, Any]]
    kwargs_of: dict[str, Callable[[Cast], dict[str, Any]]]


def line(
    *rows: int,
    get: Answers,
    post: Answers | None = None,
    kwargs: Callable[[Cast], dict[str, Any]] = lambda cast: {},
    data: Callable[[Cast], dict[str, Any]] = lambda cast: {},
    kwargs_of: dict[str, Callable[[Cast], dict[str, Any]]] | None = None,
) -> Line:
    """`rows` are the rows of the matrix the url belongs to; `kwargs_of` overrides `kwargs` for a column."""
    return Line(rows, get, post, kwargs, data, kwargs_of or {})


def answers(rest: Answer, **by_column: Answer) -> Answers:
    """The same answer for every column but those named."""
    unknown = by_column.keys() - COLUMNS.keys()
    assert not unknown, f"no such column: {unknown}"
    return dict.fromkeys(COLUMNS, rest) | by_column


def members(rest: Answer = 200, **by_column: Answer) -> Answers:
    """Whoever has no session gets the sign-in page."""
    return answers(rest, **(dict.fromkeys(NOBODY, SIGN_IN) | by_column))


def only(*columns: str, ok: Answer = 200) -> Answers:
    """These columns get `ok`, other members 404, and whoever has no session the sign-in page."""
    return members(404, **dict.fromkeys(columns, ok))


EVERYBODY = answers(200)
MEMBERS = members(200)
POST_ONLY = members(405)
