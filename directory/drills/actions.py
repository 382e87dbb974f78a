"""Once a term the whole chain is practised; every message says that it is a drill."""

from datetime import timedelta

from django.db import transaction

from directory.call_outs import colleagues
from directory.colleagues.models.listing import Listing
from directory.drills.models import Drill, DrillAsked
from network import audit, clock
from network.models import Person
from network.rules import NotAllowed, WrongState, check_officer
from outbox.queue.actions import messages
from outbox.queue.actions.messages import Wanted

LASTS = timedelta(hours=4)


@transaction.atomic
def start(*, by: Person) -> Drill:
    check_officer(by)
    now = clock.now()
    if Drill.objects.filter(ends_at__gt=now).exists():
        raise WrongState("A drill is going on already. It ends by itself four hours after it began.")
    drill = Drill.objects.create(started_by=by, started_at=now, ends_at=now + LASTS)
    listings = list(Listing.objects.on_call().select_related("person"))
    there = colleagues.reachable(listings)
    wanted = []
    for listing in listings:
        asked = DrillAsked.objects.create(
            drill=drill, listing=listing, asked_at=now, no_channel=listing.pk not in there
        )
        if listing.pk in there:
            wanted.append(
                Wanted(
                    to=listing.person,
                    kind="drill",
                    occurrence=str(asked.public_id),
                    useful_until=drill.ends_at,
                    about=f"drill:{asked.pk}",
                    path="/directory/drill/here/{token}/",
                )
            )
    messages.put_many(wanted=wanted, by=by)
    audit.record(by=by, verb="drill.start", what=f"drill:{drill.public_id}", asked=len(listings))
    return drill


@transaction.atomic
def here(*, by: Person, asked: DrillAsked) -> None:
    """It reached her. A second press is harmless."""
    if asked.listing.person_id != by.pk:
        raise NotAllowed("the one who was asked")
    DrillAsked.objects.filter(pk=asked.pk, answered_at__isnull=True).update(answered_at=clock.now())


def here_by_link(*, by: Person, pk: int) -> None:
    asked = DrillAsked.objects.select_related("listing").filter(pk=pk, listing__person=by).first()
    if asked is not None:
        here(by=by, asked=asked)
