from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from network import clock
from network.base import Public, is_somebody, live
from network.people.models.person import Person
from network.schools.models.organisation import Organisation
from network.schools.models.school import School


class MembershipQuerySet(models.QuerySet):
    def live(self, at=None):
        return self.filter(live(at or clock.now()))

    def heads(self):
        return self.filter(role__in=Membership.HEAD_ROLES)

    def visible_to(self, person):
        return self.filter(person__is_active=True) if is_somebody(person) else self.none()

    def of_members(self):
        """Names, places and roles as plain values, in the order of the members' list."""
        return (
            self.filter(person__joined_at__isnull=False)
            .annotate(place=Coalesce("school__name", "organisation__name"))
            .order_by("person__name", "pk")
            .values("pk", "role", "place", "person__name", "person__public_id")
        )

    def named_like(self, words):
        return self.filter(
            Q(person__name__icontains=words) | Q(school__name__icontains=words) | Q(organisation__name__icontains=words)
        )

    def page_after(self, key, size):
        """By key, not by number: the last page costs what the first does. A key that is none gives the first."""
        name, _, number = key.replace("\0", "").rpartition("|")
        if number.isascii() and number.isdigit():
            self = self.filter(Q(person__name__gt=name) | Q(person__name=name, pk__gt=int(number[:18])))
        return self[:size]


class Membership(Public):
    """Who is where, as what, from when to when. A head may lead two schools; two heads may share one."""

    HEAD, ACTING_HEAD, CO_HEAD = "head", "acting_head", "co_head"
    DEPUTY, STAFF, GOVERNOR = "deputy", "staff", "governor"
    REPRESENTATIVE, MANAGER, ADVISER = "representative", "manager", "adviser"
    ROLES = [
        (HEAD, "Head"),
        (ACTING_HEAD, "Acting head"),
        (CO_HEAD, "Co-head"),
        (DEPUTY, "Deputy"),
        (STAFF, "Colleague"),
        (GOVERNOR, "Governor or trustee"),
        (REPRESENTATIVE, "Representative of an organisation"),
        (MANAGER, "Line manager of heads"),
        (ADVISER, "Works for an organisation"),
    ]
    HEAD_ROLES = frozenset({HEAD, ACTING_HEAD, CO_HEAD})

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=16, choices=ROLES)
    from_at = models.DateTimeField(default=clock.now)
    to_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(organisation__isnull=True),
                name="membership_of_one_place",
            ),
            models.UniqueConstraint(
                fields=["person", "school", "role"],
                condition=Q(to_at__isnull=True, school__isnull=False),
                name="membership_school_open_once",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(to_at__isnull=True, organisation__isnull=False),
                name="membership_organisation_open_once",
            ),
        ]
        indexes = [models.Index(fields=["school", "role"], name="membership_by_school")]

    @property
    def place(self) -> str:
        return str(self.school.name if self.school else self.organisation.name if self.organisation else "")
