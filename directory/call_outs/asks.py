"""What of a live call-out stands on somebody's front page: for the head's side its state and whom to ring; for a
colleague the question, and after a yes what is left to do. A fixed number of queries, however many there are."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case, CharField, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from directory.call_outs.call_out_history import PROMISED
from directory.call_outs.models import Asked, CallOut
from directory.call_outs.rows import from_then_on, need_words
from directory.colleagues.models.listing import Listing
from directory.ladder import LEAVES_WITHIN
from directory.settings.models import DirectorySettings
from network import audit, clock
from network.contact import contact_validation
from network.models import ContactPoint, Person
from network.people.asks import Ask, Urgency, Viewer
from outbox.models import Message


def live_calls(viewer: Viewer) -> list[CallOut]:
    """Those that the viewer may see, newest first: each with `phone`, that of whoever took it, `speak_within`, and in
    `has_left` whether any colleague has been sent the question."""
    about = Concat(Value("asked:"), Cast(OuterRef("pk"), CharField()))
    left = Message.objects.filter(about=about, kind="call-out", sent_at__isnull=False).exclude(state=Message.FAILED)
    asked = Asked.objects.filter(Exists(left), call_out=OuterRef("pk"))
    rows = CallOut.objects.visible_to(viewer.person).live().select_related("head", "school", "winner__person")
    return list(rows.annotate(has_left=Exists(asked), **_to_ring("winner__person")))


def _to_ring(whom: str) -> dict[str, Subquery]:
    """The first number of that person, and within how many minutes the two should have spoken."""
    points = ContactPoint.objects.to_ring().filter(person=OuterRef(whom)).order_by("place")
    minutes = DirectorySettings.objects.values("speak_within")[:1]
    return {"phone": Subquery(points.values("address")[:1]), "speak_within": Subquery(minutes)}


def asks_of(*, viewer: Viewer) -> list[Ask]:
    person, now = viewer.person, viewer.now
    calls = [call for call in viewer.once(live_calls) if person.pk in (call.head_id, call.raised_by_id)]
    mine = Asked.objects.visible_to(person).filter(
        call_out__closed_at__isnull=True, let_go_at__isnull=True, done_at__isnull=True
    )
    to_ring = _to_ring("call_out__head")
    hers = Case(When(call_out__winner=F("listing"), then=to_ring["phone"]))  # not read before their yes has been taken
    rows = mine.exclude(answer=Asked.NO).annotate(**to_ring | {"phone": hers})
    asked = list(rows.select_related("listing", "call_out__area", "call_out__head", "call_out__school"))
    taken = [row for row in asked if row.call_out.winner_id == row.listing_id]
    questions = [row for row in asked if row.call_out.winner_id is None and row.listing.state == Listing.APPROVED]
    shown = [call for call in calls if call.winner] + [row.call_out for row in taken]
    viewer.looks += [(f"call-out:{call.public_id}", call.head) for call in shown]
    viewer.looks += [audit.number_of(call.winner.person) for call in calls if call.winner and call.phone]
    return [
        *(_of_the_head(call, person, now) for call in calls),
        *(_taken(row, now) for row in taken),
        *(_question(row) for row in questions),
    ]


def _of_the_head(call: CallOut, person: Person, now: datetime) -> Ask:
    phone = call.phone or ""
    late = bool(call.last_wave_at and call.last_wave_at + LEAVES_WITHIN <= now)
    values = {
        "call": call,
        "is_head": call.head_id == person.pk,
        "phone": phone,
        "phone_as_said": contact_validation.spoken(phone),
        "from_then": call.available_from if call.available_from and call.available_from > now else None,
        "speak_within": call.speak_within or DirectorySettings().speak_within,
        "is_today": clock.local(call.raised_at).date() == clock.local(now).date(),
        "waited": now >= call.raised_at + PROMISED,
        "next_wave_at": call.look_again_at if call.look_again_at and call.look_again_at > now else None,
        "can_ask_from": from_then_on(call.can_ask_from, now),
        "nothing_left": late and not call.has_left and call.state in (CallOut.OPEN, CallOut.UNANSWERED),
    }
    # Asked before now, so that it stands above the button it was asked with (`inspections/today/own.py`).
    urgency = Urgency.RING_NOW if call.winner else Urgency.LIVE_CALL
    template = "directory/call_outs/asks/call_out.html"
    return Ask("call-out", urgency, call.raised_at, template, values, own=call.head_id == person.pk)


def _taken(row: Asked, now: datetime) -> Ask:
    call, phone = row.call_out, row.phone or ""
    minutes = row.speak_within or DirectorySettings().speak_within
    start = max(filter(None, (call.won_at, call.available_from)))
    values = {
        "asked": row,
        "call": call,
        "need": need_words(call),
        "phone": phone,
        "phone_as_said": contact_validation.spoken(phone),
        "speak_within": minutes,
        "ring_by": start + timedelta(minutes=minutes),
        "from_then": call.available_from if call.available_from and call.available_from > now else None,
    }
    return Ask("call-out-taken", Urgency.RING_NOW, row.asked_at, "directory/call_outs/asks/taken.html", values)


def _question(row: Asked) -> Ask:
    """Need, area and hours, and no more: who it is comes with a yes (matrix row 29)."""
    values = {
        "asked": row,
        "need": need_words(row.call_out),
        "area": row.call_out.area.name,
        "until": row.call_out.ends_at,
        "by_text": row.call_out.by_text,
    }
    return Ask(
        "call-out-question", Urgency.LIVE_CALL_OUT, row.asked_at, "directory/call_outs/asks/question.html", values
    )
