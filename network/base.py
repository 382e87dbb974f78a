import uuid

from django.db import models


class Public(models.Model):
    """Something that appears in addresses: there it is known by `public_id`, never by its primary key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


def live(at, start="from_at", end="to_at"):
    """The condition that a dated row is in force at a moment."""
    return models.Q(**{f"{start}__lte": at}) & (models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__gt": at}))
