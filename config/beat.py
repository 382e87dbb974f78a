from celery import beat

from config import healthcheck


class Scheduler(beat.Scheduler):
    """Celery's own, static and in memory; each round leaves a sign of life for the health check."""

    def tick(self, *args, **kwargs):
        healthcheck.touch("beat")
        return super().tick(*args, **kwargs)
