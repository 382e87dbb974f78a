from django.db import models

from network.base import Public
from network.contact import contact_validation
from network.people.models.checked import Checked, is_due


class HelplineQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody, signed in or not."""
        return self.all()

    def to_check(self):
        return self.filter(is_due())


class Helpline(Checked, Public):
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

    objects = HelplineQuerySet.as_manager()

    class Meta:
        ordering = ["place", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tel(self) -> str:
        """What a phone dials; empty when the entry is words rather than a number."""
        return contact_validation.dialled_alone(self.phone)
