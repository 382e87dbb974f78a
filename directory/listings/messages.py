"""The messages about a colleague's own listing, and those to the officers about cover and drills."""

from datetime import date, timedelta
from typing import Any

from directory.colleagues.models.listing import Listing
from network import clock
from network.dates import day_said
from network.privacy.retention import PAST
from outbox import kinds
from outbox.models import Message


def register_all() -> None:
    kept: dict[str, Any] = {"kept": timedelta(days=PAST.days or 400)}
    for name, says, still_wanted, days, more in (
        ("your-week", "a week in which you can be asked", is_active, 3, {"facts": week_of}),
        ("colleague-unreachable", "a colleague cannot be reached", is_active, 3, {}),
        ("drill-due", "a drill is due", is_active, 7, {}),
        ("cover-summary", "the cover of a week", is_active, 3, {"facts": week_of}),
        ("declaration-due", "your yearly declaration", declaration_is_due, 14, kept),
        ("unreachable", "a way to reach you does not work", is_active, 2, {}),
        ("cover-gap", "a gap in the cover", is_active, 3, {}),
    ):
        template = f"directory/messages/{name.replace('-', '_')}.txt"
        useful_for = timedelta(days=days)
        kinds.register(
            kinds.Kind(
                name=name, says=says, template=template, still_wanted=still_wanted, useful_for=useful_for, **more
            )
        )


def declaration_is_due(message: Message) -> bool:
    year_ago = clock.today() - timedelta(days=365)
    listing = Listing.objects.filter(person=message.to_id).exclude(state=Listing.PAUSED).first()
    return listing is not None and (listing.declared_on is None or listing.declared_on <= year_ago)


def is_active(message: Message) -> bool:
    return message.to.is_active


def week_of(message: Message) -> dict[str, str]:
    """The week after the one in which it was written, by its Monday: it may be read in that very week."""
    year, week = message.occurrence.split("-")
    monday = date.fromisocalendar(int(year), int(week), 1) + timedelta(days=7)
    return {"monday": f"Monday {day_said(monday, clock.today())}"}
