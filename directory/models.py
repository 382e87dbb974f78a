"""The models of the rooms, gathered: Django looks for them here and nowhere else."""

from directory.call_outs.models import Asked, CallOut, CallOutEvent
from directory.colleagues.models.availability import Leave, WeekDay
from directory.colleagues.models.listing import Listing, MustNotAdvise
from directory.drills.models import Drill, DrillAsked
from directory.settings.models import DirectorySettings
