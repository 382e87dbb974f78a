"""Every message this app sends, gathered from its rooms."""

from inspections.aftercare import messages as aftercare
from inspections.buddy_care import messages as buddy_care
from inspections.calls import messages as calls
from inspections.check_ins import messages as check_ins
from inspections.nudges import messages as nudges
from inspections.offers import messages as offers
from inspections.ringing import messages as ringing
from inspections.silence import messages as silence
from inspections.standby import messages as standby
from inspections.support import messages as support


def register_all() -> None:
    for room in (aftercare, calls, check_ins, buddy_care, offers, ringing, silence, support):
        nudges.ABOUT.update(room.ABOUT)
    for room in (nudges, check_ins, standby):
        room.register_all()
