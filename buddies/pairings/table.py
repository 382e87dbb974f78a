"""The officer's table of pairings: one query, paged by key, and the same rows as an inert CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Func, Q, QuerySet
from django.utils.safestring import SafeString

from buddies.pairings.models import Pairing
from network import clock
from network.models import Person, School
from network.schools.models.school import HAS_WINDOW

SIZE = 50
COLUMNS = ("id", "public_id", "state", "made_at")
# Whether they answered, not when: reading a moment costs more than the rest of a row.
ANSWERED = {
    f"{who}_said": ExpressionWrapper(Q(**{f"{who}_yes_at__isnull": False}), BooleanField())
    for who in ("head", "buddy", "reserve")
}
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
        rows = rows.filter(_called(asked.words))
    return rows.order_by(*SORTS[asked.sort])


def _called(words: str) -> Q:
    """Somebody of the pairing, or its school, is so called: each word begins a word of that name."""
    people = Person.objects.filter(name__named=words).order_by().values("pk")
    schools = School.objects.filter(name__named=words).order_by().values("pk")
    # The index of schools' names has those with a window; the others, most of them closed, are looked through.
    schools = schools.filter(HAS_WINDOW).union(schools.filter(window_rule=""), all=True)
    found = Q()
    for who, named in (("head", people), ("buddy", people), ("reserve", people), ("school", schools)):
        if connection.vendor == "postgresql":
            found |= Q(_one_of(f"{who}_id", named))
        else:
            found |= Q(**{f"{who}__in": named})
    return found


def _one_of(column: str, keys: QuerySet[Any, Any]) -> Func:
    """For `IN` PostgreSQL would look through every pairing; an array of keys sends it to the column's own index."""
    return Func(
        F(column),
        ArraySubquery(keys),
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )


def page(rows: QuerySet[Pairing], asked: Asked) -> dict[str, Any]:
    """One query, whatever the page. A key nobody gave out shows the first page."""
    key = _key(asked.after)
    values = _values(rows, asked, key)
    last = values[SIZE - 1] if len(values) > SIZE else None
    shown = [_shown(row) for row in values[:SIZE]]
    return {
        "rows": shown,
        "body": body(shown),
        "asked": asked,
        "states": SHOWN,
        "more": asked.address(after=f"{last['made_at'].timestamp():.6f}.{last['id']}") if last else "",
        "first": asked.address() if key else "",
        "export": asked.address(),
        "other_sort": asked.address(sort="oldest" if asked.sort == "newest" else "newest"),
    }


def _page_of(rows: QuerySet[Pairing], asked: Asked, key: tuple[datetime, int] | None) -> QuerySet[Pairing, Any]:
    found = chosen(rows, asked)
    if key is not None:
        at, pk = key
        way, back = ("lte", "gte") if asked.sort == "newest" else ("gte", "lte")
        # said this way round, the index is walked in its own order
        found = found.filter(**{f"made_at__{way}": at}).exclude(made_at=at, **{f"id__{back}": pk})
    return found.values(*COLUMNS, **NAMES, **ANSWERED)[: SIZE + 1]


# What stands for a value in a statement that is kept: nobody asks for these.
STATE, MOMENT, KEY = "\x00state", datetime(1, 2, 3, tzinfo=clock.UTC), -7
_kept: dict[tuple[Any, ...], tuple[Any, str, tuple[Any, ...], list[str]]] = {}


def _values(rows: QuerySet[Pairing], asked: Asked, key: tuple[datetime, int] | None) -> list[dict[str, Any]]:
    """To write the statement costs more than to run it, so each shape of it is written once. A search is not kept."""
    if asked.words or rows.query.where:
        return list(_page_of(rows, asked, key))
    shape = (connection.vendor, bool(asked.state), asked.sort, key is not None)
    if shape not in _kept:
        query = _page_of(rows, replace(asked, state=asked.state and STATE), key and (MOMENT, KEY)).query
        compiler = query.get_compiler(connection=connection)
        _kept[shape] = (compiler, *compiler.as_sql(), [*query.values_select, *query.annotation_select])
    compiler, sql, values, names = _kept[shape]
    adapt = connection.ops.adapt_datetimefield_value
    given: dict[Any, Any] = {STATE: asked.state}
    if key is not None:
        given |= {adapt(MOMENT): adapt(key[0]), KEY: key[1]}
    with connection.cursor() as cursor:
        cursor.execute(sql, [given.get(value, value) for value in values])
        found = cursor.fetchall()
    return [dict(zip(names, row, strict=True)) for row in compiler.results_iter([found])]


CELL = '<td class="govuk-table__cell" data-label="{}">'
ROW = (
    '<tr><td class="govuk-table__cell"><a class="govuk-link" href="/network/pairings/{}/">{}</a>{}</td>'
    + "".join(CELL.format(label) + "{}</td>" for label in ("Buddy", "Reserve", "State", "Since"))
    + "</tr>\n"
)
HINT = '<br><span class="govuk-hint">{}</span>'
ASKED_HINT = HINT.format("asked")


def body(rows: list[dict[str, Any]]) -> SafeString:
    """The rows as HTML. Here and not in the template: its lookups for each cell cost more than the database does.

    Names are what people typed: each is escaped. The rest is ours.
    """
    return SafeString("".join([ROW.format(*_cells(row)) for row in rows]))  # nosec B703  _cells escapes


def _cells(row: dict[str, Any]) -> tuple[Any, ...]:
    school = HINT.format(escape(row["school_name"])) if row["school_name"] else ""
    reserve = escape(row["reserve_name"]) if row["reserve_name"] else ""
    if reserve and not row["reserve_said"]:
        reserve += ASKED_HINT
    names = escape(row["head_name"]), school, escape(row["buddy_name"]), reserve
    return row["public_id"], *names, row["says"], row["since"]


def _key(after: str) -> tuple[datetime, int] | None:
    seconds, _, pk = after.rpartition(".")
    try:
        at, number = datetime.fromtimestamp(float(seconds), tz=clock.UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
    return (at, number) if 0 <= number < 2**63 else None


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    row["says"], row["since"] = says(row), f"{clock.local(row['made_at']):%-d %b %Y}"
    return row


def says(row: Mapping[str, Any]) -> str:
    """The state in words; of a question, who still has to answer."""
    if row["state"] != Pairing.ASKED:
        return LABELS[row["state"]]
    missing = [who for who in ("head", "buddy") if not row[f"{who}_said"]]
    return f"Waiting for the {' and the '.join(missing)}"


def yeses(pairing: Pairing) -> list[dict[str, Any]]:
    people = (("head", pairing.head), ("buddy", pairing.buddy), ("reserve", pairing.reserve))
    return [
        {"role": role, "person": person, "at": getattr(pairing, f"{role}_yes_at")} for role, person in people if person
    ]
