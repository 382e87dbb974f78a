"""The messages about a colleague's own listing, and those to the officers about cover and drills."""

from datetime import date, timedelta

from directory.colleagues.models.listing import Listing
from network import clock
from network.dates import day_said
from network.privacy.retention import PAST
from outbox import kinds
from outbox.models import Message


def register_all() -> None:
    day = timedelta(days=1)
    for kind in (
        kinds.Kind(
            name="your-week",
            says="a week in which you can be asked",
            template="directory/messages/your_week.txt",
            still_wanted=is_active,
            useful_for=3 * day,
            facts=week_of,
        ),
        kinds.Kind(
            name="colleague-unreachable",
            says="a colleague cannot be reached",
            template="directory/messages/colleague_unreachable.txt",
            still_wanted=is_active,
            useful_for=3 * day,
        ),
        kinds.Kind(
            name="drill-due",
            says="a drill is due",
            template="directory/messages/drill_due.txt",
            still_wanted=is_active,
            useful_for=7 * day,
        ),
        kinds.Kind(
            name="cover-summary",
            says="the cover of a week",
            template="directory/messages/cover_summary.txt",
            still_wanted=is_active,
            useful_for=3 * day,
            facts=week_of,
        ),
        kinds.Kind(
            name="declaration-due",
            says="your yearly declaration",
            template="directory/messages/declaration_due.txt",
            still_wanted=declaration_is_due,
            useful_for=14 * day,
            kept=timedelta(days=PAST.days or 400),
        ),
        kinds.Kind(
            name="unreachable",
            says="a way to reach you does not work",
            template="directory/messages/unreachable.txt",
            still_wanted=is_active,
            useful_for=2 * day,
        ),
        kinds.Kind(
            name="cover-gap",
            says="a gap in the cover",
            template="directory/messages/gap.txt",
            still_wanted=is_active,
            useful_for=3 * day,
        ),
    ):
        kinds.register(kind)


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
