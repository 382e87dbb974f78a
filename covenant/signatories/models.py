from django.db import models
from django.db.models import Max, Q

from covenant.text.models import CovenantText
from network.base import Public
from network.models import Membership, Organisation
from network.rules import is_somebody, runs_the_network


class SignatoryQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Everybody sees who has signed, and who has paused or withdrawn. Who has only asked is seen by those who
        run the network, and by her who asked."""
        if not is_somebody(person):
            return self.exclude(state=Signatory.ASKED)
        if runs_the_network(person):
            return self.all()
        own = Membership.objects.live().filter(person=person, role=Membership.REPRESENTATIVE)
        return self.filter(~Q(state=Signatory.ASKED) | Q(organisation__in=own.values("organisation")))

    def public(self):
        return self.exclude(state=Signatory.ASKED)

    def due(self):
        """Over a year without a statement, as at the last look."""
        return self.filter(state=Signatory.SIGNED, review_due=True)

    def with_last_statement(self):
        return self.annotate(last_statement_on=Max("statements__made_on"))

    def filter_after(self, name, public_id):
        """The rows behind this one in a list by name."""
        return self.filter(
            Q(organisation__name__gt=name) | Q(organisation__name=name, public_id__gt=public_id),
        )


class Signatory(Public):
    """An organisation that signed, and which version. Once a year it says in a `Statement` what it did."""

    ASKED, SIGNED, PAUSED, WITHDRAWN = "asked", "signed", "paused", "withdrawn"
    STATES = [(ASKED, "Asked to sign"), (SIGNED, "Signed"), (PAUSED, "Paused"), (WITHDRAWN, "Withdrawn")]

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="signatory")
    text = models.ForeignKey(CovenantText, models.PROTECT, related_name="signatories")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    signed_on = models.DateField(null=True, blank=True)
    review_due = models.BooleanField(default=False)  # written by the hourly look, so that pages only read it

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        verbose_name_plural = "signatories"
