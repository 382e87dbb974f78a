"""Windows: the table, a school's page, the head's own page, and the rules."""

from inspections.models import WindowRule
from tests.house.access import POST_ONLY, line, only


def _school(cast):
    return {"public_id": cast.school.public_id}


def _rule(cast):
    return {"public_id": WindowRule.objects.get(code="W2").public_id}


LINES = {
    "inspections:window": line(get=only("HO", "HX", "BD", "BR", "BX")),  # each sees her own: all of these lead a school
    # Every school's window at once: of row 8, those who run the network.
    "inspections:schools": line(get=only("OF", "AD")),
    "inspections:schools-csv": line(get=only("OF", "AD")),
    "inspections:school": line(8, get=only("HO", "DP", "BD", "BR", "OF", "AD"), kwargs=_school),
    "inspections:school-window-set": line(
        8,
        get=POST_ONLY,
        post=only("HO", "OF", "AD", ok=302),
        kwargs=_school,
        data=lambda cast: {"what": "open", "reason": "expected"},
    ),
    "inspections:window-rules": line(38, get=only("AD")),
    "inspections:window-rule-edit": line(38, get=only("AD"), post=only("AD"), kwargs=_rule),
}
