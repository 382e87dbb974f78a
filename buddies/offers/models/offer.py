from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OwnQuerySet


class OfferQuerySet(OwnQuerySet):
    def standing(self):
        return self.filter(stepped_back_at__isnull=True)

    def open_today(self):
        return self.standing().exclude(paused_until__gte=clock.today())


class Offer(Public):
    """A person offers to be a buddy: to how many, with what, and when not."""

    WOMAN, MAN = "woman", "man"
    GENDERS = [(WOMAN, "A woman"), (MAN, "A man")]

    person = models.OneToOneField(Person, models.CASCADE, related_name="offer")
    capacity = models.PositiveSmallIntegerField(default=2)
    when_not = models.CharField(max_length=200, blank=True)
    gender = models.CharField(max_length=5, choices=GENDERS, blank=True)  # only where she chose to say
    can_help_with = models.CharField(max_length=500, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(default=clock.now)  # when she last said that this still holds
    stepped_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()
