from django.db import models

from network.models.base import Public


class Helpline(Public):
    """Someone to talk to now. Shown on every page without signing in; each line says when it was last checked."""

    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    text_number = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    about = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    place = models.PositiveSmallIntegerField(default=100)
    on_every_page = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)  # None: nobody has checked it yet

    class Meta:
        ordering = ["place", "name"]

    def __str__(self) -> str:
        return self.name
