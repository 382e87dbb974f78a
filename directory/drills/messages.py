"""The message of a drill."""

from datetime import timedelta

from directory.drills.models import DrillAsked
from network import clock
from outbox import kinds
from outbox.models import Message


def register_all() -> None:
    kinds.register(
        kinds.Kind(
            name="drill",
            says="a drill",
            template="directory/messages/drill.txt",
            still_wanted=drill_runs,
            useful_for=timedelta(hours=4),
            purpose="drill",
            urgent=True,
            quiet_hours=False,
        )
    )


def drill_runs(message: Message) -> bool:
    return DrillAsked.objects.filter(
        pk=kinds.pk_of(message), answered_at__isnull=True, drill__ends_at__gt=clock.now(), listing__person=message.to_id
    ).exists()
