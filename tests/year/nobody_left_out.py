"""Whether the tick leaves somebody out: whoever changes a fact has to mark the heads whose plans hang on it."""

from datetime import datetime

from django.db import transaction

from inspections.check_ins.actions import due, planning
from inspections.models import CheckIn
from inspections.visits.schedule import HORIZON
from network import clock
from tests.year.calendar import DAY, LONDON

SHOWN = ("head_id", "inspection_id", "rule", "occurrence", "due_at", "send_at", "useful_until", "state")


class NobodyLeftOut:
    """Once a day, before the night in which everybody is planned anyway: the marked heads are planned, then everybody,
    and all of it is rolled back. What planning everybody would still change is what nobody has marked."""

    def __init__(self) -> None:
        self.looks = 0
        self.against: list[str] = []

    def look(self) -> None:
        self.looks += 1
        now = clock.now()
        with transaction.atomic():
            due.plan_due()
            before = _check_ins(now)
            planning.plan_check_ins()
            self.against += [f"{_when(now)}: {each}" for each in sorted(map(str, _check_ins(now) ^ before))]
            transaction.set_rollback(True)


def _check_ins(now: datetime) -> set[tuple]:
    """But for those of the day on which the horizon ends: the night plans them."""
    return set(CheckIn.objects.filter(due_at__lt=now + HORIZON - DAY).values_list(*SHOWN))


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%a %d %b %Y %H.%M}"
