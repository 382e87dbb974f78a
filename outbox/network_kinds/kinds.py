"""The messages of `network`, which may not know the outbox: signing in, invitations, checking an address."""

from datetime import timedelta

from network import clock
from network.models import BreakGlass, ContactPoint, HelpRequest, Invitation
from outbox import kinds
from outbox.models import Message

CODE_LASTS = timedelta(minutes=10)


def register_all() -> None:
    for kind in (
        kinds.Kind(
            name="sign-in-code",
            says="a sign-in code",
            template="outbox/network_kinds/messages/sign_in_code.txt",
            still_wanted=has_code,
            useful_for=CODE_LASTS,
            urgent=True,
            quiet_hours=False,
            channel=ContactPoint.EMAIL,
            address=sign_in_address,
        ),
        kinds.Kind(
            name="security-notice",
            says="how you sign in was changed",
            template="outbox/network_kinds/messages/security_notice.txt",
            still_wanted=is_open,
            useful_for=timedelta(days=3),
            quiet_hours=False,
        ),
        kinds.Kind(
            name="invitation",
            says="an invitation to the network",
            template="outbox/network_kinds/messages/invitation.txt",
            still_wanted=invitation_waits,
            useful_for=timedelta(days=14),
            channel=ContactPoint.EMAIL,
            address=sign_in_address,
            quiet_hours=False,
        ),
        kinds.Kind(
            name="help-request",
            template="outbox/network_kinds/messages/help_request.txt",
            still_wanted=somebody_waits_to_be_rung,
            useful_for=timedelta(days=3),
        ),
        kinds.Kind(
            name="break-glass",
            template="outbox/network_kinds/messages/break_glass.txt",
            still_wanted=may_see_break_glass,
            useful_for=timedelta(hours=2),
            says="somebody who runs the network is needed as a second person",
            urgent=True,
            quiet_hours=False,
        ),
        kinds.Kind(
            name="number-asked-for",
            template="outbox/network_kinds/messages/number_asked_for.txt",
            still_wanted=is_open,
            useful_for=timedelta(days=14),
            says="your telephone number was asked for, for fear for your life",
            quiet_hours=False,
        ),
        *(
            kinds.Kind(
                name=name,
                says="a code to say that this is yours",
                template="outbox/network_kinds/messages/address_check.txt",
                still_wanted=point_waits,
                useful_for=CODE_LASTS,
                urgent=True,
                quiet_hours=False,
                channel=channel,
                address=point_address,
            )
            for name, channel in (("address-check", ContactPoint.EMAIL), ("phone-check", ContactPoint.SMS))
        ),
    ):
        kinds.register(kind)


def sign_in_address(message: Message) -> str:
    return message.to.email


def has_code(message: Message) -> bool:
    return bool(message.sealed)


def is_open(message: Message) -> bool:
    return message.to.is_active


def invitation_waits(message: Message) -> bool:
    """`about` is "invitation:<pk>". The link's token travels sealed: a row that has lost it is of no use."""
    return (
        bool(message.sealed)
        and Invitation.objects.filter(
            pk=kinds.pk_of(message), person=message.to_id, state=Invitation.WAITING, expires_at__gt=clock.now()
        ).exists()
    )


def somebody_waits_to_be_rung(message: Message) -> bool:
    """`about` is "help-request:<pk>"."""
    return HelpRequest.objects.waiting().filter(pk=kinds.pk_of(message)).exists()


def may_see_break_glass(message: Message) -> bool:
    """`about` is "break-glass:<pk>": for those who run the network still, while there is something to do."""
    row = BreakGlass.objects.visible_to(message.to).filter(pk=kinds.pk_of(message)).first()
    return row is not None and (row.waits or row.is_open)


def point_waits(message: Message) -> bool:
    """`about` is "contact-point:<pk>": still there, still hers, still to be confirmed."""
    return bool(message.sealed) and bool(point_address(message))


def point_address(message: Message) -> str:
    return (
        ContactPoint.objects.filter(
            pk=kinds.pk_of(message), person=message.to_id, channel=message.channel, confirmed_at__isnull=True
        )
        .values_list("address", flat=True)
        .first()
        or ""
    )
