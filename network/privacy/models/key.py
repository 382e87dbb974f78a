import uuid

from django.db import models

from network import clock
from network.people.models.person import Person


class WordKey(models.Model):
    """A key for one owner's words on one subject, kept to one date. The key itself lies in the key store, outside
    the database: deleting it there deletes the words in every backup."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="word_keys")
    subject = models.CharField(max_length=80)  # "pairing:<public id>", "log:<public id>", "call-out:<public id>"
    made_at = models.DateTimeField(default=clock.now)
    keep_until = models.DateTimeField(null=True, blank=True)  # None: while what it belongs to is open
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "subject"], condition=models.Q(deleted_at__isnull=True), name="word_key_live_once"
            ),
        ]
        indexes = [
            models.Index(fields=["keep_until"], condition=models.Q(deleted_at__isnull=True), name="word_key_to_delete"),
        ]
