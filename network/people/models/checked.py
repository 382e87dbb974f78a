"""Facts that the product cannot check by itself: who looked at each last, and when."""

from django.db import models
from django.db.models import Q

from network import checks, clock
from network.people.models.person import Person


def is_due() -> Q:
    """Of which nobody has said for so long, or ever, that they are right."""
    return Q(checked_on__isnull=True) | Q(checked_on__lt=checks.oldest(clock.today()))


class Checked(models.Model):
    checked_on = models.DateField(null=True, blank=True)  # None: nobody of this network has checked it yet
    checked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def next_check_by(self):
        return checks.next_by(self.checked_on)

    @property
    def check_is_due(self) -> bool:
        return self.checked_on is None or self.checked_on < checks.oldest(clock.today())

    @property
    def age(self) -> str:
        return checks.age(self.checked_on)
