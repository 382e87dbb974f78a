"""Calling on the directory while inspectors are on site."""

from tests.house.access import line, only

LINES = {
    "inspections:call-a-colleague": line(
        27,
        get=only("HO", "DP", "BD"),
        kwargs=lambda cast: {"public_id": cast.inspection.public_id},
    ),
}
