"""An administrator sends a group of messages that did not arrive again."""

from django.db import transaction

from network import audit, clock
from network.batches import batched
from network.models import Person
from network.rules import WrongState
from outbox import kinds
from outbox.models import Message
from outbox.queue import rules
from outbox.queue.actions.messages import due_again, wake_after_commit
from outbox.receipts import not_arrived

BATCH = 500
NONE_OF_USE = "None of these is sent again: it is too late for them to be of use."


@transaction.atomic
def try_again(*, by: Person, key: str) -> int:
    """`key` names a group of the page (`Group.key`). Those of its messages that are still of use are due at once, with
    the same words, token and message id. Returns how many. WrongState where there is no such group any more, or none
    of it is of use."""
    rules.check_administrator(by)
    now = clock.now()
    groups = not_arrived.groups(not_arrived.rows(Message.objects.all(), now))
    group = next((one for one in groups if one.key == key), None)
    if group is None:
        raise WrongState("This list has changed meanwhile. Look again, and press again where it is still needed.")
    if group.kind_of == not_arrived.INVITATION:
        raise WrongState(rules.INVITATION_GOES_ANEW)
    if not group.can_go_again:
        raise WrongState("A code is not sent twice. Whoever needs one asks for a new one.")
    pks, changed, urgent = [row.pk for row in group.rows], 0, False
    for some in batched(pks, BATCH):
        given_up = Message.objects.filter(pk__in=some, state__in=(Message.FAILED, Message.EXPIRED), to__is_active=True)
        useful = given_up.filter(useful_until__gt=now).exclude(kind__in=kinds.go_once())
        urgent = urgent or useful.filter(urgent=True).exists()
        changed += useful.update(**due_again(now))
    if not changed:
        raise WrongState(NONE_OF_USE)
    audit.record(by=by, verb="messages.try-again", what="messages")
    if urgent:
        wake_after_commit()
    return changed
