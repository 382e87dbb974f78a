"""What those who watch the installation write: how each task went, and whether the alarm is raised.

Nothing here asks who may: the callers are the workers themselves.
"""

from datetime import datetime, timedelta

from django.db.models import F

from network import clock
from network.guarded import Failed, place_of
from network.site.models.watch import Alarm, TaskRun

NOTED_EVERY = timedelta(seconds=30)  # that all is well
AGAIN_AFTER = timedelta(minutes=1)  # the address of the alarm did not answer


def task_went_well(*, name: str) -> None:
    now = clock.now()
    run = TaskRun.objects.filter(name=name).first()
    if run is None:
        TaskRun.objects.bulk_create([TaskRun(name=name, well_at=now)], ignore_conflicts=True)
    elif run.failures or run.well_at is None or now - run.well_at >= NOTED_EVERY:
        TaskRun.objects.filter(pk=run.pk).update(well_at=now, failures=0)


def task_failed(*, name: str, error: BaseException) -> None:
    """`error` gives its class and place, never its words."""
    places = error.places if isinstance(error, Failed) else [place_of(error)]
    said = {
        "failed_at": clock.now(),
        "rows_failed": error.count if isinstance(error, Failed) else 1,
        "places": ", ".join(places)[:500],
    }
    if not TaskRun.objects.filter(name=name).update(failures=F("failures") + 1, **said):
        TaskRun.objects.bulk_create([TaskRun(name=name, failures=1, **said)], ignore_conflicts=True)


def turn(*, is_red: bool) -> bool:
    """Note which it is, where that has changed. Of several who watch, one changes it: for that one it is True."""
    now = clock.now()
    changes = {"is_red": is_red, "changed_at": now, "told_at": None, "try_at": now}
    if Alarm.objects.filter(id=1).exclude(is_red=is_red).update(**changes):
        return True
    if not is_red or Alarm.objects.exists():
        return False
    Alarm.objects.bulk_create([Alarm(id=1, **changes)], ignore_conflicts=True)
    return True


def take_telling(*, now: datetime) -> Alarm | None:
    """The change that ALARM_URL has still to be told of, for one caller; None where there is none now."""
    waits = Alarm.objects.filter(id=1, told_at__isnull=True, try_at__lte=now)
    alarm = waits.first()
    if alarm is None:
        return None
    mine = waits.filter(changed_at=alarm.changed_at, try_at=alarm.try_at)
    return alarm if mine.update(try_at=now + AGAIN_AFTER) else None


def told(*, alarm: Alarm) -> None:
    Alarm.objects.filter(id=1, changed_at=alarm.changed_at).update(told_at=clock.now())
