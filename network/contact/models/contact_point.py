from django.db import models
from django.db.models import F, Q

from network import clock
from network.base import Public, is_somebody
from network.people.models.person import Person
from network.people.models.tie import Tie


class ContactPointQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 6: her own, and those of the heads whose active buddy I am; a head sees her buddy's private
        phone, and a pair sees each other's. Who asked the other to ring before she says yes has shown hers."""
        if not is_somebody(person):
            return self.none()
        ties = Tie.objects.live().filter(kind=Tie.BUDDY)
        shown = Tie.objects.live().filter(kind=Tie.RING, person=person)
        return self.filter(
            Q(person=person)
            | Q(person__in=ties.filter(person=person).values("head"))
            | Q(person__in=ties.filter(head=person).values("person"))
            | Q(person__in=shown.values("head"), private=True)
        )

    def to_reach(self):
        """What a page shows, to ring or to write: a number she typed may be rung before its code has come, and when no
        text gets through to it: then after those to which texts do."""
        shown = self.filter(Q(confirmed_at__isnull=False, broken_at__isnull=True) | Q(channel=ContactPoint.SMS))
        return shown.order_by(F("broken_at").asc(nulls_first=True), "place", "id")

    def to_ring(self):
        """The telephone numbers among them."""
        return self.to_reach().filter(channel=ContactPoint.SMS)

    def broken(self):
        """Nothing gets through, and somebody uses this account."""
        return self.filter(broken_at__isnull=False, person__is_active=True)

    def usable(self):
        """Where messages go: checked by a code, and not broken."""
        return self.filter(confirmed_at__isnull=False, broken_at__isnull=True)


class ContactPoint(Public):
    """One way to reach a person. Messages try them by `place`, first to last."""

    EMAIL, SMS = "email", "sms"
    CHANNELS = [(EMAIL, "Email"), (SMS, "Text message")]

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_points")
    channel = models.CharField(max_length=8, choices=CHANNELS)
    address = models.CharField(max_length=254)  # email folded; phone as +447700900123
    place = models.PositiveSmallIntegerField(default=1)
    private = models.BooleanField(default=True)  # hers, not the school's
    confirmed_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_why = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "address"], name="contact_point_once"),
        ]
