"""Whether somebody answers when a person asks for help."""

from django.db.models import QuerySet

from network import clock
from network.help.models.away import OfficerAway
from network.people.models.person import Person
from network.rules import officers


def officers_there() -> QuerySet[Person]:
    """Those who are not away today. Whoever covers for another is one of them, or nobody covers."""
    away = OfficerAway.objects.on(clock.today())
    return officers().exclude(pk__in=away.values("officer"))


def is_an_officer_there() -> bool:
    return officers_there().exists()
