from django.db import models

from directory.ladder import Settings


def usual_waits() -> list[int]:
    return [5, 10, 15]


class DirectorySettings(models.Model):
    """One row: how the officer wants call-outs asked."""

    wave_size = models.PositiveSmallIntegerField(default=3)
    waits = models.JSONField(default=usual_waits)  # minutes from the call to each further wave
    speak_within = models.PositiveSmallIntegerField(default=15)  # minutes
    thin_cover = models.PositiveSmallIntegerField(default=2)  # fewer colleagues than this on a day is a gap

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="directory_settings_one_row")]
        verbose_name_plural = "directory settings"

    def as_values(self) -> Settings:
        return Settings(wave_size=self.wave_size, waits=tuple(self.waits), speak_within=self.speak_within)
