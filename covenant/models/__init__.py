from covenant.models.figure import Figure
from covenant.models.signatory import Signatory
from covenant.models.statement import Statement
from covenant.models.text import CovenantText, Promise

__all__ = ["CovenantText", "Figure", "Promise", "Signatory", "Statement"]
