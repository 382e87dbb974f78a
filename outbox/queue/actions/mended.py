"""An address that was thought broken works after all."""

from django.db.models import Q

from network import clock
from network.models import Person
from outbox import kinds
from outbox.models import Message
from outbox.queue.actions.messages import due_again, wake_after_commit
from outbox.transitions.outcomes import NO_ADDRESS, NO_SUCH_ADDRESS, NO_SUCH_NUMBER


def try_again(*, person: Person, channel: str) -> int:
    """What was given up because this person's address on this channel was thought broken, and is still useful, goes
    now. Codes and invitations do not: what they held is wiped. Returns how many messages."""
    for_it = Q(why__startswith=NO_SUCH_ADDRESS) | Q(why__startswith=NO_ADDRESS) | Q(why__startswith=NO_SUCH_NUMBER)
    now = clock.now()
    given_up = Message.objects.filter(for_it, to=person, channel=channel, state=Message.FAILED, useful_until__gt=now)
    revived = given_up.exclude(kind__in=kinds.go_once()).update(**due_again(now))
    if revived:
        wake_after_commit()
    return revived
