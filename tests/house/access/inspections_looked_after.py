"""The pages of whoever stands by somebody or may offer to; a check-in is the buddy's alone."""

from inspections.models import BuddyCheckIn
from network import clock
from tests.house.access import POST_ONLY, line, only


def build(cast):
    cast.things["buddy_check_in"] = BuddyCheckIn.objects.create(
        inspection=cast.inspection, buddy=cast.buddy, due_at=clock.now()
    )


# Who leads a school or has led one, and the pair's own.
BUDDIES = ("HO", "HX", "BD", "BR", "BX")

LINES = {
    "inspections:looked-after": line(get=only(*BUDDIES)),
    "inspections:standby": line(get=only(*BUDDIES), post=only(*BUDDIES, ok=302), data=lambda cast: {"on": "no"}),
    "inspections:buddy-agreement": line(get=only(*BUDDIES), post=only(*BUDDIES, ok=302)),
    "inspections:buddy-agreement-note": line(get=POST_ONLY, post=only(*BUDDIES, ok=302)),
    "inspections:buddy-check-in": line(
        get=only("BD"),
        post=only("BD", ok=302),
        data=lambda cast: {"answer": "fine"},
        kwargs=lambda cast: {"public_id": cast.buddy_check_in.public_id},
    ),
}
