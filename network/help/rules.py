"""Whether somebody answers when a person asks for help."""

from network import clock
from network.help.models.away import OfficerAway
from network.rules import officers


def is_an_officer_there() -> bool:
    """One who is not away today, or is covered by one who is not."""
    away = OfficerAway.objects.on(clock.today())
    return officers().exclude(pk__in=away.values("officer")).exists()
