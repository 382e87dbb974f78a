from django.db import models

from network import clock
from network.models import Person
from network.models.base import Public
from network.rules import is_somebody, runs_the_network


class ListingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 31: name and speciality for members once approved; her own and the officer's always."""
        if not is_somebody(person):
            return self.none()
        if runs_the_network(person):
            return self.all()
        return self.filter(models.Q(person=person) | models.Q(state=Listing.APPROVED))


class Listing(Public):
    """A colleague with Ofsted experience who may be rung while inspectors are on site."""

    ASKED, APPROVED, PAUSED = "asked", "approved", "paused"
    STATES = [(ASKED, "Waiting for the officer"), (APPROVED, "In the directory"), (PAUSED, "Paused")]

    person = models.OneToOneField(Person, models.CASCADE, related_name="listing")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    speciality = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]

    def __str__(self) -> str:
        return f"listing {self.public_id}"
