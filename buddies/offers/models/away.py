from django.db import models

from network.models import Person
from network.rules import is_somebody


class AwayQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Hers, and the solver's: that somebody is called is told to nobody by this."""
        return self.filter(person=person) if is_somebody(person) else self.none()


class Away(models.Model):
    """Until when nobody new is suggested to somebody, whether she has made an offer or not. Pushed down by
    `inspections`; elsewhere it reads "not available"."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="away")
    called_until = models.DateField(null=True, blank=True)  # inspectors at her own school
    resting_until = models.DateField(null=True, blank=True)  # the rest week after an inspection

    objects = AwayQuerySet.as_manager()
