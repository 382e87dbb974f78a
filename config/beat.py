"""`python -m config.beat`: Celery's beat, which says "look now" by the timetable.

It sends tasks by their names and loads none of them. Of the apps it has the models that the alarm and the proof of the
secrets ask (config/alarm.py, config/start.py), without what `ready` connects for pages and tasks.
"""

from celery import beat
from celery.apps.beat import Beat
from celery.signals import beat_init
from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.log import configure_logging

from config import alarm, healthcheck
from config.celery import app


class Scheduler(beat.Scheduler):
    """Celery's own, static and in memory; each round leaves a sign of life for the health check."""

    def tick(self, *args, **kwargs):
        healthcheck.touch("beat")
        return super().tick(*args, **kwargs)


class NetworkModels(AppConfig):
    name = "network"


class OutboxModels(AppConfig):
    name = "outbox"


APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "config.beat.NetworkModels",
    "config.beat.OutboxModels",
]


class WithoutTasks(Beat):
    def init_loader(self) -> None:
        """In place of importing every app and its tasks."""
        configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
        apps.populate(APPS)
        self.app.finalize()


def main() -> None:
    beat_init.connect(lambda **kwargs: alarm.begin(alone=True), weak=False)
    WithoutTasks(app=app, loglevel="INFO").run()


if __name__ == "__main__":
    main()
