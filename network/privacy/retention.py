"""How long we keep what. `TABLE` is what the public page shows; `ROWS` says the same of every model, and is what the
hourly deletion works with (network/privacy/actions/retention.py). Each app adds its own in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from network import beside


class Kept(NamedTuple):
    what: str
    until: str
    days: int | None = None

    def before(self, now: datetime) -> datetime:
        """Whatever was over by then is kept no longer."""
        return now - timedelta(days=self.days or 0)


_FILE = beside.read(__file__, "retention.toml")
KEPT = {name: Kept(**row) for name, row in _FILE.items()}
TABLE = tuple(KEPT.values())
CHECK_INS = KEPT["check_ins"]
TRACES = KEPT["traces"]
LOG = KEPT["log"]
CALL_OUT = KEPT["call_out"]
CALL_OUT_ROW = KEPT["call_out_row"]
ASK = KEPT["ask"]
HELP = KEPT["help"]
HELP_UNANSWERED = timedelta(days=90)
MESSAGE = KEPT["message"]
ROUND = KEPT["round"]
PAST = KEPT["past"]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What becomes of the rows of one model, named as "app.Model".

    `over(now)` gives those that are kept no longer, or `by` names the task of ours that deletes them in another way.
    Rows of neither kind stay, and `stays` says why, or with what they go. A model may have several lines."""

    model: str
    over: Callable[[datetime], QuerySet] | None = None
    by: str = ""
    stays: str = ""


def staying(module: str) -> list[Rows]:
    """The rows of an app that stay, and why: `kept_rows.toml` beside its kept_rows.py."""
    return [Rows(model=model, stays=why) for model, why in beside.read(module, "kept_rows.toml").items()]


def passed(model: Any, moment: str, kept: Kept) -> Callable[[datetime], QuerySet]:
    """For `over`: the rows of which this moment, a field of theirs, lies so far back."""
    return lambda now: model.objects.filter(**{f"{moment}__lte": kept.before(now)})


ROWS: list[Rows] = []
