"""Rows of the directory made ready for a page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from directory import needs
from directory.call_outs.models import CallOut
from directory.colleagues.models.availability import WeekDay
from directory.colleagues.models.listing import Listing
from directory.settings.models import DirectorySettings
from network import clock
from network.contact import contact_validation
from network.dates import weekday_said
from network.models import ContactPoint, Helpline, Person, Tie


@dataclass(frozen=True)
class Ways:
    """How her own messages reach her, in her order, and whether there is a number to give to a head."""

    channels: list[str]
    has_phone: bool


def ways_to_reach(person: Person) -> Ways:
    rows = list(ContactPoint.objects.to_reach().filter(person=person).order_by("place", "id"))
    working = [row.get_channel_display() for row in rows if row.confirmed_at and not row.broken_at]
    return Ways(list(dict.fromkeys(working)), any(row.channel == ContactPoint.SMS for row in rows))


def hours_of(listing: Listing) -> list[WeekDay]:
    return list(listing.week.all())


def phone_of(person: Person, call: CallOut, looking: Person) -> str:
    """A private number is shown to the one who took the call, and hers to the head's side, until it closes."""
    if call.closed_at is not None or call.winner is None:
        return ""
    if not may_see_phones(call, looking):
        return ""
    point = ContactPoint.objects.to_ring().filter(person=person).order_by("place").first()
    return point.address if point else ""


def may_see_phones(call: CallOut, looking: Person) -> bool:
    return looking.pk in {call.winner and call.winner.person_id, call.head_id, call.raised_by_id}


def buddies_to_ring(call: CallOut, looking: Person) -> list[tuple[str, str, str]]:
    """For the head alone: first name, number, and the number as it is said, of each of her buddies who has one. Who
    stands by her is shown to nobody else (matrix row 11)."""
    if looking.pk != call.head_id:
        return []
    buddies = Tie.objects.live().filter(head=looking, kind=Tie.BUDDY)
    points = ContactPoint.objects.to_ring().filter(person__in=buddies.values("person")).select_related("person")
    first = {point.person_id: point for point in points.order_by("-place")}  # their first, of several
    return [(each.person.first_name, each.address, contact_validation.spoken(each.address)) for each in first.values()]


def from_then_on(moment: datetime | None, now: datetime) -> str:
    """ "8.30 tomorrow, Monday 7 December"; London time. Empty without a moment."""
    if moment is None:
        return ""
    then, today = clock.local(moment), clock.local(now).date()
    hour, day = f"{then.hour}.{then.minute:02}", weekday_said(then.date(), today)
    if then.date() == today:
        return f"{hour} today"
    return f"{hour} tomorrow, {day}" if then.date() == today + timedelta(days=1) else f"{hour} on {day}"


def numbers_to_ring() -> list[Helpline]:
    """The helplines that have a number, for when nobody has said yes."""
    return [line for line in Helpline.objects.filter(emergency=False) if line.tel]


def need_words(call: CallOut) -> str:
    return needs.in_a_call(call.need)


def settings_row() -> DirectorySettings:
    return DirectorySettings.objects.first() or DirectorySettings()
