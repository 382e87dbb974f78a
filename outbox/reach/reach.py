"""When somebody can be reached: by their quiet hours, and by weekends, bank holidays and school holidays as they chose.

The one answer for the sender and for whatever waits until a message could be read: what holds the message holds the
clock. What may not wait (a call, "please ring me") asks nobody.
"""

from datetime import datetime

from network.contact import quiet
from network.models import Person
from outbox.reach.days_off import DaysOff


def reachable_from(person: Person, moment: datetime, days_off: DaysOff) -> datetime:
    """The first moment, `moment` or later, at which an ordinary message to this person may leave. In UTC where it is
    later. `days_off` is shared by all that is asked in one go: it remembers."""
    return quiet.held_for(person, moment, days_off.of(person, moment)) or moment


def on_a_day_for(person: Person, moment: datetime, days_off: DaysOff) -> datetime:
    """As `reachable_from`, for a question that has an hour of its own: in that hour of the next day on which this
    person is asked anything, where `moment` lies on days on which nothing is."""
    return quiet.in_its_hour(person, moment, days_off.of(person, moment))
