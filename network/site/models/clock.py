from django.db import models


class ClockOffset(models.Model):
    """How far a test has moved time, in seconds. Read only where the setting CLOCK_MOVABLE allows it."""

    seconds = models.BigIntegerField(default=0)
