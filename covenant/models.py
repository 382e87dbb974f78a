from covenant.figures.models import Figure
from covenant.signatories.models import Signatory
from covenant.statements.models import Statement
from covenant.text.models import CovenantText, Promise

__all__ = ["CovenantText", "Figure", "Promise", "Signatory", "Statement"]
