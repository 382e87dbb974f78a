"""Support plans: rows 24 to 26. This one is shared with the buddy, before publication: she reads and says something."""

from inspections.models import SupportPlan
from inspections.support.actions import support as actions
from network import clock
from network.models import Tie
from tests.factories import TieFactory
from tests.house.access import MEMBERS, POST_ONLY, line, only


def build(cast):
    plan = SupportPlan.objects.create(head=cast.head, inspection=cast.inspection)
    TieFactory(head=cast.head, person=cast.buddy, kind=Tie.SHARED, subject=actions.what(plan))
    cast.things |= {
        "plan": plan,
        "plan_line": actions.add_line(by=cast.head, plan=plan, kind="peer_review", words="words"),
        "plan_meeting": actions.meet(
            by=cast.head, plan=plan, on=clock.today(), about_her_post=False, union_invited=False
        ),
    }


def _plan(cast):
    return {"public_id": cast.plan.public_id}


READERS = only("HO", "BD")
HERS = only("HO", ok=302)

LINES = {
    "inspections:support": line(get=MEMBERS),
    "inspections:support-open": line(
        24, get=POST_ONLY, post=HERS, kwargs=lambda cast: {"public_id": cast.inspection.public_id}
    ),
    "inspections:support-plan": line(25, get=READERS, kwargs=_plan),
    "inspections:support-link": line(25, get=only("HO", "BD", ok=302), kwargs=_plan),
    "inspections:support-write": line(24, get=POST_ONLY, post=HERS, kwargs=_plan, data=lambda cast: {"shared": "x"}),
    "inspections:support-add": line(25, get=only("HO"), kwargs=lambda cast: _plan(cast) | {"what": "offer"}),
    "inspections:support-union": line(
        24, get=only("HO"), post=HERS, kwargs=_plan, data=lambda cast: {"name": "words", "reach": "words"}
    ),
    "inspections:support-comment": line(
        25, get=POST_ONLY, post=only("HO", "BD", ok=302), kwargs=_plan, data=lambda cast: {"words": "words"}
    ),
    "inspections:support-share": line(26, get=only("HO"), kwargs=_plan),
    "inspections:support-dispute": line(24, get=POST_ONLY, post=HERS, kwargs=_plan),
    "inspections:support-close": line(24, get=POST_ONLY, post=HERS, kwargs=_plan),
    "inspections:support-record": line(
        25,
        get=POST_ONLY,
        post=HERS,
        kwargs=lambda cast: {"public_id": cast.plan_meeting.public_id, "kind": "meeting", "what": "show"},
    ),
    "inspections:support-line-change": line(
        24,
        get=only("HO"),
        post=HERS,
        kwargs=lambda cast: {"public_id": cast.plan_line.public_id},
        data=lambda cast: {"kind": "union"},
    ),
    "inspections:support-line": line(
        25,
        get=POST_ONLY,
        post=HERS,
        kwargs=lambda cast: {"public_id": cast.plan_line.public_id, "what": "kept"},
    ),
}
