from django.db import models
from django.db.models import Q

from network import clock
from network.base import Public, is_somebody
from network.models import ContactPoint, Person
from network.rules import is_administrator
from outbox import kinds
from outbox.transitions.transitions import WAITS


class MessageQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Matrix row 41: her own messages; an administrator sees the state of every message. Neither sees a body or
        an address, because a row holds none."""
        if not is_somebody(person):
            return self.none()
        if is_administrator(person):
            return self.all()
        return self.filter(to=person)


class Message(Public):
    """One message to one person by one channel, written in the same transaction as the fact that causes it.

    The words are not here: they are made from the kind's template at the moment of sending. `tries` counts claims,
    but for those that were given back unbegun; `held_by` tells a sender that was away that its row has gone to another.
    """

    DUE, SENDING = "due", "sending"
    SENT, DELIVERED, FAILED, EXPIRED, CANCELLED = "sent", "delivered", "failed", "expired", "cancelled"
    STATES = [
        (DUE, "Waiting"),
        (SENDING, "Being sent"),
        (SENT, "Sent"),
        (DELIVERED, "Delivered"),
        (FAILED, "Not sent"),
        (EXPIRED, "Too late to be useful, not sent"),
        (CANCELLED, "No longer needed, not sent"),
    ]
    LEFT = (SENT, DELIVERED)
    FINAL = frozenset({SENT, DELIVERED, FAILED, EXPIRED, CANCELLED})

    # Its own index would be the tenth to be written at each claim and each stamp: three others begin with it.
    to = models.ForeignKey(Person, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=40)
    occurrence = models.CharField(max_length=120)
    channel = models.CharField(max_length=8, choices=ContactPoint.CHANNELS)
    second = models.BooleanField(default=False)  # sent because the first channel did not get through
    about = models.CharField(max_length=80, blank=True)  # "checkin:<pk>", ids only
    path = models.CharField(max_length=200, blank=True)  # of the link; "{token}" stands where the token goes
    urgent = models.BooleanField(default=False)

    due_at = models.DateTimeField()  # as planned
    useful_until = models.DateTimeField()
    next_at = models.DateTimeField()  # when a sender may look: due, after a pause, or after quiet hours
    state = models.CharField(max_length=9, choices=STATES, default=DUE)
    why = models.CharField(max_length=200, blank=True)
    tries = models.PositiveIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)  # how many sends have failed since it was put or sent again
    crashes = models.PositiveSmallIntegerField(default=0)  # how often a sender stopped while holding it
    doubts = models.PositiveSmallIntegerField(default=0, db_default=0)  # handed over whole, and never answered
    round = models.PositiveSmallIntegerField(default=0)  # how often somebody asked to send it again
    edition = models.PositiveIntegerField(default=0)  # raised by every change of mind about it
    leased_until = models.DateTimeField(null=True, blank=True)
    held_by = models.UUIDField(null=True, blank=True, editable=False)  # the claim that took it last; each batch is one
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=64)  # from the row's key: a copy bears the same
    provider_id = models.CharField(max_length=64, blank=True)

    token_hash = models.CharField(max_length=64, blank=True)
    token_version = models.PositiveSmallIntegerField(default=1)
    token_until = models.DateTimeField(null=True, blank=True)
    token_used_at = models.DateTimeField(null=True, blank=True)
    sealed = models.TextField(blank=True)  # a sign-in code, encrypted; wiped when the row is final
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "kind", "occurrence", "channel"], name="message_once"),
            models.UniqueConstraint(
                fields=["to", "kind", "occurrence"], condition=Q(second=False), name="message_first_channel_once"
            ),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="message_token_once"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sending", "sent", "delivered", "failed", "expired", "cancelled"]),
                name="message_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | (~Q(state="sending") & Q(leased_until__isnull=True)),
                name="message_sending_is_leased",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sending"]) | Q(sealed=""), name="message_final_is_wiped"
            ),
        ]
        indexes = [
            models.Index(fields=["urgent", "next_at"], condition=Q(state="due"), name="message_due"),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="message_leased"),
            models.Index(fields=["about", "kind"], name="message_about"),
            models.Index(fields=["to", "-created_at"], name="message_of_person"),
        ]

    @property
    def waits_for_service(self) -> bool:
        """The mail or text service is held, or asked us to wait: nothing is wrong with the message."""
        return self.state == self.DUE and self.why.startswith(WAITS)

    @property
    def kind_said(self) -> str:
        """What it is, as people read it."""
        try:
            said = kinds.get(self.kind).says
        except kinds.UnknownKind:
            said = ""
        return said or self.kind.replace("-", " ")


class Sweep(models.Model):
    """When each sweeper last looked: a heartbeat for the health check."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()


class Hold(models.Model):
    """Nothing leaves while a hold is open. A restored database starts on hold: what the send journal says went out
    between `data_at` and `since` is not sent again."""

    since = models.DateTimeField(default=clock.now)
    data_at = models.DateTimeField()  # how old the data is: when the backup was made
    why = models.CharField(max_length=200)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(released_at__isnull=True), name="hold_open_once"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(released_at__isnull=False), name="hold_released_has_time"
            ),
        ]


class ServiceState(models.Model):
    """How the mail or text service behaves, one row a channel, as the senders last heard. Holds nothing of a person.

    `held_since`: it refuses us, or refuses everybody alike. Then nothing is sent by it but sign-in codes and, about
    once a minute (from `probe_at` on), one message to find out; the first that it takes ends that.
    `failing_since`: it has taken nothing since then, though we asked; `last_failed_at` says when it failed last.
    """

    AWAY, REFUSES_US, REFUSES_ALL, TOO_MUCH = "away", "refuses-us", "refuses-all", "too-much"
    REASONS = [
        (AWAY, "does not answer"),
        (REFUSES_US, "does not let us send: sender, password or key"),
        (REFUSES_ALL, "refuses different people with the same answer"),
        (TOO_MUCH, "says that we send too much at once"),
    ]

    channel = models.CharField(max_length=8, choices=ContactPoint.CHANNELS, unique=True)
    last_accepted_at = models.DateTimeField(null=True, blank=True)  # to within half a minute while all is well
    failing_since = models.DateTimeField(null=True, blank=True)
    last_failed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=12, choices=REASONS, blank=True)  # of the last failure; "" while all is well
    held_since = models.DateTimeField(null=True, blank=True)
    probe_at = models.DateTimeField(null=True, blank=True)
    # The last reply that was not plainly about us, and to which row: a second person refused alike means that it is us.
    # What is about an address is `NO_SUCH_ADDRESS`, whatever its code.
    refusal = models.CharField(max_length=40, blank=True)
    refused_row = models.BigIntegerField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    # It was held because it knew nobody, and has taken a message since: until then its word on addresses is believed.
    believed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_since__isnull=True) | Q(failing_since__isnull=False, probe_at__isnull=False),
                name="service_held_is_failing",
            ),
        ]
