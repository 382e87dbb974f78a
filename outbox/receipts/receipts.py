"""What became of a message after it left."""

import logging
from datetime import timedelta

from django.conf import settings

from network import clock, guarded
from network.models import ContactPoint
from outbox.models import Message
from outbox.sending.actions import sending
from outbox.transitions.outcomes import NO_SUCH_NUMBER

log = logging.getLogger(__name__)
ASKED_FOR = timedelta(days=3)  # the service gives up trying a number after this
AT_ONCE = 200
ABOUT_THIS_ONE = {400, 404}  # the service answers, and does not know this one: the others are asked about all the same


def ask() -> int:
    """Ask the text service about what it has taken and not yet settled. Returns how many are settled now."""
    if settings.DEMO or not getattr(settings, "NOTIFY_API_KEY", ""):
        return 0
    from notifications_python_client.errors import APIError  # here, as in `channels`: for those who send texts

    from outbox.channels import notify

    since = clock.now() - ASKED_FOR
    waiting = Message.objects.filter(channel=ContactPoint.SMS, state=Message.SENT, sent_at__gte=since).exclude(
        provider_id=""
    )
    settled = 0
    with guarded.rows() as each:
        for message in waiting.select_related("to").order_by("sent_at")[:AT_ONCE]:
            with each(message, in_transaction=False):  # none is open while the service is asked
                try:
                    status, at = notify.delivered(message.provider_id)
                except APIError as error:
                    if error.status_code not in ABOUT_THIS_ONE:
                        return settled
                    log.warning("the text service does not know message %s", message.public_id)
                    continue
                if status == notify.DELIVERED:
                    sending.delivered(message=message, at=at or clock.now())
                elif status:
                    is_broken = status == notify.UNKNOWN_NUMBER
                    why = f"{NO_SUCH_NUMBER} afterwards" if is_broken else f"text service: {status}"
                    sending.bounced(message=message, why=why, broken=is_broken)
                settled += bool(status)
    return settled
