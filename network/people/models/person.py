from datetime import time
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from network import clock
from network.base import Public, is_somebody


class PersonQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Members see one another's names, schools and roles (matrix row 5); nobody else sees any."""
        return self.joined() if is_somebody(person) else self.none()

    def joined(self):
        return self.filter(is_active=True, joined_at__isnull=False)


class Person(Public, AbstractBaseUser):
    """Somebody of the network; the user who signs in. One who was invited and has not come yet has no `joined_at`."""

    email = models.EmailField(max_length=254, unique=True)  # folded; where sign-in codes go
    name = models.CharField(max_length=150, blank=True)
    about = models.CharField(max_length=500, blank=True)  # what she chose to say about herself to members
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    joined_at = models.DateTimeField(null=True, blank=True)
    last_seen_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # Quiet hours hold the delivery of what can wait, not the clock (London times).
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(7, 30))
    quiet_weekends = models.BooleanField(default=True)
    quiet_holidays = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = BaseUserManager.from_queryset(PersonQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_folded_once")]

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else "Somebody"

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
