"""What is looked at every night. Level-triggered: a missed night is made up, a second run changes nothing."""

from datetime import timedelta

from django.db import transaction

from directory import cover_rows, crowd
from directory.models import Listing
from network import clock
from network.models import RoleGrant
from outbox.actions import messages

SOON = timedelta(days=7)
YEAR = timedelta(days=365)


@transaction.atomic
def check_all() -> None:
    _unreachable()
    _declarations()
    _summary()


def _unreachable() -> None:
    """Raised before, not during: somebody on the rota in the coming week with no channel that works."""
    listings = list(Listing.objects.on_call().select_related("person"))
    there = crowd.reachable(listings)
    today = clock.today()
    week = [today + timedelta(days=n) for n in range(SOON.days)]
    by_key = {member.key: member for member in cover_rows.members()}
    for listing in listings:
        on_rota = any(by_key[listing.pk].there_on(day) for day in week)
        if on_rota and (listing.pk not in there or _has_broken(listing)):
            messages.put(
                to=listing.person,
                kind="unreachable",
                occurrence=f"{listing.public_id}.{today.isocalendar().year}-{today.isocalendar().week}",
                by=None,
                about=f"listing:{listing.pk}",
                path="/my-details/",
            )


def _has_broken(listing: Listing) -> bool:
    return listing.person.contact_points.filter(broken_at__isnull=False).exists()


def _declarations() -> None:
    today = clock.today()
    due = Listing.objects.exclude(state=Listing.PAUSED).exclude(declared_on__gt=today - YEAR).select_related("person")
    for listing in due:
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
    """From Friday noon, London time, once a week; a worker that was down on Friday sends it on Saturday."""
    local = clock.local(clock.now())
    if (local.weekday(), local.hour) < (4, 12):
        return
    year, week, _ = local.date().isocalendar()
    for grant in RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER).select_related("person"):
        messages.put(
            to=grant.person,
            kind="cover-summary",
            occurrence=f"{year}-{week}",
            by=None,
            path="/directory/cover/",
        )
