"""When Celery looks whether something is due. Nothing is decided here: what is due lives in rows, and a look that
finds nothing costs one indexed query. A look that was missed is made good by the next one."""

from typing import Any

from django.conf import settings

SWEEP = 30.0  # seconds

TIMETABLE: dict[str, dict[str, Any]] = {}


def look(name: str, task: str, every: float, queue: str = "default") -> None:
    """A look that nobody took before the next is due is thrown away: late looks must not pile up."""
    schedule = every / settings.LOOKS_FASTER
    TIMETABLE[name] = {"task": task, "schedule": schedule, "options": {"queue": queue, "expires": every}}


look("sweep", "outbox.tasks.sweep", SWEEP)
look("sweep of what is urgent", "outbox.tasks.wake", SWEEP, queue="urgent")
look("receipts of text messages", "outbox.tasks.ask_receipts", 60.0)
look("somebody who still waits to be rung", "outbox.tasks.remind_of_help_requests", 300.0)
look("inspections", "inspections.tasks.tick", 120.0)
look("what nobody has seen or taken", "inspections.tasks.pass_on", 30.0, queue="urgent")
look("windows", "inspections.tasks.refresh_windows", 3600.0)
look("what is said once in good time", "inspections.tasks.remind", 3600.0)
look("what the public page says of the promises", "inspections.tasks.publish_figures", 3600.0)
look("call-outs", "directory.call_outs", 15.0, queue="urgent")
look("the directory's own checks", "directory.nightly", 3600.0)
look("register files that wait to be read", "network.tasks.read_registers", SWEEP)
look("rounds that wait to be solved", "buddies.tasks.solve_rounds", SWEEP)
look("pairings", "buddies.tasks.tick", 300.0)
look("what is kept no longer", "config.tasks.keep_no_longer", 3600.0)
look("pulse of the urgent worker", "config.tasks.pulse", SWEEP, queue="urgent")
look("pulse of the default worker", "config.tasks.pulse", SWEEP)
look("rounds whose worker died", "buddies.tasks.solve_rounds", 120.0)
