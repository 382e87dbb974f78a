"""The reminder of the one choice after the draft."""

from inspections.aftercare import actions
from inspections.nudges.messages import StillWanted

ABOUT: dict[str, StillWanted] = {
    "choice": lambda message, pk: actions.reminder_is_wanted(message=message, inspection=pk),
}
