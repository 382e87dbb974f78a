"""What this app holds of a person: for her own export, and gone when her account is erased."""

from typing import Any

from django.db.models import Q

from buddies.calendar.models import CalendarLink
from buddies.offers.models.away import Away
from buddies.offers.models.offer import Offer
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.rounds.actions import rounds
from buddies.rules import check_signed_in
from buddies.steps.actions import pairings
from buddies.wishes.models import NotThisPerson
from network.models import Person


def export(*, person: Person) -> dict[str, Any]:
    """Her own requests, offer, wishes and pairings. The other person of a pair is named: she knows her."""
    check_signed_in(person)
    pairs = Pairing.objects.visible_to(person).filter(Q(head=person) | Q(buddy=person) | Q(reserve=person))
    return {
        "buddy_requests": list(
            BuddyRequest.objects.filter(head=person).values("why", "state", "wishes", "made_at", "ended_at")
        ),
        "offer": list(
            Offer.objects.filter(person=person).values(
                "capacity", "can_help_with", "when_not", "gender", "paused_until", "made_at", "stepped_back_at"
            )
        ),
        "not_these_people": list(NotThisPerson.objects.filter(head=person).values_list("person__name", flat=True)),
        "pairings": list(
            pairs.exclude(reserve=person).values(
                "head__name", "buddy__name", "state", "asked_at", "began_at", "ended_at", "last_spoke_on"
            )
        ),
        "reserve for": list(pairs.filter(reserve=person).values("head__name", "reserve_yes_at")),
    }


def never_with(*, head: Person) -> list[int]:
    """Her private list, for whoever brings people together. Shown to nobody."""
    return list(NotThisPerson.objects.filter(head=head).values_list("person_id", flat=True))


def erase(*, person: Person, by: Person | None) -> None:
    """Her pairings end first, so that a head who loses her buddy waits again; then her rows go."""
    rounds.begin_anew()
    for pairing in Pairing.objects.current().filter(Q(buddy=person) | Q(head=person)):
        pairings.end(pairing=pairing, by=None)
    for pairing in Pairing.objects.current().filter(reserve=person):
        pairings.drop_reserve(pairing=pairing, by=None)
    BuddyRequest.objects.filter(head=person).delete()
    Offer.objects.filter(person=person).delete()
    NotThisPerson.objects.filter(Q(head=person) | Q(person=person)).delete()
    CalendarLink.objects.filter(person=person).delete()
    Away.objects.filter(person=person).delete()
    Pairing.objects.filter(head=person).delete()
