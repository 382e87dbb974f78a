from directory.models.availability import Leave, WeekDay
from directory.models.call_out import Asked, CallOut, CallOutEvent
from directory.models.drill import Drill, DrillAsked
from directory.models.listing import Listing, MustNotAdvise
from directory.models.settings import DirectorySettings

__all__ = [
    "Asked",
    "CallOut",
    "CallOutEvent",
    "DirectorySettings",
    "Drill",
    "DrillAsked",
    "Leave",
    "Listing",
    "MustNotAdvise",
    "WeekDay",
]
