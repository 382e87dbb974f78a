"""How long the rows of this app are kept: all of it is public."""

from network.privacy.retention import Rows

WORDS = "public: what was promised, by whom and when, stays on record"

NAMES = ("CovenantText", "Figure", "Promise", "Signatory", "Statement", "YearFigure")
ROWS = tuple(Rows(model=f"covenant.{name}", stays=WORDS) for name in NAMES)
