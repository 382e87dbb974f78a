"""The call, inspections, check-ins and "please ring me". Windows have a file of their own."""

from datetime import timedelta

from inspections.calls.actions import inspections as actions
from inspections.models import CheckIn, Inspection, PleaseRing, Told
from inspections.phones import actions as phones
from inspections.ringing.actions import please_ring
from network import clock
from outbox import actions as outbox
from outbox.models import Message
from outbox.wording import tokens
from tests.house.access import MEMBERS, POST_ONLY, answers, line, members, only


def build(cast):
    today = clock.today()
    undone = Inspection.objects.create(
        head=cast.head, school=cast.school, starts_on=today, ends_on=today, undone_at=clock.now()
    )
    for column, role in (("BD", Told.BUDDY), ("BR", Told.RESERVE), ("SH", Told.CHOSEN)):
        Told.objects.create(inspection=undone, person=cast[column], role=role)
    inspection = actions.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=today, ends_on=today + timedelta(days=1)
    )
    now = clock.now()
    # On a slow machine asking all lines takes longer than the ten minutes in which a call can be undone.
    inspection.called_at = now + timedelta(hours=1)
    inspection.save(update_fields=["called_at"])
    check_in = CheckIn.objects.create(
        head=cast.head,
        inspection=inspection,
        rule=CheckIn.AGAIN,
        occurrence="access",
        due_at=now - timedelta(hours=1),
        send_at=now - timedelta(hours=1),
        useful_until=now + timedelta(days=1),
    )
    message = outbox.put(
        to=cast.head,
        kind="check-in",
        occurrence=f"{check_in.public_id}.{check_in.generation}",
        by=None,
        about=f"checkin:{check_in.pk}",
        path="/c/{token}/",
    )
    phone, _ = phones.register(by=cast.head)
    cast.things |= {
        "inspection": inspection,
        "undone": undone,
        "check_in": check_in,
        "check_in_token": tokens.make(message),
        "press_token": tokens.make(Message.objects.get(to=cast.buddy, about__startswith="told:", state=Message.DUE)),
        "trusted_phone": phone,
        "please_ring": please_ring.ask(head=cast.head, by=cast.head, via=PleaseRing.SIGNED_IN),
    }


def _inspection(cast):
    return {"public_id": cast.inspection.public_id}


def _check_in(cast):
    return {"public_id": cast.check_in.public_id}


def _ring(cast):
    return {"public_id": cast.please_ring.public_id}


def _days(cast):
    first = clock.today() + timedelta(days=30)
    return {"kind": "full", "starts_on": first.isoformat(), "ends_on": (first + timedelta(days=1)).isoformat()}


# Whoever leads a school has the button: HX, BD, BR and BX for their own.
LEADS = ("HO", "HX", "DP", "BD", "BR", "BX")
NO_TOKEN = answers(404)
TAKES = only("HO", "DP", ok=302)

LINES = {
    # Without the cookie that the link sets: the same for everybody. (Asked before the link's own line.)
    "inspections:check-in": line(get=NO_TOKEN, post=NO_TOKEN),
    "inspections:today": line(get=MEMBERS),
    "inspections:call": line(get=only(*LEADS)),
    "inspections:inspection": line(17, get=only("HO", "DP", "BD", "SH"), kwargs=_inspection),
    "inspections:inspection-change": line(18, get=only("HO", "DP"), post=TAKES, kwargs=_inspection, data=_days),
    "inspections:inspection-dates": line(18, get=POST_ONLY, post=TAKES, kwargs=_inspection),
    "inspections:inspection-undo": line(18, get=POST_ONLY, post=TAKES, kwargs=_inspection),
    "inspections:inspection-undo-seen": line(
        56,
        get=POST_ONLY,
        post=only("BD", "BR", "SH", ok=302),
        kwargs=lambda cast: {"public_id": cast.undone.public_id},
    ),
    "inspections:inspection-first-hour": line(
        18, get=POST_ONLY, post=TAKES, kwargs=_inspection, data=lambda cast: {"what": "chair"}
    ),
    "inspections:inspection-close": line(18, get=only("HO", "DP"), post=TAKES, kwargs=_inspection),
    "inspections:inspection-days-seen": line(get=POST_ONLY, post=only("BD", "BR", "SH", ok=302), kwargs=_inspection),
    "inspections:inspection-seen": line(
        get=POST_ONLY, post=only("BD", "SH", ok=302) | {"HO": 403, "DP": 403}, kwargs=_inspection
    ),
    "inspections:press": line(58, get=NO_TOKEN, post=NO_TOKEN),
    "inspections:press-link": line(
        58, get=answers(302), post=answers(405), kwargs=lambda cast: {"token": cast.press_token}
    ),
    "inspections:check-in-link": line(
        21, get=answers(302), post=answers(405), kwargs=lambda cast: {"token": cast.check_in_token}
    ),
    "inspections:check-ins": line(get=MEMBERS),  # each sees her own
    "inspections:check-ins-forget": line(get=POST_ONLY, post=members(302)),
    "inspections:check-in-answer": line(
        21, get=only("HO"), post=only("HO", ok=302), kwargs=_check_in, data=lambda cast: {"answer": "fine"}
    ),
    "inspections:check-in-confirm": line(21, get=POST_ONLY, post=only("HO", ok=302), kwargs=_check_in),
    "inspections:check-in-spoken": line(get=POST_ONLY, post=only("BD", ok=302), kwargs=_check_in),
    "inspections:standing-by": line(get=only("BD"), kwargs=lambda cast: {"public_id": cast.head.public_id}),
    "inspections:please-ring-me": line(get=MEMBERS, post=members(302)),
    "inspections:nobody-rang": line(52, get=POST_ONLY, post=only("HO", "HX", "BD", "BR", "BX", ok=302)),
    "inspections:please-ring-taking": line(get=POST_ONLY, post=only("BD", ok=302), kwargs=_ring),
    "inspections:please-ring-seen": line(get=POST_ONLY, post=only("HO", "BD", ok=302), kwargs=_ring),
    "inspections:please-ring-spoken": line(get=POST_ONLY, post=only("HO", "BD", ok=302), kwargs=_ring),
    "inspections:phones": line(get=MEMBERS, post=members(302), data=lambda cast: {"name": "Mine"}),
    "inspections:phone-remove": line(
        7,
        get=POST_ONLY,
        post=only("HO", ok=302),
        kwargs=lambda cast: {"public_id": cast.trusted_phone.public_id},
    ),
    "inspections:network": line(get=members(301)),
    "inspections:phone": line(get=NO_TOKEN),
    "inspections:phone-number": line(59, get=NO_TOKEN),
    "inspections:phone-call": line(get=answers(405), post=NO_TOKEN),
    "inspections:phone-ring": line(get=answers(405), post=NO_TOKEN),
}
