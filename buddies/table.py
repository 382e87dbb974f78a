"""The officer's table of pairings: one query, paged by key, and the same rows as an inert CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet

from buddies.models import Pairing
from network import clock

SIZE = 50
COLUMNS = ("id", "public_id", "state", "made_at", "head_yes_at", "buddy_yes_at", "reserve_yes_at", "paused_until")
NAMES = {
    "head_name": F("head__name"),
    "school_name": F("school__name"),
    "buddy_name": F("buddy__name"),
    "reserve_name": F("reserve__name"),
}
LABELS = dict(Pairing.STATES)
SHOWN = [(Pairing.ASKED, "Waiting for a yes"), *(one for one in Pairing.STATES if one[0] not in ("draft", "asked"))]
SORTS = {"newest": ("-made_at", "-id"), "oldest": ("made_at", "id")}


@dataclass(frozen=True, slots=True)
class Asked:
    state: str = ""
    words: str = ""
    sort: str = "newest"
    after: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """What cannot be read counts as not asked."""
        state, sort = given.get("state", ""), given.get("sort", "newest")
        return cls(
            state=state if state in LABELS else "",
            words=given.get("q", "").replace("\x00", "").strip()[:100],
            sort=sort if sort in SORTS else "newest",
            after=given.get("after", ""),
        )

    def address(self, **changes: str) -> str:
        values = {"state": self.state, "q": self.words, "sort": self.sort, "after": ""} | changes
        return "?" + urlencode({name: value for name, value in values.items() if value})


def chosen(rows: QuerySet[Pairing], asked: Asked) -> QuerySet[Pairing]:
    rows = rows.exclude(state=Pairing.DRAFT) if not asked.state else rows.filter(state=asked.state)
    if asked.words:
        named = Q()
        for name in ("head__name", "buddy__name", "reserve__name", "school__name"):
            named |= Q(**{f"{name}__icontains": asked.words})
        rows = rows.filter(named)
    return rows.order_by(*SORTS[asked.sort])


def page(rows: QuerySet[Pairing], asked: Asked) -> dict[str, Any]:
    """One query, whatever the page. A key nobody gave out shows the first page."""
    found = chosen(rows, asked)
    key = _key(asked.after)
    if key is not None:
        at, pk = key
        way, back = ("lte", "gte") if asked.sort == "newest" else ("gte", "lte")
        # said this way round, the index is walked in its own order
        found = found.filter(**{f"made_at__{way}": at}).exclude(made_at=at, **{f"id__{back}": pk})
    values = list(found.values(*COLUMNS, **NAMES)[: SIZE + 1])
    last = values[SIZE - 1] if len(values) > SIZE else None
    return {
        "rows": [_shown(row) for row in values[:SIZE]],
        "asked": asked,
        "states": SHOWN,
        "more": asked.address(after=f"{last['made_at'].timestamp():.6f}.{last['id']}") if last else "",
        "first": asked.address() if key else "",
        "export": asked.address(),
        "other_sort": asked.address(sort="oldest" if asked.sort == "newest" else "newest"),
    }


def _key(after: str) -> tuple[datetime, int] | None:
    seconds, _, pk = after.rpartition(".")
    try:
        return datetime.fromtimestamp(float(seconds), tz=clock.UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"says": says(row), "since": f"{clock.local(row['made_at']):%-d %b %Y}"}


def says(row: Mapping[str, Any]) -> str:
    """The state in words; of a question, who still has to answer."""
    if row["state"] != Pairing.ASKED:
        return LABELS[row["state"]]
    missing = [who for who in ("head", "buddy") if row[f"{who}_yes_at"] is None]
    return f"Waiting for the {' and the '.join(missing)}"


def yeses(pairing: Pairing) -> list[dict[str, Any]]:
    people = (("head", pairing.head), ("buddy", pairing.buddy), ("reserve", pairing.reserve))
    return [
        {"role": role, "person": person, "at": getattr(pairing, f"{role}_yes_at")} for role, person in people if person
    ]


class _Line:
    """csv writes to this and gets the line back."""

    def write(self, text: str) -> str:
        return text


HEADER = ("Head", "School", "Buddy", "Reserve", "State", "Since")


def csv_lines(rows: QuerySet[Pairing], asked: Asked) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(HEADER)
    columns = ("head__name", "school__name", "buddy__name", "reserve__name", "state", "made_at")
    for *names, state, made_at in chosen(rows, asked).values_list(*columns).iterator(chunk_size=2000):
        yield writer.writerow(inert([*names, LABELS[state], f"{clock.local(made_at):%Y-%m-%d}"]))


def inert(cells: Iterable[str | None]) -> list[str]:
    """A spreadsheet must not run what somebody typed as a name."""
    return [f"'{cell}" if (cell or "")[:1] in ("=", "+", "-", "@", "\t", "\r") else cell or "" for cell in cells]
