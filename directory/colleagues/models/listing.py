from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q

from network import clock
from network.base import Public
from network.models import ContactPoint, Membership, Organisation, Person, School
from network.people.models.seen_by import OwnQuerySet
from network.rules import is_somebody, runs_the_network

YEAR = timedelta(days=365)
DECLARATION_HOLDS = YEAR + timedelta(days=31)


def works_in_a_school(person) -> bool:
    """Members who may be advised. A representative of an organisation reads no listings, unless she has a post in a
    school too."""
    return Membership.objects.live().filter(person=person, school__isnull=False).exists()


class ListingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 31: name and speciality for members once approved; her own and the officer's always."""
        if not is_somebody(person):
            return self.none()
        if runs_the_network(person):
            return self.all()
        if not works_in_a_school(person):
            return self.filter(person=person)
        return self.filter(Q(person=person) | Q(state=Listing.APPROVED))

    def on_call(self):
        """Approved, with a declaration that still holds (a year, and a month to make it again), and not a serving
        inspector whose contract is unsettled."""
        holds = clock.today() - DECLARATION_HOLDS
        return self.filter(state=Listing.APPROVED, declared_on__gt=holds, person__is_active=True).exclude(
            serving_inspector=True, contract_allows_at__isnull=True
        )

    def reachable(self):
        """A message reaches her and, should she say yes, the head has a number to ring. Only with both is she asked."""
        hers = ContactPoint.objects.filter(person=OuterRef("person"))
        return self.filter(Exists(hers.usable()), Exists(hers.to_ring()))


class Listing(Public):
    """A colleague with Ofsted experience who may be rung while inspectors are on site."""

    ASKED, APPROVED, PAUSED = "asked", "approved", "paused"
    STATES = [(ASKED, "Waiting for the officer"), (APPROVED, "In the directory"), (PAUSED, "Paused")]

    person = models.OneToOneField(Person, models.CASCADE, related_name="listing")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    speciality = models.CharField(max_length=300, blank=True)  # her own words, read by members
    knows = models.JSONField(default=list, blank=True)  # codes of directory.needs.NEEDS
    phases = models.JSONField(default=list, blank=True)  # codes of directory.needs.PHASES
    roles_held = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    inspected_on = models.DateField(null=True, blank=True)  # when she was last inspected herself
    made_at = models.DateTimeField(default=clock.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    # The yearly declaration.
    declared_on = models.DateField(null=True, blank=True)
    employer = models.CharField(max_length=200, blank=True)  # as she says it
    employer_known = models.ForeignKey(  # the same, where the network knows it
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    serving_inspector = models.BooleanField(default=False)
    contract_allows_at = models.DateTimeField(null=True, blank=True)  # the officer recorded that her contract allows it

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="listing_approved_at"
            ),
        ]

    @property
    def declaration_due_on(self) -> date | None:
        """A year after the last one. None: none was made yet."""
        return self.declared_on and self.declared_on + YEAR

    @property
    def declaration_holds_until(self) -> date | None:
        """Until this day they are still asked, with the last one."""
        return self.declared_on and self.declared_on + DECLARATION_HOLDS


class OfListingQuerySet(OwnQuerySet):
    whose = "listing__person"


class MustNotAdvise(Public):
    """A school this member must not advise, and nobody else needs to know why: kin, a former post, a dispute."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="must_not_advise")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")

    objects = OfListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "school"], name="must_not_advise_once")]
