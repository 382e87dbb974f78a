from django.db import models
from django.db.models import Q

from network import clock
from network.base import is_somebody
from network.people.models.person import Person


class AuditRowQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 42: the head sees what concerns her, everybody their own acts."""
        return self.filter(Q(concerns=person) | Q(by=person)) if is_somebody(person) else self.none()

    def update(self, **kwargs):
        raise TypeError("An audit row is never changed.")

    def delete(self):
        raise TypeError("An audit row is never deleted.")


class AuditRow(models.Model):
    """Who did what, when, to which row. No private words, no addresses. The database itself refuses change and
    deletion, by triggers."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # None: the system
    verb = models.CharField(max_length=60)  # "pairing.accept", "inspection.read"
    what = models.CharField(max_length=80, blank=True)  # "inspection:<public id>"
    concerns = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # whose record it is
    detail = models.JSONField(default=dict, blank=True)

    objects = AuditRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["concerns", "at"], name="audit_concerns")]

    def __str__(self) -> str:
        return f"{self.verb} {self.what}"
