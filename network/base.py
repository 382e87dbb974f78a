import uuid

from django.db import models


class Public(models.Model):
    """Something that appears in addresses: there it is known by `public_id`, never by its primary key."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """It names nobody: it ends up in logs and errors."""
        return f"{self._meta.verbose_name} {self.public_id}"


def is_somebody(person) -> bool:
    """Signed in, not disabled. (The second factor is asked at the door, before any view runs.)"""
    return bool(person and person.is_authenticated and person.is_active)


def live(at):
    """The condition that a dated row is in force at a moment."""
    return models.Q(models.Q(to_at__isnull=True) | models.Q(to_at__gt=at), from_at__lte=at)
