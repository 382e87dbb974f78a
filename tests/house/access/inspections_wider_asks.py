"""Asking more people to ring. In the story DA has said yes first; DS and HX were asked, too."""

from inspections.models import WiderAsk, WiderAsked
from network import clock
from network.contact import actions as any_head
from network.models import Tie
from tests import factories as f
from tests.house.access import POST_ONLY, line, only


def build(cast):
    now = clock.now()
    ask = WiderAsk.objects.create(
        head=cast.head, inspection=cast.inspection, any_head_at=now, taken_at=now, taken_by=cast.acceptor
    )
    f.TieFactory(head=cast.head, person=cast.acceptor, kind=Tie.RING, subject=f"ring-today:{ask.public_id}")
    cast.things["asked_to_ring"] = {}
    for column in ("HX", "DS", "DA"):
        any_head.choose(by=cast[column], on=True)
        more = {"answer": WiderAsked.YES, "answered_at": now} if column == "DA" else {}
        row = WiderAsked.objects.create(ask=ask, person=cast[column], role=WiderAsked.ANY_HEAD, **more)
        cast.things["asked_to_ring"][column] = row


def _of(column):
    return lambda cast: {"public_id": cast.asked_to_ring[column].public_id}


def _call_back(cast):
    return {"name": "Hollis Example", "phone": "07700 900123"}


HEADS = ("HO", "HX", "BD", "BR", "BX")
NOT_YET = dict.fromkeys(HEADS[1:], 409)  # nobody waits to be rung
OWN = {"kwargs": _of("DS"), "kwargs_of": {"HX": _of("HX"), "DA": _of("DA")}}
ASKED = only("HX", "DS", "DA", ok=302)

LINES = {
    "inspections:ask-more": line(52, get=only(*HEADS)),
    "inspections:ask-suggested": line(52, get=POST_ONLY, post=only("HO", ok=302) | NOT_YET),
    "inspections:ask-any-head": line(52, get=POST_ONLY, post=only("HO", ok=302) | NOT_YET),
    "inspections:ask-call-back": line(52, get=POST_ONLY, post=only(*HEADS, ok=302), data=_call_back),
    "inspections:call-back-seen": line(52, get=POST_ONLY, post=only(*HEADS, ok=302)),
    "inspections:ask-settled": line(52, get=POST_ONLY, post=only("HO", ok=302)),
    "inspections:asked-today-yes": line(53, get=POST_ONLY, post=ASKED, **OWN),
    "inspections:asked-today-no": line(53, get=POST_ONLY, post=ASKED, **OWN),
    "inspections:asked-today-seen": line(53, get=POST_ONLY, post=ASKED, **OWN),
    "inspections:asked-today-spoken": line(54, get=POST_ONLY, post=only("DA", ok=302), **OWN),
}
