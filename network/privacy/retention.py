"""How long we keep what. `TABLE` is what the public page shows; `ROWS` says the same of every model, and is what the
hourly deletion works with (network/privacy/actions/retention.py). Each app adds its own in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet


class Kept(NamedTuple):
    what: str
    until: str
    days: int | None = None

    def before(self, now: datetime) -> datetime:
        """Whatever was over by then is kept no longer."""
        return now - timedelta(days=self.days or 0)


CHECK_INS = Kept(
    "Check-in answers, and notes a head shared with her buddy",
    "30 days after their phase of the inspection ends, or after they were given where that was later",
    30,
)
TRACES = Kept(
    "That a check-in stayed unanswered, that a head asked to be rung or has gone quiet, who was asked to ring, "
    "and that a reserve stood in",
    "30 days after it was over: after she was heard of again, or after her inspection or account was closed; "
    "13 months at most",
    30,
)
LOG = Kept(
    "A head’s own log and support plan",
    "90 days after the inspection closes, or for as long as a plan, a complaint or a dispute that she marks is open. "
    "She is warned 30 and 7 days before.",
    90,
)
CALL_OUT = Kept("What was written in a call for a colleague, and who was asked", "30 days after it closes", 30)
CALL_OUT_ROW = Kept(
    "That there was a call for a colleague, what about, and who said yes",
    "13 months after it closes: the yearly figures are made of it",
    400,
)
ASK = Kept(
    "How a head may be reached, where she wrote it when she asked for help",
    "until she takes it back, and 90 days at most",
    90,
)
HELP = Kept(
    "A name and a number that somebody left on the public page to be rung",
    "30 days after they were rung, or 90 days where nobody could ring them",
    30,
)
HELP_UNANSWERED = timedelta(days=90)
MESSAGE = Kept(
    "That we sent you a message (what is in it is not kept at all)",
    "30 days after it was of use; of the reminder of a yearly declaration, 13 months",
    30,
)
ROUND = Kept(
    "A round of the matching: who was suggested for whom and why; and what a file of pairings said",
    "90 days after it was made or published. The pairings that came of it stay.",
    90,
)
PAST = Kept("Days off, drills, invitations and requests that are over", "13 months after they were over", 400)
ACCOUNT = Kept(
    "A head’s account, buddy and after-care; her inspections’ days; her pairings",
    "at least 12 months after she leaves a school, unless she closes it",
)
AUDIT = Kept(
    "The list of who did what with your record, and who looked at it",
    "as long as the network lasts. What you write, answer, ask or share, and what is asked because of it, stands "
    "there as “changed something in the record”, and no more.",
)
TABLE = (CHECK_INS, TRACES, LOG, CALL_OUT, CALL_OUT_ROW, ASK, HELP, MESSAGE, ROUND, PAST, ACCOUNT, AUDIT)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What becomes of the rows of one model, named as "app.Model".

    `over(now)` gives those that are kept no longer, or `by` names the task of ours that deletes them in another way.
    Rows of neither kind stay, and `stays` says why, or with what they go. A model may have several lines."""

    model: str
    over: Callable[[datetime], QuerySet] | None = None
    by: str = ""
    stays: str = ""


def passed(model: Any, moment: str, kept: Kept) -> Callable[[datetime], QuerySet]:
    """For `over`: the rows of which this moment, a field of theirs, lies so far back."""
    return lambda now: model.objects.filter(**{f"{moment}__lte": kept.before(now)})


ROWS: list[Rows] = []
