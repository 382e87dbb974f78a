"""The officer's table of windows: how it is filtered, ordered and paged, and what a row says.

It can grow to 22,000 rows, so each page is one hand-written statement: no model instance, dates in words by the
database, pages by key. Every way to filter and order goes along an index (`bench/schools_table.py` shows the plans).
"""

import calendar
import re
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from buddies.models import Pairing
from network import clock
from network.models import Membership, Person
from network.rules import runs_the_network

ROWS = 50
SOONEST, NAME = "soonest", "name"
SORTED_BY = {SOONEST: "s.window_sort_on", NAME: "s.name"}
FORMULA = tuple(map(ord, "=+-@\t\r"))  # a spreadsheet runs a cell that begins so
CSV_COLUMNS = (
    "urn", "name", "authority", "phase", "rule", "opens_on", "due_on", "limit_on", "confidence", "in_window", "buddy",
)  # fmt: skip
TABLES = "network_school s JOIN network_authority a ON a.id = s.authority_id"
# The state of the pairing of whoever heads the school now, and nothing else of it (matrix row 12).
PAIRED = """
    FROM network_membership m JOIN buddies_pairing p ON p.head_id = m.person_id
    WHERE m.role = ANY_OF_ROLES AND m.from_at <= %s AND (m.to_at IS NULL OR m.to_at > %s) AND p.state = ANY_OF_STATES
"""


class Filters(NamedTuple):
    authorities: list[int] | None = None  # None: all
    phase: str = ""
    in_window: bool = False
    without_buddy: bool = False
    search: str = ""
    sort: str = SOONEST


class Statement(NamedTuple):
    sql: str
    params: list[Any]


class Row(NamedTuple):
    public_id: str
    urn: str
    name: str
    area: str
    phase: str
    rule: str
    in_window: bool
    confidence: str
    sort_on: str
    opens: str
    due: str
    limit: str
    light: str


def areas_of_network() -> list[tuple[int, str, str]]:
    """Key, code and name of each authority the network serves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, code, name FROM network_authority WHERE in_network ORDER BY name")
        return cursor.fetchall()


def page(person: Person, filters: Filters, after: tuple[str, str] | None = None) -> tuple[list[Row], bool]:
    """The rows after a key (what `read_key` gave), and whether there are more."""
    statement = page_statement(person, filters, after)
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        rows = list(map(Row._make, cursor.fetchall()))
    return rows[:ROWS], len(rows) > ROWS


def page_statement(person: Person, filters: Filters, after: tuple[str, str] | None = None) -> Statement:
    light, given = _light()
    where, params = _where(person, filters)
    if after is not None:
        urn, value = after
        where += f" AND ({SORTED_BY[filters.sort]}, s.urn) > (%s, %s)"
        params += [value, urn]
    days = ", ".join(_in_words(f"s.window_{name}_on") for name in ("opens", "due", "limit"))
    # As text: an object made of each costs more than the cell is worth.
    text = "::text" if connection.vendor == "postgresql" else ""
    columns = (
        f"s.public_id{text}, s.urn, s.name, a.name, s.phase, s.window_rule, s.in_window, s.window_confidence, "
        f"s.window_sort_on{text}, {days}, {light}"
    )
    order = f"ORDER BY {SORTED_BY[filters.sort]}, s.urn LIMIT {ROWS + 1}"
    return Statement(f"SELECT {columns} FROM {TABLES} WHERE {where} {order}", given + params)  # noqa: S608 ours  # nosec B608


def export_statement(person: Person, filters: Filters) -> Statement:
    """In the order of `CSV_COLUMNS`, each cell ready to be written."""
    paired, given = _paired()
    where, params = _where(person, filters)
    first = "ascii" if connection.vendor == "postgresql" else "unicode"
    cells = [f"CASE WHEN {first}({cell}) IN {FORMULA} THEN '''' || {cell} ELSE {cell} END" for cell in INERT]
    columns = (
        f"s.urn, {', '.join(cells)}, s.window_rule, s.window_opens_on, s.window_due_on, s.window_limit_on, "
        "s.window_confidence, CASE WHEN s.in_window THEN 'yes' ELSE 'no' END, coalesce(l.state, '')"
    )
    light = f"LEFT JOIN (SELECT m.school_id, min(p.state) AS state {paired} GROUP BY m.school_id) l"
    return Statement(
        f"SELECT {columns} FROM {TABLES} {light} ON l.school_id = s.id WHERE {where} "  # noqa: S608 ours  # nosec B608
        f"ORDER BY {SORTED_BY[filters.sort]}, s.urn",
        [*given, *params],
    )


INERT = ("s.name", "a.name", "s.phase")


def key_of(row: Row, sort: str) -> str:
    """Where the next page begins: the URN first, for a name may hold anything."""
    return f"{row.urn},{row.sort_on if sort == SOONEST else row.name}"


def read_key(text: str, sort: str) -> tuple[str, str] | None:
    """None for no key, or one that was tampered with: then it is the first page."""
    urn, comma, value = text.partition(",")
    if not (comma and re.fullmatch(r"[0-9]{1,6}", urn) and value and "\x00" not in value):
        return None
    if sort == SOONEST:
        try:
            return urn, date.fromisoformat(value).isoformat()
        except ValueError:
            return None
    return urn, value


def _where(person: Person, filters: Filters) -> tuple[str, list[Any]]:
    """Schools without a window are left out; and for whoever does not run the network, all of them."""
    parts: list[str] = ["NOT (s.window_rule = '')"]
    params: list[Any] = []
    if not runs_the_network(person):
        parts.append("1 = 0")
    if filters.authorities is not None:
        parts.append(f"s.authority_id IN {_any(filters.authorities)}")
        params += filters.authorities
    if filters.phase:
        parts.append("s.phase = %s")
        params.append(filters.phase)
    if filters.in_window:
        parts.append("s.in_window")
    if filters.search:
        part, given = _named(filters.search)
        parts.append(part)
        params += given
    if filters.without_buddy:
        light, given = _light()
        parts.append(f"{light} <> %s")
        params += [*given, Pairing.IN_FORCE]
    return " AND ".join(parts), params


def _any(values) -> str:
    return f"({', '.join(['%s'] * len(values))})" if values else "(NULL)"


def _named(search: str) -> tuple[str, list[str]]:
    """By the beginning of a URN, or by words of which each begins a word of the name."""
    text = search.strip()
    if text.isascii() and text.isdigit():
        return "s.urn LIKE %s", [f"{text}%"]
    words = re.findall(r"[^\W_]+", text)[:8]
    if not words:
        return "1 = 0", []
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" for word in words)
        return "to_tsvector('simple', s.name) @@ to_tsquery('simple', %s)", [query]
    return " AND ".join(["s.name REGEXP %s"] * len(words)), [rf"(?i)\b{word}" for word in words]


def _paired() -> tuple[str, list[Any]]:
    roles, now = sorted(Membership.HEAD_ROLES), clock.now()
    sql = PAIRED.replace("= ANY_OF_ROLES", f"IN {_any(roles)}").replace(
        "= ANY_OF_STATES", f"IN {_any(Pairing.CURRENT)}"
    )
    return sql, [*roles, now, now, *Pairing.CURRENT]


def _light() -> tuple[str, list[Any]]:
    """As a value, so that it is looked up for the rows that are shown alone."""
    paired, params = _paired()
    return f"coalesce((SELECT p.state {paired} AND m.school_id = s.id LIMIT 1), '')", params


def _in_words(column: str) -> str:
    """31 Jul 2027, or nothing."""
    if connection.vendor == "postgresql":
        return f"coalesce(to_char({column}, 'FMDD Mon YYYY'), '')"
    months = " ".join(f"WHEN '{number:02}' THEN ' {calendar.month_abbr[number]} '" for number in range(1, 13))
    month = f"CASE strftime('%%m', {column}) {months} END"
    return f"coalesce(ltrim(strftime('%%d', {column}), '0') || {month} || strftime('%%Y', {column}), '')"
