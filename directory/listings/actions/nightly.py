"""What is looked at every night. Level-triggered: a missed night is made up, a second run changes nothing."""

from datetime import date, datetime, time, timedelta

from directory.call_outs import colleagues
from directory.call_outs.actions.notify_call import tell_officers
from directory.colleagues.models.listing import Listing
from directory.cover import days as cover
from directory.cover import rows as cover_rows
from network import clock, guarded
from outbox.queue.actions import messages

SOON = timedelta(days=7)
YEAR = timedelta(days=365)


def check_all() -> None:
    guarded.steps(_unreachable, _declarations, _summary, _drill)


def _unreachable() -> None:
    """Raised before, not during: somebody on the rota in the coming week with no channel that works, or with no number
    for a head to ring."""
    listings = list(Listing.objects.on_call().select_related("person"))
    there = colleagues.reachable(listings)
    today = clock.today()
    week = [today + timedelta(days=n) for n in range(SOON.days)]
    by_key = {member.key: member for member in cover_rows.members(whom_nothing_reaches=True)}
    on_rota = [listing for listing in listings if any(by_key[listing.pk].there_on(day) for day in week)]
    with guarded.rows() as each:
        for listing in on_rota:
            with each(listing):
                if listing.pk not in there or _has_broken(listing):
                    messages.put(
                        to=listing.person,
                        kind="unreachable",
                        occurrence=f"{listing.public_id}.{today.isocalendar().year}-{today.isocalendar().week}",
                        by=None,
                        about=f"listing:{listing.pk}",
                        path="/my-details/",
                    )
        _tell_who_cannot_be_told(on_rota, there)


def _tell_who_cannot_be_told(listings: list[Listing], there: set[int]) -> None:
    """A message to somebody with no channel at all goes nowhere: the officers hear of it, once a week, as of everybody
    who is not asked for that reason."""
    year, week, _ = clock.today().isocalendar()
    if any(listing.pk not in there for listing in listings):
        tell_officers(kind="colleague-unreachable", occurrence=f"{year}-{week}", by=None)


def _drill() -> None:
    """Once a month while none has been held this term."""
    if cover_rows.drill_is_due() and Listing.objects.on_call().exists():
        tell_officers(kind="drill-due", occurrence=f"{clock.today():%Y-%m}", by=None)


def _has_broken(listing: Listing) -> bool:
    return listing.person.contact_points.filter(broken_at__isnull=False).exists()


def _declarations() -> None:
    today = clock.today()
    due = Listing.objects.exclude(state=Listing.PAUSED).exclude(declared_on__gt=today - YEAR).select_related("person")
    with guarded.rows() as each:
        for listing in due:
            with each(listing):
                last = listing.declared_on.isoformat() if listing.declared_on else "first"
                messages.put(
                    to=listing.person,
                    kind="declaration-due",
                    occurrence=f"{listing.public_id}.{last}",
                    by=None,
                    about=f"listing:{listing.pk}",
                    path="/directory/mine/declaration/",
                )


def _summary() -> None:
    """From Friday noon, London time, once a week; a worker that was down on Friday sends it on Saturday. To officers,
    and to each colleague who can be asked next week."""
    local = clock.local(clock.now())
    if (local.weekday(), local.hour) < (4, 12):
        return
    monday = local.date() + timedelta(days=7 - local.weekday())
    year, week, _ = local.date().isocalendar()
    tell_officers(kind="cover-summary", occurrence=f"{year}-{week}", by=None, useful_until=_end_of(monday))
    days = cover.school_days(monday, 1, cover_rows.closed_days(monday, 1))
    on_rota = {member.key for member in cover_rows.members() if any(member.there_on(day) for day in days)}
    with guarded.rows() as each:
        for listing in Listing.objects.on_call().filter(pk__in=on_rota).select_related("person"):
            with each(listing):
                messages.put(
                    to=listing.person,
                    kind="your-week",
                    occurrence=f"{year}-{week}",
                    by=None,
                    useful_until=_end_of(monday),
                    about=f"listing:{listing.pk}",
                    path="/directory/mine/",
                )


def _end_of(monday: date) -> datetime:
    """The Friday morning of that week: who cannot be reached before hears of it while it lasts, and not after."""
    return datetime.combine(monday + timedelta(days=4), time(9), tzinfo=clock.LONDON)
