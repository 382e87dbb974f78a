"""What happens to the token of a message's link: used once, or revoked."""

from django.db.models import F

from network import clock
from outbox import kinds
from outbox.models import Message
from outbox.wording import tokens


def use(*, message: Message) -> bool:
    """True for the first use only, however many press at once."""
    changed = Message.objects.filter(
        pk=message.pk, token_version=message.token_version, token_used_at__isnull=True
    ).update(token_used_at=clock.now())
    return bool(changed)


def revoke(*, message: Message) -> None:
    """Links already sent stop working; one sent from now on bears a new token."""
    purpose = kinds.get(message.kind).purpose
    if not purpose:
        return
    version = message.token_version + 1
    fresh = Message(public_id=message.public_id, token_version=version)
    Message.objects.filter(pk=message.pk, token_version=message.token_version).update(
        token_version=F("token_version") + 1,
        token_hash=tokens.hashed(tokens.worked_out(purpose, fresh)),
        token_used_at=None,
    )
