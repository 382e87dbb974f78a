"""The weeks after: deadlines, letters, the plan as a file, a pause, the call sheet; and the rules of the deadlines."""

from inspections.models import DeadlineRule, EstimateRow
from tests.house.access import MEMBERS, POST_ONLY, line, only


def _inspection(cast):
    return {"public_id": cast.inspection.public_id}


def _rule(cast):
    return {"public_id": DeadlineRule.objects.get(code="draft").public_id}


def _estimate(cast):
    return {"public_id": EstimateRow.objects.get(code="call_hours_to").public_id}


def _fact(cast):
    return _estimate(cast) | {"kind": "estimate"}


def _pause(cast):
    return {"paused_on": cast.inspection.starts_on.isoformat()}


LINES = {
    "inspections:who-can-i-tell": line(get=MEMBERS),
    "inspections:inspection-deadlines": line(get=only("HO", "DP", "BD"), kwargs=_inspection),
    "inspections:comment-offer": line(
        26,
        get=only("HO"),
        post=only("HO", ok=302),
        kwargs=_inspection,
        data=lambda cast: {"what": "forget"},
    ),
    "inspections:comments-shared": line(get=only("OF")),
    # Inspectors are still there, so that nothing of it can be noted yet.
    "inspections:inspection-noted": line(
        18,
        get=POST_ONLY,
        post=only("HO", "DP", ok=409),
        kwargs=_inspection,
        data=lambda cast: {"what": "draft"},
    ),
    "inspections:inspection-letters": line(18, get=only("HO", "DP"), kwargs=_inspection),
    "inspections:inspection-plan": line(get=only("HO", "DP", "BD"), kwargs=_inspection),
    "inspections:inspection-pause": line(
        18, get=only("HO", "DP"), post=only("HO", "DP", ok=302), kwargs=_inspection, data=_pause
    ),
    "inspections:inspection-put-off": line(18, get=only("HO", "DP"), post=only("HO", "DP", ok=302), kwargs=_inspection),
    "inspections:inspection-call-sheet": line(17, get=only("DP", "BD") | {"HO": 302}, kwargs=_inspection),
    # Her own: whoever leads a school has one.
    "inspections:call-sheet": line(get=only("HO", "HX", "BD", "BR", "BX")),
    "inspections:call-sheet-keep": line(get=POST_ONLY, post=only("HO", "HX", "BD", "BR", "BX")),
    "inspections:deadline-rule-list": line(38, get=only("AD")),
    "inspections:deadline-rule-edit": line(38, get=only("AD"), kwargs=_rule),
    "inspections:estimates": line(38, get=only("AD")),
    "inspections:facts": line(38, get=only("AD")),
    "inspections:fact-checked": line(38, get=POST_ONLY, post=only("AD", ok=302), kwargs=_fact),
    "inspections:estimate-edit": line(38, get=only("AD"), kwargs=_estimate),
}
