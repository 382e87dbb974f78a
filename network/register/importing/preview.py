"""What an import would do: counted, and school by school for whoever looks at it before they press."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.db.models import Max
from django.utils.formats import localize

from network.register.importing import areas, inspections, links, parts
from network.register.importing.schools import TIES, Comparison, Difference
from network.register.models.imports import RegisterImport
from network.register.models.read_part import ReadPart
from network.schools.models.organisation import Organisation
from network.schools.models.school import School

PAGE = 50
ADDED, CHANGED, CLOSED, REOPENED = "added", "changed", "closed", "reopened"
LABELS = {
    "authority": "authority", "establishment_number": "number", "kind": "type", "kind_group": "group of types",
    "opened_on": "open date", "opened_why": "reason opened", "closed_on": "close date", "closed_why": "reason closed",
    "low_age": "lowest age", "high_age": "highest age", "religious_character": "religious character",
    "foundation": "foundation trust", "board": "federation",
}  # fmt: skip


def label(field: str) -> str:
    return LABELS.get(field, field.replace("_", " "))


def preview(into: RegisterImport) -> None:
    """Counts into `into`, which is the caller's to save, what applying it now would do."""
    into.seen = RegisterImport.objects.aggregate(last=Max("place"))["last"] or 0
    kept = {name: into.counts.get(name) for name in ("refused", "others", "absent")}
    if into.kind == RegisterImport.GIAS:
        found = _schools(into)
        found["inspections"] = inspections.count(into)
    elif into.kind == RegisterImport.LINKS:
        found = links.count(into)
    else:
        found = inspections.count(into)
    into.counts = kept | found


def _schools(into: RegisterImport) -> dict[str, Any]:
    """How many would be added, changed, closed, opened again; per field how many. Each part is given its changes."""
    comparison, told = Comparison(into), parts.names(into)
    codes = into.areas or [code for kind, code in told if not kind]
    here = School.objects.filter(authority__code__in=codes).order_by()
    missing = set(here.filter(is_example=False).exclude(status=School.CLOSED).values_list("urn", flat=True))
    stored = Organisation.objects.filter(kind__in=TIES.values()).values_list("kind", "register_code", "name")
    names = {(kind, code): name for kind, code, name in stored}, told
    total, leaving, whats, fields = 0, 0, Counter[str](), Counter[str]()
    own = set(areas.own_areas())
    for part in parts.of(into, ReadPart.SCHOOLS):
        rows = parts.rows_of(part)
        total += len(rows)
        missing.difference_update(row.urn for row in rows)
        differences = comparison.differences(rows)
        for one in differences:
            whats.update(_whats(one))
            fields.update(one.fields)
            leaving += one.leaves(own)
        ReadPart.objects.filter(pk=part.pk).update(changes=[_shown(one, *names) for one in differences])
    return {
        "rows": total,
        **{what: whats[what] for what in (ADDED, CHANGED, CLOSED, REOPENED)},
        "same": total - whats[ADDED] - whats[CHANGED] - whats[CLOSED],
        "open_now": here.open().count(),
        "missing": len(missing),
        "leaving": leaving,
        "fields": fields,
    }


def _whats(one: Difference) -> list[str]:
    if one.before is None:
        return [ADDED]
    return [CLOSED] if one.closes else [CHANGED, REOPENED] if one.reopens else [CHANGED]


Names = dict[tuple[str, str], str]


def _shown(one: Difference, stored: Names, told: Names) -> dict[str, Any]:
    changes = []
    for field in one.fields:
        before, after = (one.before or {})[field], one.after[field]
        if kind := TIES.get(field):
            before, after = stored.get((kind, before), ""), told.get((kind, after), "")
        changes.append({"field": label(field), "before": _words(field, before), "after": _words(field, after)})
    return {"urn": one.row.urn, "name": one.row.name, "row": one.row.row, "what": _whats(one), "changes": changes}


def _words(field: str, value: Any) -> str:
    return str(localize(dict(School.STATUSES).get(value, value) if field == "status" else value)) if value else ""


def page(of: Sequence[ReadPart], what: str, after: int = 0) -> list[dict[str, Any]]:
    """Up to PAGE + 1 schools (the one more says that there is a next page), after so many, in the file's order."""
    found = (one for part in of for one in part.changes if what in one["what"])
    return list(islice(found, after, after + PAGE + 1))
