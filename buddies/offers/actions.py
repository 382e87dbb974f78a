"""Offers to be a buddy: made, changed, paused to a date, and stepped back from at any time."""

from datetime import date, timedelta

from django.db import transaction

from buddies.offers.models.offer import Offer
from buddies.offers.rules import check_offer, check_own_offer
from network import audit, clock
from network.models import Person
from network.rules import WrongState

MOST = 10


@transaction.atomic
def make(*, by: Person, capacity: int, can_help_with: str = "", when_not: str = "", gender: str = "") -> Offer:
    """Makes the offer, or changes it, and says that it still holds."""
    check_offer(by)
    if not 1 <= capacity <= MOST:
        raise WrongState(f"Say how many heads you can stand by: 1 to {MOST}.")
    now = clock.now()
    offer, made = Offer.objects.update_or_create(
        person=by,
        defaults={
            "capacity": capacity,
            "can_help_with": can_help_with,
            "when_not": when_not,
            "gender": gender,
            "confirmed_at": now,
            "stepped_back_at": None,
        },
    )
    verb = "offer.make" if made else "offer.change"
    audit.record(by=by, verb=verb, what=f"offer:{offer.public_id}", concerns=by, capacity=capacity)
    return offer


@transaction.atomic
def pause(*, by: Person, offer: Offer, until: date) -> None:
    """Nobody new is suggested to her until then; the heads she stands by stay hers."""
    check_own_offer(by, offer)
    check_pause(until=until)
    Offer.objects.filter(pk=offer.pk).update(paused_until=until)
    audit.record(by=by, verb="offer.pause", what=f"offer:{offer.public_id}", concerns=by)


@transaction.atomic
def come_back(*, by: Person, offer: Offer) -> None:
    check_own_offer(by, offer)
    Offer.objects.filter(pk=offer.pk).update(paused_until=None, confirmed_at=clock.now())
    audit.record(by=by, verb="offer.come-back", what=f"offer:{offer.public_id}", concerns=by)


@transaction.atomic
def step_back(*, by: Person, offer: Offer) -> None:
    """No new heads. The pairings she has end one by one, by her or by the heads: nobody is dropped by accident."""
    check_own_offer(by, offer)
    Offer.objects.filter(pk=offer.pk).update(stepped_back_at=clock.now(), paused_until=None)
    audit.record(by=by, verb="offer.step-back", what=f"offer:{offer.public_id}", concerns=by)


def check_pause(*, until: date) -> None:
    if until == clock.today():
        raise WrongState("Choose a day after today and within a year.")
    check_day(on=until)


def check_day(*, on: date) -> None:
    today = clock.today()
    if not today <= on <= today + timedelta(days=366):
        raise WrongState("Choose a day after today and within a year.")
