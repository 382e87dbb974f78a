from django.db import models
from django.db.models import F, Q

from buddies.pairings import states
from buddies.requests.models import BuddyRequest
from network import clock
from network.base import Public
from network.models import Person, School
from network.rules import is_officer, is_somebody


class PairingQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 11: the head, her buddy, the reserve; ex-buddies their own dates; the officer."""
        if not is_somebody(person):
            return self.none()
        if is_officer(person):
            return self.all()
        return self.of(person)

    def of(self, person):
        """Those in which this person is head, buddy or reserve, once they are asked."""
        return self.exclude(state=Pairing.DRAFT).filter(Q(head=person) | Q(buddy=person) | Q(reserve=person))

    def in_force(self):
        return self.filter(state=Pairing.IN_FORCE)

    def current(self):
        return self.filter(state__in=Pairing.CURRENT)

    def unanswered(self):
        """Asked, and nobody has said yes, wished a word first, or stepped back as the reserve of a round."""
        nothing = {f"{one}_at__isnull": True for one in ("head_yes", "buddy_yes", "reserve_yes")}
        nothing |= {f"{one}_ring_first_at__isnull": True for one in ("head", "buddy")}
        rows = self.filter(state=Pairing.ASKED, **nothing)
        return rows.exclude(reserve__isnull=True, suggestion__reserve__isnull=False)

    def not_settled(self, person: int):
        """What is asked of this person, by key, and has no answer; of a head also what the other has to answer yet,
        and of a buddy whom the head wishes to speak with first."""
        return self.filter(
            Q(head=person, state=Pairing.ASKED)
            | Q(buddy=person, state=Pairing.ASKED)
            & (Q(buddy_yes_at__isnull=True) | Q(head_ring_first_at__isnull=False))
            | Q(reserve=person, state__in=Pairing.CURRENT, reserve_yes_at__isnull=True)
        )


class Pairing(Public):
    """A head and the buddy who stands by her, with a reserve. In force only when head and buddy have both said yes.

    The state is changed by one transition function alone, by a conditional UPDATE.
    """

    DRAFT, ASKED, IN_FORCE, PAUSED = states.DRAFT, states.ASKED, states.IN_FORCE, states.PAUSED
    ENDED, DECLINED, LAPSED, HANDED = states.ENDED, states.DECLINED, states.LAPSED, states.HANDED
    TAKEN_BACK = states.TAKEN_BACK
    STATES = [
        (DRAFT, "Suggested, not sent"),
        (ASKED, "Asked, waiting for a yes"),
        (IN_FORCE, "Paired"),
        (PAUSED, "Paused"),
        (ENDED, "Ended"),
        (DECLINED, "Declined"),
        (LAPSED, "Nobody answered"),
        (HANDED, "Handed over"),
        (TAKEN_BACK, "Taken back with its round"),
    ]
    CURRENT = (ASKED, IN_FORCE, PAUSED)

    request = models.ForeignKey(BuddyRequest, models.SET_NULL, null=True, blank=True, related_name="pairings")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="pairings")
    head = models.ForeignKey(Person, models.CASCADE, related_name="pairings_as_head")
    buddy = models.ForeignKey(Person, models.CASCADE, related_name="pairings_as_buddy")
    reserve = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="pairings_as_reserve")
    state = models.CharField(max_length=10, choices=STATES, default=ASKED)
    head_yes_at = models.DateTimeField(null=True, blank=True)
    buddy_yes_at = models.DateTimeField(null=True, blank=True)
    reserve_yes_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(
        null=True, blank=True
    )  # after that somebody else is asked (buddies/pairings/deadline.py)
    # She would like to talk before she says yes, and shows the other her number until the question is settled.
    head_ring_first_at = models.DateTimeField(null=True, blank=True)
    buddy_ring_first_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    # From the call to three months after publication only the head or the buddy may end it; pushed down by
    # `inspections`. None: nothing is going on.
    protected_until = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)  # pushed down: the call has come for this head
    reserve_stands_in = models.BooleanField(default=False)  # while the buddy is away, by her own pause
    not_heard_at = models.DateTimeField(null=True, blank=True)  # the head has not heard from her buddy
    next_contact_on = models.DateField(null=True, blank=True)  # as the two agreed
    last_spoke_on = models.DateField(null=True, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(head=F("buddy")), name="pairing_of_two"),
            models.CheckConstraint(
                condition=Q(reserve__isnull=True) | ~(Q(reserve=F("buddy")) | Q(reserve=F("head"))),
                name="pairing_reserve_is_a_third",
            ),
            models.UniqueConstraint(
                fields=["head"], condition=Q(state__in=["asked", "in_force", "paused"]), name="pairing_current_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(head_yes_at__isnull=False, buddy_yes_at__isnull=False),
                name="pairing_in_force_needs_two_yeses",
            ),
        ]
        indexes = [
            # The officer's table, filtered or not, whichever way it is sorted.
            models.Index(fields=["made_at", "id"], condition=~Q(state="draft"), name="pairing_newest"),
            models.Index(fields=["state", "made_at", "id"], name="pairing_state_newest"),
        ]

    def roles_of(self, person) -> frozenset[str]:
        """What this person is in this pairing."""
        named = {states.HEAD: self.head_id, states.BUDDY: self.buddy_id, states.RESERVE: self.reserve_id}
        return frozenset(role for role, pk in named.items() if pk is not None and pk == person.pk)

    @property
    def is_current(self) -> bool:
        return self.state in self.CURRENT


class PairingStepQuerySet(models.QuerySet):
    def visible_to(self, person):
        return self.filter(pairing__in=Pairing.objects.visible_to(person)) if is_somebody(person) else self.none()


class PairingStep(models.Model):
    """One step of a pairing's life: never changed, only added."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)

    objects = PairingStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.verb}: {self.to_state}"

    @property
    def told(self) -> str:
        return states.TOLD.get(self.verb, self.verb.capitalize())
