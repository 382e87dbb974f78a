from django.db import models
from django.db.models import Q

from network.base import Public
from network.models import Person
from network.rules import runs_the_network


class CovenantTextQuerySet(models.QuerySet):
    def visible_to(self, person):
        """A published version is for everybody; one being written is for those who run the network."""
        if runs_the_network(person):
            return self.all()
        return self.filter(published_on__isnull=False)


class CovenantText(Public):
    """One numbered version of the covenant. A published version is never changed: a new one takes its place."""

    version = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=200)
    introduction = models.TextField()
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CovenantTextQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"covenant, version {self.version}"


class Promise(models.Model):
    text = models.ForeignKey(CovenantText, models.CASCADE, related_name="promises")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    words = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="promise_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="promise_numbered_from_one"),
        ]

    def __str__(self) -> str:
        return f"promise {self.number}"
