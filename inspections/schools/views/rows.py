"""The rows of the officer's table, drawn in one go: a template's variable for each cell of each row would cost more
than everything else on the page (`bench/schools_table.py`). Every value is escaped, whatever it is."""

import uuid
from html import escape

from django.utils.safestring import SafeString

from buddies.models import Pairing
from inspections.schools.forms import PHASES
from inspections.schools.queries.table import Row
from inspections.windows.window import NEVER_QUIET

LIGHTS = {Pairing.IN_FORCE: "Paired", Pairing.PAUSED: "Paused", Pairing.ASKED: "Asked, waiting"}
PHASES_SHOWN = frozenset(value for value, _ in PHASES if value and value != "Not applicable")
APART = "\x1f"
LABELS = ("Window", "Opens", "Usual date", "Law’s last date", "How sure", "Buddy")
ROW = (
    '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header"><a class="govuk-link" href="%s%s/">%s</a>'
    '<br><span class="govuk-hint">%s, %s%s</span></th>'
    + "".join(f'<td class="govuk-table__cell" data-label="{label}">%s</td>' for label in LABELS)
    + "</tr>\n"
)


def drawn(rows: list[Row], base: str) -> SafeString:
    """`base` is the address that each school's page is below."""
    cells = [cell for row in rows for cell in _cells(row, base)]
    told = escape(APART.join(cells)).split(APART)  # all together: a tenth of the time
    if len(told) != len(cells):  # one holds what stands between them
        told = list(map(escape, cells))
    return SafeString(ROW * len(rows) % tuple(told))  # nosec B703: every cell was escaped in the lines above


def _cells(row: Row, base: str) -> tuple[str, ...]:
    return (
        base,
        row.public_id if len(row.public_id) == 36 else str(uuid.UUID(row.public_id)),  # SQLite keeps no dashes
        row.name,
        row.urn,
        row.area,
        f", {row.phase}" if row.phase in PHASES_SHOWN else "",
        f"{row.rule}, open" if row.in_window else f"{row.rule}, not open",
        row.opens,
        row.due or ("Any time" if row.rule in NEVER_QUIET else "Not known"),
        row.limit,
        row.confidence,
        LIGHTS.get(row.light, "Nobody yet"),
    )
