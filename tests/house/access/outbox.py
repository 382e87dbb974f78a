"""The outbox's pages: one's own messages, and sending one again."""

from datetime import timedelta

from network import clock
from outbox.models import Message
from tests.house.access import MEMBERS, POST_ONLY, line, only


def build(cast):
    now = clock.now()
    cast.things["message"] = Message.objects.create(
        to=cast.head,
        kind="security-notice",
        occurrence="access",
        channel="email",
        due_at=now,
        next_at=now,
        useful_until=now + timedelta(days=1),
        state=Message.SENT,
        sent_at=now,
        message_id="0" * 40,
    )


LINES = {
    "messages": line(50, get=MEMBERS),  # everybody her own
    "messages-not-arrived": line(57, get=only("AD")),
    "messages-not-arrived-try-again": line(57, get=POST_ONLY, post=only("AD", ok=302)),
    "message-resend": line(
        41,
        get=POST_ONLY,
        post=only("HO", "AD", ok=302),
        kwargs=lambda cast: {"public_id": cast.message.public_id},
    ),
}
