"""The directory's pages: rows 27 to 33 of the matrix."""

from datetime import timedelta

from directory.models import Asked, CallOut, Drill, Leave
from network import clock
from tests.directory import make
from tests.house.access import POST_ONLY, answers, line, members, only


def build(cast):
    now = clock.now()
    member, taker = make.listing(cast.directory_member), make.listing(cast.acceptor)
    call = make.call_out(
        cast.head, cast.school, state=CallOut.TAKEN, winner=taker, won_at=now, look_again_at=now + timedelta(hours=1)
    )
    cast.things |= {
        "listing": member,
        "call_out": call,
        "asked": Asked.objects.create(call_out=call, listing=member, wave=1),
        "asked_taker": Asked.objects.create(call_out=call, listing=taker, wave=1, answer="yes", answered_at=now),
        "leave": Leave.objects.create(listing=member, starts_on=clock.today(), ends_on=clock.today()),
        "drill": Drill.objects.create(started_by=cast.officer, ends_at=now - timedelta(days=1)),
    }


def _listing(cast):
    return {"public_id": cast.listing.public_id}


def _call(cast):
    return {"public_id": cast.call_out.public_id}


def _sure(cast):
    """A gap in the cover is told first; this is the second press."""
    return {"sure": "on"}


OWN = only("DS", "DA")
OWN_POST = only("DS", "DA", ok=302)
SIDE = only("HO", "DP", "BD", ok=302)
BEHIND_A_LINK = answers(404)  # nobody brings a cookie here: the page is the same for all

LINES = {
    "directory:directory": line(31, get=members(200, SE=404, SX=404)),
    "directory:directory-join": line(get=POST_ONLY, post=members(302, SE=404, SX=404)),
    "directory:mine": line(32, get=OWN),
    "directory:mine-any-head": line(51, get=POST_ONLY, post=OWN_POST, data=lambda cast: {"on": "yes"}),
    "directory:mine-declaration": line(32, get=OWN),
    "directory:mine-week": line(32, get=OWN),
    "directory:mine-leave": line(32, get=OWN),
    "directory:mine-leave-end": line(
        get=POST_ONLY,
        post=only("DS", ok=302),
        kwargs=lambda cast: {"public_id": cast.leave.public_id},
    ),
    "directory:mine-pause": line(32, get=POST_ONLY, post=OWN_POST, data=_sure),
    "directory:listing": line(31, get=only("OF", "AD"), kwargs=_listing),
    "directory:listing-approve": line(33, get=POST_ONLY, post=only("OF", ok=302), kwargs=_listing),
    "directory:listing-pause": line(33, get=POST_ONLY, post=only("OF", ok=302), kwargs=_listing, data=_sure),
    "directory:listing-contract": line(33, get=POST_ONLY, post=only("OF", ok=302), kwargs=_listing),
    "directory:cover": line(33, get=only("OF")),
    "directory:directory-settings": line(33, get=only("OF")),
    "directory:drill-start": line(33, get=POST_ONLY, post=only("OF", ok=302)),
    "directory:drill": line(33, get=only("OF"), kwargs=lambda cast: {"public_id": cast.drill.public_id}),
    "directory:drill-here": line(get=BEHIND_A_LINK, post=BEHIND_A_LINK),
    "directory:drill-link": line(get=answers(302), kwargs=lambda cast: {"token": "x" * 24}),
    "directory:call-out": line(28, get=only("HO", "DP", "BD", "DA"), kwargs=_call),
    "directory:call-out-cancel": line(27, get=POST_ONLY, post=SIDE, kwargs=_call),
    "directory:call-out-spoken": line(get=POST_ONLY, post=only("HO", "DP", "BD", "DA", ok=302), kwargs=_call),
    "directory:call-out-done": line(27, get=POST_ONLY, post=SIDE, kwargs=_call),
    "directory:call-out-more": line(
        27, get=POST_ONLY, post=SIDE, kwargs=_call, data=lambda cast: {"more-need": "conduct"}
    ),
    "directory:asked": line(29, 30, get=only("DS"), kwargs=lambda cast: {"public_id": cast.asked.public_id}),
    "directory:asked-done": line(  # refused until they have spoken
        30,
        get=POST_ONLY,
        post=only("DA", ok=409),
        kwargs=lambda cast: {"public_id": cast.asked_taker.public_id},
    ),
    "directory:answer": line(30, get=BEHIND_A_LINK, post=BEHIND_A_LINK),
    "directory:answer-link": line(get=answers(302), kwargs=lambda cast: {"token": "x" * 24}),
}
