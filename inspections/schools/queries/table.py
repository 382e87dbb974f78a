"""The officer's table of windows: how it is filtered, ordered and paged, and its rows as a CSV."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from buddies.models import Pairing
from buddies.pairings.heads import IN_WINDOW, heads_who
from inspections.windows.models.windows import SchoolWindow, WindowRule
from inspections.windows.seed import LOW
from inspections.windows.window import BY_HAND, rules_in_force
from network import clock
from network.csv_cells import inert
from network.models import Authority, Membership
from network.schools.models.school import HAS_WINDOW

PAGE_SIZE = 50
SOONEST, NAME = "soonest", "name"
SORTED_BY = {SOONEST: "window_sort_on", NAME: "name"}
CSV_COLUMNS = (
    "urn", "name", "authority", "phase", "rule", "opens_on", "due_on", "limit_on", "confidence", "in_window", "buddy",
)  # fmt: skip


class Filters(NamedTuple):
    authorities: list[int] | None = None  # None: all
    phase: str = ""
    in_window: bool = False
    head: str = ""  # how its head stands: a key of `heads_who`
    search: str = ""
    behind: bool | None = None  # only those of which the register seems to be behind, or only the others
    sort: str = SOONEST


def register_is_behind(on: date) -> Q:
    """The law's last date is past, or where there is none, the usual date of a first inspection: most likely one is
    missing from the register. Whoever set a window by hand knows better."""
    past = Q(window_limit_on__lt=on) | Q(window_limit_on=None, window_due_on__lt=on, window_confidence=LOW)
    return past & ~Q(window_confidence=BY_HAND)


def rules_in_words(on: date) -> dict[str, str]:
    """What each rule in force is for, in its own words."""
    return {code: rule.applies for code, rule in rules_in_force(WindowRule.objects.as_rules(), on).items()}


def areas_of_network() -> list[tuple[int, str, str]]:
    """Key, code and name of each authority the network serves."""
    return list(Authority.objects.filter(in_network=True).order_by("name").values_list("pk", "code", "name"))


def filtered(schools: QuerySet[SchoolWindow], filters: Filters) -> QuerySet[SchoolWindow]:
    """Those of `schools` that have a window and fit, in order."""
    found = schools.filter(HAS_WINDOW)
    if filters.authorities is not None:
        found = found.filter(authority__in=filters.authorities)
    if filters.phase:
        found = found.filter(phase=filters.phase)
    if filters.in_window:
        found = found.filter(IN_WINDOW)
    if filters.behind is not None:
        behind = register_is_behind(clock.today())
        found = found.filter(behind) if filters.behind else found.exclude(behind)
    if filters.search:
        found = _search(found, filters.search.strip())
    if filters.head:
        found = found.filter(heads_who()[filters.head])
    return found.order_by(SORTED_BY[filters.sort], "urn")


def _search(schools: QuerySet[SchoolWindow], text: str) -> QuerySet[SchoolWindow]:
    """By the beginning of a URN, or by words of which each begins a word of the name."""
    is_urn = text.isascii() and text.isdigit()
    return schools.filter(urn__startswith=text) if is_urn else schools.filter(name__named=text)


def _posts_of_heads(states: Collection[str]) -> QuerySet[Membership]:
    """Of whoever heads the school of the outer query now and has a pairing in one of these states."""
    heads = Membership.objects.live().heads().filter(school=OuterRef("pk"))
    return heads.filter(person__pairings_as_head__state__in=states)


def _with_state_of_pairing(schools: QuerySet[SchoolWindow]) -> QuerySet[SchoolWindow]:
    """`pairing`: its state and nothing else of it (matrix row 12); empty where nobody is paired or asked."""
    # Not in any order: SQLite would then read all pairings in that order for each school.
    state = _posts_of_heads(Pairing.CURRENT).values("person__pairings_as_head__state")[:1]
    return schools.annotate(pairing=Coalesce(Subquery(state), Value("")))


def page(
    schools: QuerySet[SchoolWindow], filters: Filters, after: tuple[str, str] | None = None
) -> tuple[list[dict[str, Any]], bool]:
    """The rows after a key (what `read_key` gave), and whether there are more."""
    found = _with_state_of_pairing(filtered(schools, filters))
    if after is not None:
        urn, value = after
        column = SORTED_BY[filters.sort]
        # Said this way round, PostgreSQL walks the index from the key on.
        found = found.filter(**{f"{column}__gte": value}).exclude(**{column: value, "urn__lte": urn})
    rows = list(
        found.values(
            *("public_id", "urn", "name", "phase", "window_rule", "in_window", "window_confidence", "window_sort_on"),
            *("window_opens_on", "window_due_on", "window_limit_on", "pairing"),
            area=F("authority__name"),
        )[: PAGE_SIZE + 1]
    )
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def key_of(row: dict[str, Any], sort: str) -> str:
    """Where the next page begins: the URN first, for a name may hold anything."""
    return f"{row['urn']},{row[SORTED_BY[sort]]}"


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


def csv_rows(schools: QuerySet[SchoolWindow], filters: Filters) -> Iterator[list[str | None]]:
    """In the order of CSV_COLUMNS, of every school that fits; nothing in them is a formula."""
    # Read once for all: looked up for each of 22,000 schools, the states cost more than everything else.
    paired = Membership.objects.live().heads().filter(person__pairings_as_head__state__in=Pairing.CURRENT)
    states = dict(paired.values_list("school", "person__pairings_as_head__state"))
    days = [Cast(f"window_{name}_on", CharField()) for name in ("opens", "due", "limit")]
    rows = filtered(schools, filters).values_list(
        *("pk", "urn", "name", "authority__name", "phase", "window_rule"),
        *days,
        *("window_confidence", "in_window"),
    )
    for pk, urn, name, area, phase, *window, in_window in rows.iterator(chunk_size=2000):
        is_open = "yes" if in_window else "no"
        yield [urn, inert(name), inert(area), inert(phase), *window, is_open, states.get(pk, "")]
