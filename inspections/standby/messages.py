"""The two short messages of quiet standby: no name, and the same on every such day."""

from datetime import timedelta

from inspections.standby import actions as standby
from outbox import kinds


def register_all() -> None:
    for name, still_wanted, says in (
        (standby.READY, standby.still_ready, "please keep your phone near today"),
        (standby.OVER, standby.still_over, "the usual hours are over for today"),
    ):
        kinds.register(
            kinds.Kind(
                name=name,
                template=f"inspections/messages/{name}.txt",
                still_wanted=still_wanted,
                useful_for=timedelta(hours=6),
                says=says,
            )
        )
