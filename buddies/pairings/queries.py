"""The officer's table of pairings: how it is filtered, ordered and paged, and its rows as a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, DateField, F, QuerySet
from django.db.models.functions import Cast, TruncDate, TruncMonth

from buddies.pairings.models import Pairing, PairingStep
from buddies.pairings.over_time import OverTime, over_time
from network import clock
from network.csv_cells import inert
from network.models import Person, School
from network.schools.models.school import HAS_WINDOW

PAGE_SIZE = 50
LABELS = dict(Pairing.STATES)
ORDERS = {"newest": ("-made_at", "-id"), "oldest": ("made_at", "id")}
NAMES = {
    "head_name": F("head__name"),
    "school_name": F("school__name"),
    "buddy_name": F("buddy__name"),
    "reserve_name": F("reserve__name"),
}
CSV_HEADER = ("Head", "School", "Buddy", "Reserve", "State", "Since")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for: a state, words of a name, an order, and the key of the row the page comes after."""

    state: str = ""
    search: str = ""
    order: str = "newest"
    after: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        """From the query string. What cannot be read counts as not given."""
        state, order = given.get("state", ""), given.get("sort", "")
        return cls(
            state=state if state in LABELS else "",
            search=given.get("q", "").replace("\x00", "").strip()[:100],
            order=order if order in ORDERS else "newest",
            after=given.get("after", ""),
        )

    def query_string(self, **changes: str) -> str:
        """Of the same filters from the first page on, unless `changes` says otherwise."""
        given = {"state": self.state, "q": self.search, "sort": self.order, "after": ""} | changes
        return "?" + urlencode({name: value for name, value in given.items() if value})


def filtered(pairings: QuerySet[Pairing], filters: Filters) -> QuerySet[Pairing]:
    """Those of `pairings` that fit, in order. A draft is shown only where drafts are asked for."""
    found = pairings.filter(state=filters.state) if filters.state else pairings.exclude(state=Pairing.DRAFT)
    if filters.search:
        found = found.filter(pk__in=_named(filters.search))
    return found.order_by(*ORDERS[filters.order])


def _named(words: str) -> QuerySet[Pairing, Any]:
    """Keys of the pairings of which a person, or the school, is so called: each word begins a word of the name."""
    people = Person.objects.filter(name__named=words).values("pk")
    schools = School.objects.filter(name__named=words).order_by()
    # A union, for PostgreSQL then goes along the index of each column; of conditions joined by OR it goes along none.
    # (The index of schools' names has those with a window; the others, most of them closed, are looked through.)
    ways: list[dict[str, Any]] = [
        *({f"{who}__in": people} for who in ("head", "buddy", "reserve")),
        {"school__in": schools.filter(HAS_WINDOW).values("pk")},
        {"school__in": schools.filter(window_rule="").values("pk")},
    ]
    first, *others = (Pairing.objects.filter(**way).order_by().values("pk") for way in ways)
    return first.union(*others)


def page(pairings: QuerySet[Pairing], filters: Filters) -> dict[str, Any]:
    """The rows of one page, and the query strings of the others. A key that nobody gave out shows the first page."""
    found, key = filtered(pairings, filters), _key(filters.after)
    if key is not None:
        made_at, pk = key
        # Said this way round, PostgreSQL walks the index of made_at from the key on.
        if filters.order == "newest":
            found = found.filter(made_at__lte=made_at).exclude(made_at=made_at, id__gte=pk)
        else:
            found = found.filter(made_at__gte=made_at).exclude(made_at=made_at, id__lte=pk)
    columns = ("id", "public_id", "state", "made_at", "head_yes_at", "buddy_yes_at", "reserve_yes_at")
    rows = list(found.values(*columns, **NAMES)[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    after = f"{rows[-1]['made_at'].timestamp():.6f}.{rows[-1]['id']}" if more else ""
    return {
        "rows": [row | {"says": says(row)} for row in rows],
        "filters": filters,
        "more": filters.query_string(after=after) if after else "",
        "first": filters.query_string() if key else "",
        "export": filters.query_string(),
        "other_order": filters.query_string(sort="oldest" if filters.order == "newest" else "newest"),
    }


def _key(after: str) -> tuple[datetime, int] | None:
    """When the last row of the page before was made, and its id."""
    seconds, _, pk = after.rpartition(".")
    try:
        made_at, number = datetime.fromtimestamp(float(seconds), tz=clock.UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
    return (made_at, number) if 0 <= number < 2**63 else None


def says(row: Mapping[str, Any]) -> str:
    """The state; of a question, who still has to answer."""
    if row["state"] != Pairing.ASKED:
        return LABELS[row["state"]]
    missing = [who for who in ("head", "buddy") if row[f"{who}_yes_at"] is None]
    return f"Waiting for the {' and the '.join(missing)}"


def csv_rows(pairings: QuerySet[Pairing], filters: Filters) -> Iterator[list[str]]:
    """As CSV_HEADER names them, of every pairing that fits; nothing in them is a formula. The day is London's."""
    day = Cast(TruncDate("made_at", tzinfo=clock.LONDON), CharField())
    rows = filtered(pairings, filters).values_list(*NAMES.values(), "state", day)
    for head, school, buddy, reserve, state, made_on in rows.iterator(chunk_size=2000):
        yield [inert(head), inert(school or ""), inert(buddy), inert(reserve or ""), LABELS[state], made_on]


def by_month(person: Person) -> OverTime:
    """How many of the pairings that she may see stood in which state at the end of each of the last twelve months."""
    steps = PairingStep.objects.visible_to(person).exclude(from_state=F("to_state")).order_by()
    month = TruncMonth("at", output_field=DateField())
    moves = steps.values_list(month, "from_state", "to_state").annotate(Count("pk"))
    return over_time(moves, clock.today())
