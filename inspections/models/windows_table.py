"""The officer's table of windows: what a row says, made by the database, and how it is filtered and paged.

It can grow to 22,000 rows, so no model instance and no date filter per cell: dates come as words, pages go by key.
"""

import calendar
import re
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, Case, CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Coalesce, Concat

from buddies.models import Pairing
from network.models import Membership

ROWS = 50
SOONEST, NAME = "soonest", "name"
SORTED_BY = {SOONEST: "window_sort_on", NAME: "name"}
MONTHS = list(calendar.month_abbr)[1:]
FORMULA = ["=", "+", "-", "@", "\t", "\r"]  # a spreadsheet runs a cell that begins so
CSV_COLUMNS = (
    "urn", "name", "authority", "phase", "rule", "opens_on", "due_on", "limit_on", "confidence", "in_window", "buddy",
)  # fmt: skip


class DayInWords(Func):
    """31 Jul 2027, by the database; empty where there is no date."""

    output_field = CharField()

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(
            compiler, connection, template="coalesce(to_char(%(expressions)s, 'FMDD Mon YYYY'), '')", **more
        )

    def as_sqlite(self, compiler, connection, **more):
        sql, params = compiler.compile(self.source_expressions[0])
        months = " ".join(f"WHEN '{number:02}' THEN ' {month} '" for number, month in enumerate(MONTHS, 1))
        words = f"ltrim(strftime('%%d', {sql}), '0') || CASE strftime('%%m', {sql}) {months} END"
        return f"coalesce({words} || strftime('%%Y', {sql}), '')", [*params] * 3


class Filters(NamedTuple):
    authorities: list[int] | None = None  # None: all
    phase: str = ""
    in_window: bool = False
    without_buddy: bool = False
    search: str = ""
    sort: str = SOONEST


def filtered(windows: QuerySet, filters: Filters) -> QuerySet:
    """Of the windows somebody may see, those asked for, in order. Schools without a window are left out."""
    found = windows.exclude(window_rule="")
    if filters.authorities is not None:
        one = len(filters.authorities) == 1
        found = found.filter(
            **({"authority": filters.authorities[0]} if one else {"authority__in": filters.authorities})
        )
    if filters.phase:
        found = found.filter(phase=filters.phase)
    if filters.in_window:
        found = found.filter(in_window=True)
    if filters.search:
        found = _named(found, filters.search)
    found = found.annotate(light=_light())
    if filters.without_buddy:
        found = found.exclude(light=Pairing.IN_FORCE)
    return found.order_by(SORTED_BY[filters.sort], "urn")


def page(found: QuerySet, sort: str, after: tuple[str, str] | None = None) -> tuple[list[dict[str, Any]], bool]:
    """The rows after a key (what `key_of` gave), and whether there are more."""
    if after is not None:
        urn, value = after
        order = Tuple(F(SORTED_BY[sort]), F("urn"))
        found = found.filter(TupleGreaterThan(order, (date.fromisoformat(value) if sort == SOONEST else value, urn)))
    rows = list(
        found.values(
            "public_id",
            "urn",
            "name",
            "phase",
            "window_rule",
            "in_window",
            "window_confidence",
            "light",
            "window_sort_on",
            area=F("authority__name"),
            opens=DayInWords("window_opens_on"),
            due=DayInWords("window_due_on"),
            limit=DayInWords("window_limit_on"),
        )[: ROWS + 1]
    )
    return rows[:ROWS], len(rows) > ROWS


def key_of(row: dict[str, Any], sort: str) -> str:
    """Where the next page begins: the URN first, for a name may hold anything."""
    return f"{row['urn']},{row['window_sort_on'].isoformat() if sort == SOONEST else row['name']}"


def read_key(text: str, sort: str) -> tuple[str, str] | None:
    """None for no key, or one that was tampered with: then it is the first page."""
    urn, comma, value = text.partition(",")
    if not (comma and re.fullmatch(r"[0-9]{1,6}", urn) and value and "\x00" not in value):
        return None
    if sort == SOONEST:
        try:
            date.fromisoformat(value)
        except ValueError:
            return None
    return urn, value


def for_export(found: QuerySet) -> QuerySet:
    """In the order of `CSV_COLUMNS`, each cell ready to be written."""
    return found.values_list(
        "urn", inert("name"), inert("authority__name"), inert("phase"), "window_rule",
        "window_opens_on", "window_due_on", "window_limit_on", "window_confidence",
        Case(When(in_window=True, then=Value("yes")), default=Value("no")), "light",
    )  # fmt: skip


def inert(column: str):
    """An apostrophe before what a spreadsheet would run as a formula."""
    runs = Q(**{f"{column}__startswith": FORMULA[0]})
    for start in FORMULA[1:]:
        runs |= Q(**{f"{column}__startswith": start})
    return Case(When(runs, then=Concat(Value("'"), F(column))), default=F(column), output_field=CharField())


def _named(found: QuerySet, search: str) -> QuerySet:
    """By the beginning of a URN, or by words of which each begins a word of the name."""
    text = search.strip()
    if text.isascii() and text.isdigit():
        return found.filter(urn__startswith=text)
    words = re.findall(r"[^\W_]+", text)[:8]
    if not words:
        return found.none()
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" for word in words)
        match = RawSQL(  # the words are a parameter
            "to_tsvector('simple', network_school.name) @@ to_tsquery('simple', %s)", [query], BooleanField()
        )
        return found.filter(match)
    for word in words:
        found = found.filter(name__iregex=rf"\b{word}")
    return found


def _light():
    """Whether its head has a buddy, by the state of the pairing alone (matrix row 12)."""
    pairing = "person__pairings_as_head__state"
    heads = Membership.objects.live().heads().filter(school=OuterRef("pk"), **{f"{pairing}__in": Pairing.CURRENT})
    return Coalesce(Subquery(heads.values(pairing)[:1]), Value(""))
