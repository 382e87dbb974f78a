from django.db import models

from covenant.models.text import CovenantText
from network.models import Organisation
from network.models.base import Public


class Signatory(Public):
    """An organisation that signed, and which version. What it promised beyond the core comes with its statements."""

    ASKED, SIGNED, PAUSED, WITHDRAWN = "asked", "signed", "paused", "withdrawn"
    STATES = [(ASKED, "Asked to sign"), (SIGNED, "Signed"), (PAUSED, "Paused"), (WITHDRAWN, "Withdrawn")]

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="signatory")
    text = models.ForeignKey(CovenantText, models.PROTECT, related_name="signatories")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name"]
        verbose_name_plural = "signatories"

    def __str__(self) -> str:
        return f"signatory {self.public_id}"
