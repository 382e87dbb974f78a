from django.db import models

from network.models import Person
from network.people.models.seen_by import OwnQuerySet


class Away(models.Model):
    """Until when nobody new is suggested to somebody, whether she has made an offer or not. Pushed down by
    `inspections`; elsewhere it reads "not available"."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="away")
    called_until = models.DateField(null=True, blank=True)  # inspectors at her own school
    resting_until = models.DateField(null=True, blank=True)  # the rest week after an inspection

    objects = OwnQuerySet.as_manager()  # and the solver's: that she is called is told to nobody by this
