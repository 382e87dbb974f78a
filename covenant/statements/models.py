from django.db import models

from covenant.signatories.models import Signatory
from network.models import Person


class StatementQuerySet(models.QuerySet):
    def visible_to(self, person):
        """As its signatory: in public, and there it stays when the signature is paused or withdrawn."""
        return self.filter(signatory__in=Signatory.objects.visible_to(person))


class Statement(models.Model):
    """What a signatory says, once a year and in public, that it did to keep its promises. Never changed afterwards."""

    LONGEST = 1_500

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="statements")
    for_year = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=LONGEST)
    made_on = models.DateField()
    # Never shown: the organisation speaks. Nobody once she has erased her account.
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-for_year"]
        constraints = [models.UniqueConstraint(fields=["signatory", "for_year"], name="statement_once_a_year")]

    def __str__(self) -> str:
        return f"statement for {self.for_year}"
