from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public
from network.people.models.person import Person


class RoleGrantQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 37: administrators; anybody her own."""
        from network import rules  # rules stand above models

        if not rules.is_somebody(person):
            return self.none()
        return self.all() if rules.is_administrator(person) else self.filter(person=person)

    def in_force(self):
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)


class RoleGrant(Public):
    """Officer or administrator. One administrator grants, a second confirms; until then it has no effect."""

    OFFICER, ADMINISTRATOR = "officer", "administrator"
    ROLES = [(OFFICER, "Officer"), (ADMINISTRATOR, "Administrator")]

    person = models.ForeignKey(Person, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=16, choices=ROLES)
    granted_at = models.DateTimeField(default=clock.now)
    granted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at__isnull=True), name="role_granted_once"
            ),
        ]
