from django.db import models
from django.db.models import F, Q

from network import clock
from network.base import Public, is_somebody, live
from network.people.models.person import Person


class TieQuerySet(models.QuerySet):
    def live(self, at=None):
        return self.filter(live(at or clock.now()))

    def visible_to(self, person):
        return self.filter(Q(head=person) | Q(person=person)) if is_somebody(person) else self.none()


class Tie(Public):
    """Who stands by whom, from when to when. Every private `visible_to` reads this table; actions alone write it."""

    BUDDY, RESERVE, DEPUTY, SHARED, RING = "buddy", "reserve", "deputy", "shared", "ring"
    STANDING_IN = "standing-in:"  # how the subject of a reserve's tie begins while they stand in
    KINDS = [
        (BUDDY, "active buddy, or the reserve while standing in"),
        (RESERVE, "reserve, waiting"),
        (DEPUTY, "deputy the head named"),
        (SHARED, "somebody the head shared a thing with"),
        (RING, "somebody asked to ring this person before either says yes to a pairing"),
    ]

    head = models.ForeignKey(Person, models.CASCADE, related_name="ties_as_head")
    person = models.ForeignKey(Person, models.CASCADE, related_name="ties_as_support")
    kind = models.CharField(max_length=8, choices=KINDS)
    # What is shared ("dates", "plan:<public id>") and, for a pairing's ties, "pairing:<public id>".
    subject = models.CharField(max_length=80, blank=True)
    from_at = models.DateTimeField(default=clock.now)
    to_at = models.DateTimeField(null=True, blank=True)

    objects = TieQuerySet.as_manager()
    heads_school: str | None  # these three only on a front page (network/people/asks.py)
    persons_school: str | None
    stands_in: str | None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(head=F("person")), name="tie_is_between_two"),
            models.UniqueConstraint(
                fields=["head", "person", "kind", "subject"],
                condition=Q(to_at__isnull=True),
                name="tie_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "kind"], name="tie_by_person"),
            models.Index(fields=["head", "kind"], name="tie_by_head"),
        ]
