"""Offers of improvement and supervision: row 46. The officer is the contact of the one in this story."""

from inspections.offers import actions
from tests.house.access import MEMBERS, POST_ONLY, line, members, only

HEADS = ("HO", "HX", "BD", "BR", "BX")
OFFERERS = ("OF", "SE", "SX")


def build(cast):
    offer = actions.put_up(by=cast.officer, kind="coaching", title="Example coaching", contact=cast.officer)
    cast.things |= {"offer": offer, "ask": actions.ask(by=cast.head, offer=offer, reach="07700 900123")}


def _offer(cast):
    return {"public_id": cast.offer.public_id}


def _ask(cast):
    return {"public_id": cast.ask.public_id}


def _readers(heads: int, **offerers: int):
    return members(404, **(dict.fromkeys(HEADS, heads) | offerers))


def _inspection(cast):
    return {"public_id": cast.inspection.public_id}


LINES = {
    "inspections:improvement-ask-kind": line(
        46, get=POST_ONLY, post=only(*HEADS, ok=302), data=lambda cast: {"kind": "coaching"}
    ),
    "inspections:feedback": line(get=only("HO"), kwargs=_inspection),
    "inspections:survey": line(get=only(*HEADS)),
    "inspections:totals": line(44, get=MEMBERS),
    "inspections:improvement": line(46, get=only(*HEADS, *OFFERERS)),
    "inspections:improvement-add": line(get=only(*OFFERERS)),
    "inspections:improvement-asks": line(get=MEMBERS),
    "inspections:improvement-ask": line(46, get=POST_ONLY, post=_readers(302, OF=403, SE=403, SX=403), kwargs=_offer),
    "inspections:improvement-withdraw": line(get=POST_ONLY, post=_readers(403, OF=302, SE=403, SX=403), kwargs=_offer),
    "inspections:improvement-take-back": line(get=POST_ONLY, post=only("HO", ok=302), kwargs=_ask),
    "inspections:improvement-in-touch": line(get=POST_ONLY, post=only("HO", "OF", ok=302), kwargs=_ask),
    "inspections:improvement-done": line(
        get=POST_ONLY, post=only("HO", ok=302), kwargs=_ask, data=lambda cast: {"helped": "yes"}
    ),
}
