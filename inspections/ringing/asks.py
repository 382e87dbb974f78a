"""What waits for whoever stands by a head who has asked to be rung: cards for the front page
(`network.people.asks`). The question itself stands on the card of that head (inspections/today/stands_by.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from inspections.ringing.actions.please_ring import FORGET
from inspections.ringing.models.please_ring import PleaseRing
from network.contact.asks import phone_of
from network.models import Tie
from network.people.asks import Ask, Urgency, Viewer

LATELY = timedelta(days=3)  # as long as the message about it is useful


def rings(viewer: Viewer) -> list[PleaseRing]:
    """Their own and those of the heads by whom they stand: what is open; of the heads what is over since lately and
    they have not read, and of their own where "We have spoken" was pressed in a message."""
    if not viewer.is_of_a_pair:
        return []
    person, now = viewer.person, viewer.now
    ties = Tie.objects.live(now).filter(person=person, kind=Tie.BUDDY, head=OuterRef("head"))
    again = PleaseRing.objects.open().filter(head=OuterRef("head"))
    over = Q(~Exists(again), Exists(ties.filter(from_at__lte=OuterRef("ended_at"))), ended_at__gt=now - LATELY)
    said_by_link = Q(~Exists(again), head=person, ended_via=PleaseRing.LINK, ended_at__gt=now - LATELY)
    rows = PleaseRing.objects.visible_to(person).filter(Q(ended_at__isnull=True) | over | said_by_link)
    rows = rows.exclude(ended_at__isnull=False, ended_by=person).exclude(ended_at__isnull=False, seen_by=person)
    return list(rows.select_related("head", "ended_by", "taken_by", "let_go_of"))


def own_ring(viewer: Viewer) -> PleaseRing | None:
    """The open one of the viewer's own."""
    return next((ring for ring in viewer.once(rings) if ring.head_id == viewer.person.pk and not ring.ended_at), None)


def said_to_have_spoken(*, viewer: Viewer) -> list[Ask]:
    """For the head: somebody says in a message that they have spoken with her. Until she has read it or asks again."""
    own = (ring for ring in viewer.once(rings) if ring.head_id == viewer.person.pk and ring.ended_at)
    template = "inspections/ringing/asks/said_to_have_spoken.html"
    return [
        Ask("said-spoken", Urgency.QUESTION, ring.ended_at or viewer.now, template, {"ring": ring}, own=True)
        for ring in own
    ]


def rings_of_heads(*, viewer: Viewer) -> list[Ask]:
    """Who said "I am ringing" finds the number and "We have spoken" until it is settled. The others who were asked find
    that somebody is ringing; and that it is over, until they press "Seen"."""
    of_heads = (ring for ring in viewer.once(rings) if ring.head_id != viewer.person.pk)
    return [_card(ring, viewer) for ring in of_heads if ring.ended_at or ring.taken_at]


def _card(ring: PleaseRing, viewer: Viewer) -> Ask:
    values: dict[str, Any] = {"ring": ring, "head": ring.head}
    if ring.ended_at is not None:
        values["by_itself"] = ring.ended_by is None and ring.ended_at >= ring.asked_at + FORGET
        return Ask("ring-over", Urgency.REST, ring.ended_at, "inspections/ringing/asks/ring_over.html", values)
    if ring.taken_by_id == viewer.person.pk:
        values |= phone_of(viewer, ring.head_id)
        since = ring.taken_at or ring.asked_at
        return Ask("ringing", Urgency.RING_NOW, since, "inspections/ringing/asks/ringing.html", values)
    return Ask("ring-taken", Urgency.REST, ring.asked_at, "inspections/ringing/asks/ring_taken.html", values)
