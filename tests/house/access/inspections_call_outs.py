"""Calling on the directory while inspectors are on site."""

from tests.house.access import line, only

LINES = {
    "inspections:call-a-colleague": line(
        27,
        get=only("HO", "DP", "BD", ok=302),  # one is live: it leads there
        kwargs=lambda cast: {"public_id": cast.inspection.public_id},
    ),
}
