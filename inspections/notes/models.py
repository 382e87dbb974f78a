from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.models import EncryptedText, Person, Tie
from network.rules import is_somebody


class BuddyNoteQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix rows 22 and 23: the head's own; of the shared ones, her active buddy's too."""
        if not is_somebody(person):
            return self.none()
        heads = Tie.objects.live().filter(person=person, kind=Tie.BUDDY).values("head")
        return self.filter(Q(head=person) | Q(head__in=heads, shared=True))


class BuddyNote(Public):
    """What a head leaves beside her pairing, unasked: for herself, or for her buddy to read."""

    head = models.ForeignKey(Person, models.CASCADE, related_name="buddy_notes", db_index=False)  # see note_of_head
    words = EncryptedText()
    shared = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=clock.now)

    objects = BuddyNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["head", "-written_at"], name="note_of_head")]
