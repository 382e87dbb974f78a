from django.db import models
from django.db.models import Q

from inspections.check_ins.models import CheckIn
from network import clock
from network.models import EncryptedText, Person, Tie
from network.people.models.seen_by import OfHeadQuerySet
from network.rules import is_somebody


class SilenceLadder(models.Model):
    """What should happen when a head goes quiet: chosen and read by her in advance. Without it the usual steps hold:
    she is asked twice, then her buddy is asked to ring her, then the reserve."""

    BUDDY, RESERVE, NAMED = "buddy", "reserve", "named"

    head = models.OneToOneField(Person, models.CASCADE, related_name="silence_ladder")
    on = models.BooleanField(default=True)
    # A member she chose in place of the reserve; nobody of her employer unless she names them herself.
    named = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ask_reserve = models.BooleanField(default=True)
    # For the last step alone, shown to the buddy then: the person to ring in an emergency.
    emergency_name = EncryptedText(blank=True)
    emergency_phone = EncryptedText(blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # when she last read what will happen
    paused_until = models.DateField(null=True, blank=True)
    # A call that the buddy has not seen goes to the reserve after so many minutes; None: the network's own number.
    call_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfHeadQuerySet.as_manager()

    @staticmethod
    def who_can_be_named(head: Person, address: str) -> Person | None:
        """A member, by the address she signs in with; not the head herself."""
        return Person.objects.joined().exclude(pk=head.pk).filter(email=address).first()


class SilenceStepQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The head sees hers; somebody who was asked sees that she was, as long as she stands by her, or is the one
        the head names (matrix row 19: who was her buddy once sees nothing of it)."""
        if not is_somebody(person):
            return self.none()
        beside = Tie.objects.live().filter(person=person, kind__in=[Tie.BUDDY, Tie.RESERVE]).values("head")
        named = Q(step=SilenceStep.NAMED, check_in__head__silence_ladder__named=person)
        return self.filter(Q(check_in__head=person) | Q(asked=person) & (Q(check_in__head__in=beside) | named))

    def heard_since(self, moment):
        """Ended by a sign of life, not by time."""
        return self.filter(heard=True, stopped_at__gte=moment).exclude(step=SilenceStep.AGAIN)


class SilenceStep(models.Model):
    """One step taken for one unanswered check-in: written once, bounded by the steps there are."""

    AGAIN, BUDDY, ONCE, RESERVE, NAMED, LAST = "again", "buddy", "once", "reserve", "named", "last"
    STEPS = [
        (AGAIN, "She was asked again"),
        (BUDDY, "The buddy was asked to ring"),
        (ONCE, "The buddy was asked to ring once, when it suits"),
        (RESERVE, "The reserve was asked to ring"),
        (NAMED, "The person she named was asked to ring"),
        (LAST, "The buddy was shown whom to ring in an emergency"),
    ]

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="silence_steps")
    step = models.CharField(max_length=8, choices=STEPS)
    asked = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    stopped_at = models.DateTimeField(null=True, blank=True)
    heard = models.BooleanField(default=False)  # stopped by an answer or "we have spoken"; not by time

    objects = SilenceStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["check_in", "step"], name="silence_step_once")]
