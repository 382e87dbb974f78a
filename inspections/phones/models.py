from django.db import models

from network import clock
from network.base import Public
from network.models import Person
from network.people.models.seen_by import OfHeadQuerySet


class TrustedPhone(Public):
    """A phone that `head`, or whoever else, registered: without signing in it can say "the call has come" and "please
    ring me", and shows nothing but the number of whoever waits to be rung by them (whom_to_ring.py)."""

    head = models.ForeignKey(Person, models.CASCADE, related_name="trusted_phones")
    name = models.CharField(max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfHeadQuerySet.as_manager()
