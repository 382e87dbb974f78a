"""Every message of the directory, gathered from its rooms."""

from directory.call_outs import messages as call_outs
from directory.drills import messages as drills
from directory.listings import messages as listings


def register_all() -> None:
    for room in (call_outs, drills, listings):
        room.register_all()
