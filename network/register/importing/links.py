from collections.abc import Sequence
from typing import Any

from network.register.files.links import LinkRow
from network.register.importing import areas, parts
from network.register.models.imports import RegisterImport
from network.register.models.read_part import ReadPart
from network.schools.models.school import SchoolLink

KEY = ("urn", "link_urn", "kind")
TOLD = ("link_name", "established_on")


def _differing(rows: Sequence[LinkRow]) -> tuple[list[LinkRow], int]:
    """Rows that are new or differ from what is stored, and how many of them are new."""
    stored = {
        tuple(values[:3]): tuple(values[3:])
        for values in SchoolLink.objects.filter(urn__in=[row.urn for row in rows]).values_list(*KEY, *TOLD)
    }
    found, new = [], 0
    for row in rows:
        before = stored.get((row.urn, row.link_urn, row.kind))
        if before != (row.link_name, row.established_on):
            found.append(row)
            new += before is None
    return found, new


def count(into: RegisterImport) -> dict[str, Any]:
    total = added = changed = 0
    for part in parts.of(into, ReadPart.LINKS):
        rows = parts.rows_of(part)
        found, new = _differing(rows)
        total, added, changed = total + len(rows), added + new, changed + len(found) - new
    return {"rows": total, "added": added, "changed": changed, "same": total - added - changed}


def put(into: RegisterImport) -> int:
    """Rows written. A link that a later file leaves out stays: history does not unhappen."""
    written = 0
    for part in parts.of(into, ReadPart.LINKS):
        found, _ = _differing(parts.rows_of(part))
        SchoolLink.objects.bulk_create(
            [SchoolLink(**{name: getattr(row, name) for name in (*KEY, *TOLD)}) for row in found],
            update_conflicts=True,
            unique_fields=KEY,
            update_fields=TOLD,
        )
        written += len(found)
    into.counts["predecessors"] = areas.predecessors_not_held(into)
    return written
