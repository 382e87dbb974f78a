"""What waits for whoever stands by a head who has asked to be rung: cards for the front page
(`network.people.asks`). The question itself stands in the head's own line there (views/today_people.py)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from inspections.ringing.actions.please_ring import FORGET
from inspections.ringing.models.please_ring import PleaseRing
from network.contact import contact_validation
from network.models import ContactPoint, Person, Tie
from network.people.asks import Ask, Urgency

LATELY = timedelta(days=3)  # as long as the message about it is useful


def rings_of_heads(*, person: Person, now: datetime) -> list[Ask]:
    """Who said "I am ringing" finds the number and "We have spoken" until it is settled. The others who were asked find
    that somebody is ringing; and that it is over, until they press "Seen"."""
    ties = Tie.objects.live(now).filter(person=person, kind=Tie.BUDDY, head=OuterRef("head"))
    again = PleaseRing.objects.open().filter(head=OuterRef("head"))
    rows = (
        PleaseRing.objects.visible_to(person)
        .exclude(head=person)
        .filter(Q(ended_at__isnull=True, taken_at__isnull=False) | Q(~Exists(again), ended_at__gt=now - LATELY))
        .filter(Q(ended_at__isnull=True) | Exists(ties.filter(from_at__lte=OuterRef("ended_at"))))
        .exclude(ended_at__isnull=False, ended_by=person)
        .exclude(ended_at__isnull=False, seen_by=person)
        .select_related("head", "ended_by")
    )
    shown = list(rows)
    mine = [ring.head_id for ring in shown if ring.ended_at is None and ring.taken_by_id == person.pk]
    points = ContactPoint.objects.visible_to(person).to_ring().filter(private=True, person__in=mine)
    phones = dict(points.order_by("-place", "-pk").values_list("person_id", "address")) if mine else {}
    return [_card(ring, person, phones.get(ring.head_id, "")) for ring in shown]


def _card(ring: PleaseRing, person: Person, phone: str) -> Ask:
    values: dict[str, Any] = {
        "ring": ring,
        "head": ring.head,
        "phone": phone,
        "phone_as_said": contact_validation.spoken(phone),
    }
    if ring.ended_at is not None:
        values["by_itself"] = ring.ended_by is None and ring.ended_at >= ring.asked_at + FORGET
        return Ask("ring-over", Urgency.REST, ring.ended_at, "inspections/ringing/asks/ring_over.html", values)
    if ring.taken_by_id == person.pk:
        since = ring.taken_at or ring.asked_at
        return Ask("ringing", Urgency.RING_NOW, since, "inspections/ringing/asks/ringing.html", values)
    return Ask("ring-taken", Urgency.REST, ring.asked_at, "inspections/ringing/asks/ring_taken.html", values)
