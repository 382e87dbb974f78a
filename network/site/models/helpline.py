from datetime import timedelta

from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.contact import contact_validation

CHECK_EVERY = timedelta(days=90)


class HelplineQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody, signed in or not."""
        return self.all()

    def to_check(self):
        """Those of which nobody has said for so long, or ever, that they are right."""
        return self.filter(Q(checked_on__isnull=True) | Q(checked_on__lt=clock.today() - CHECK_EVERY))


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

    objects = HelplineQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tel(self) -> str:
        """What a phone dials; empty when the entry is words rather than a number."""
        return contact_validation.dialled_alone(self.phone)

    @property
    def check_is_due(self) -> bool:
        return self.checked_on is None or clock.today() - self.checked_on > CHECK_EVERY
