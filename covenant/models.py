"""The models of the rooms, gathered: Django looks for them here and nowhere else."""

from covenant.figures.models import Figure, YearFigure
from covenant.signatories.models import Signatory
from covenant.statements.models import Statement
from covenant.text.models import CovenantText, Promise
