from django.db import models
from django.db.models import Q

from inspections.visits.models import Inspection
from network import clock
from network.base import Public
from network.models import EncryptedText, Person
from network.people.models.seen_by import OwnQuerySet


class OfBuddyQuerySet(OwnQuerySet):
    """The buddy alone: the head is not burdened with it, and nobody else reads it."""

    whose = "buddy"


class BuddyAgreement(models.Model):
    """A buddy agrees, once a year, to the boundaries: what stays between the two, and what to do when worried."""

    buddy = models.ForeignKey(Person, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField(default=clock.now)
    renew_on = models.DateField()
    trained_on = models.DateField(null=True, blank=True)
    supervised_on = models.DateField(null=True, blank=True)

    objects = OfBuddyQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [models.UniqueConstraint(fields=["buddy", "version", "renew_on"], name="agreement_once")]


class BuddyCheckIn(Public):
    """After the two days the buddy is asked, too."""

    ANSWERS = [("fine", "Fine"), ("not_great", "Not great"), ("ring_me", "I would like to talk to somebody")]

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="buddy_check_ins")
    buddy = models.ForeignKey(Person, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    answer = EncryptedText(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfBuddyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "buddy"], name="buddy_check_in_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False),
                name="buddy_check_in_answered_at",
            ),
        ]
