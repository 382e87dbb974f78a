"""How long we keep what, as the public page shows it. The days are what the nightly deletion works with."""

from typing import NamedTuple


class Kept(NamedTuple):
    what: str
    until: str
    days: int | None = None


CHECK_INS = Kept(
    "Check-in answers, and notes a head shared with her buddy",
    "30 days after their phase of the inspection ends, or after they were given where that was later",
    30,
)
TRACES = Kept("That a head asked to be rung, or has gone quiet", "30 days after it was over", 30)
LOG = Kept(
    "A head’s own log and support plan",
    "90 days after the inspection closes, or for as long as a plan, a complaint or a dispute that she marks is open. "
    "She is warned 30 and 7 days before.",
    90,
)
CALL_OUT = Kept("What was written in a call for a colleague", "30 days after it closes", 30)
ASK = Kept(
    "How a head may be reached, where she wrote it when she asked for help",
    "until she takes it back, and 90 days at most",
    90,
)
ROUND = Kept(
    "A round of the matching: who was suggested for whom and why; and what a file of pairings said",
    "90 days after it was made or published. The pairings that came of it stay.",
    90,
)
ACCOUNT = Kept(
    "A head’s account, buddy and after-care", "at least 12 months after she leaves a school, unless she closes it"
)
TABLE = (CHECK_INS, TRACES, LOG, CALL_OUT, ASK, ROUND, ACCOUNT)
