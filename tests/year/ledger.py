"""What was seen, written down as it happened: the product deletes its own rows in time, and this does not."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import F

from directory.models import CallOutEvent
from inspections.models import CheckIn, Inspection, PleaseRing, SilenceStep
from network.models import HelpRequest, Tie, WordKey
from network.privacy import key_store
from network.privacy.retention import ROWS
from outbox.models import Message

# Said apart from the product's own table: by which column a row is over, and how many days it may then stay.
STAYS = {
    Message: (
        "useful_until",
        31,
        {"state__in": Message.FINAL, "kind__in": ["check-in", "nudge", "nudge-now", "call-out"]},
    ),
    PleaseRing: ("ended_at", 31, {}),
    SilenceStep: ("at", 120, {}),
    Tie: ("to_at", 31, {"subject__startswith": "standing-in:"}),
    HelpRequest: ("asked_at", 91, {}),
    WordKey: ("keep_until", 1, {"deleted_at": None}),
    CallOutEvent: ("call_out__closed_at", 31, {}),
}
CHECK_IN = ("pk", "head_id", "inspection_id", "rule", "occurrence", "due_at", "send_at", "useful_until", "state")
CHECK_IN += ("answered_at", "via")
LEFT = ("message_id", "to_id", "kind", "about", "occurrence", "path", "channel", "urgent", "second", "sent_at")
LEFT += ("due_at", "pk")


class Row(dict):
    """Values by name."""

    def __getattr__(self, name: str):
        return self[name]


@dataclass
class Ledger:
    left: list[Row] = field(default_factory=list)  # messages, in the order in which they left
    check_ins: dict[int, Row] = field(default_factory=dict)  # each as it was last
    steps: dict[int, Row] = field(default_factory=dict)
    stood_in: dict[int, Row] = field(default_factory=dict)
    inspections: dict[int, Row] = field(default_factory=dict)
    sizes: dict[str, dict[str, int]] = field(default_factory=dict)  # by month, by model
    overdue: Counter[str] = field(default_factory=Counter)  # rows that a nightly run left although their time was over
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    _night: datetime | None = None
    _seen: set[tuple[int, datetime]] = field(default_factory=set)

    def look(self, moment: datetime) -> list[Row]:
        """What has left since the last look; and twice a day the rest."""
        since = moment - timedelta(days=2)
        rows = Message.objects.filter(sent_at__gt=since).order_by("sent_at", "pk").values(*LEFT)
        new = [Row(row) for row in rows if (row["pk"], row["sent_at"]) not in self._seen]
        self._seen |= {(row.pk, row.sent_at) for row in new}
        self.left += new
        if self._night is None or moment - self._night >= timedelta(hours=12):
            self._night = moment
            self.snapshot()
        return new

    def snapshot(self) -> None:
        self.check_ins |= {row["pk"]: Row(row) for row in CheckIn.objects.values(*CHECK_IN)}
        steps = SilenceStep.objects.values("pk", "check_in_id", "step", "at", "asked_id", head_id=F("check_in__head"))
        self.steps |= {row["pk"]: Row(row) for row in steps}
        ties = Tie.objects.filter(subject__startswith="standing-in:")
        self.stood_in |= {row["pk"]: Row(row) for row in ties.values("pk", "head_id", "subject", "from_at", "to_at")}
        self.inspections |= {row["id"]: Row(row) for row in Inspection.objects.values()}

    def month(self, moment: datetime) -> None:
        """How many rows each table has, and what should have gone the day before."""
        name = f"{moment:%Y-%m}"
        self.sizes[name] = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
        for line in ROWS:
            if line.over is not None and (count := line.over(moment - timedelta(days=1)).count()):
                self.overdue[f"{line.model} in {name}"] += count
        for model, (column, days, more) in STAYS.items():
            rows = model._default_manager.filter(**{f"{column}__lte": moment - timedelta(days=days)}, **more)
            if count := rows.count():
                self.overdue[f"{model._meta.label} in {name}, {days} days after {column}"] += count
        for key in WordKey.objects.filter(deleted_at__lte=moment - timedelta(days=1)):
            if key_store.has(key.pk):
                self.overdue[f"a deleted key in {name}"] += 1
