"""What this app holds of a person: for her own export, and gone at once when she asks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from inspections import rules
from inspections.answers.actions.answers import words_of
from inspections.check_ins.models import CheckIn
from inspections.notes.models import BuddyNote
from inspections.phones.models import TrustedPhone
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.models.wider_ask import WiderAsk, WiderAsked
from inspections.silence.actions.silence import emergency_contact
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.visits.models import Inspection, Told
from network import audit
from network.models import Person
from network.privacy import keys

# Of check-in answers (the pairing's key, or the head's own while she had no buddy), and of the silence ladder.
SUBJECTS = Q(subject__startswith="pairing:") | Q(subject__startswith="head:") | Q(subject="silence")
ANSWERS = Q(subject__startswith="pairing:") | Q(subject__startswith="head:")


def export(*, person: Person) -> dict[str, Any]:
    answers = dict(CheckIn.ANSWERS)
    check_ins = []
    for row in CheckIn.objects.filter(head=person).exclude(state=CheckIn.CANCELLED).order_by("due_at"):
        answer, note = words_of(check_in=row, reader=person)
        check_ins.append(
            {
                "asked": row.due_at.isoformat(),
                "state": row.get_state_display(),
                "answer": answers.get(answer, ""),
                "how": row.get_via_display(),
                "spoken": row.spoken_at.isoformat() if row.spoken_at else "",
                "note": note,
                "my buddy may read the note": row.note_shared,
            }
        )
    ladder = SilenceLadder.objects.filter(head=person).select_related("named").first()
    name, phone = emergency_contact(ladder=ladder)
    return {
        "inspections": [
            {
                "school": row.school.name,
                "kind": row.get_kind_display(),
                "called": row.called_at.isoformat(),
                "first day": row.starts_on.isoformat(),
                "last day": row.ends_on.isoformat(),
                "lead inspector": row.lead_inspector,
                "senior number": row.senior_number,
                "looks after my welfare": row.welfare_contact,
                "chair": row.chair,
                "the chair knew": row.chair_told_at and row.chair_told_at.isoformat(),
                "the staff knew": row.staff_told_at and row.staff_told_at.isoformat(),
                "draft came": row.draft_on and row.draft_on.isoformat(),
                "minor points sent": row.minor_points_on and row.minor_points_on.isoformat(),
                "complaint sent": row.complained_on and row.complained_on.isoformat(),
                "reply came": row.replied_on and row.replied_on.isoformat(),
                "published": row.published_on and row.published_on.isoformat(),
                "closed": row.closed_at and row.closed_at.isoformat(),
            }
            for row in Inspection.objects.filter(head=person, undone_at__isnull=True).select_related("school")
        ],
        "check-ins": check_ins,
        "asked to be rung": [
            {"at": row.asked_at.isoformat(), "how": row.get_via_display()}
            for row in PleaseRing.objects.filter(head=person).order_by("asked_at")
        ],
        "asked others to ring me": list(
            WiderAsk.objects.filter(head=person).values(
                "asked_at", "any_head_at", "call_back_at", "taken_at", "closed_at"
            )
        ),
        "I was asked to ring a head": list(
            WiderAsked.objects.filter(person=person).values("told_at", "answer", "answered_at")
        ),
        "what I said when others were called": list(
            Told.objects.filter(person=person).exclude(reply="").values("told_at", "seen_at", "reply")
        ),
        "registered phones": list(
            TrustedPhone.objects.filter(head=person).values("name", "registered_at", "last_used_at", "removed_at")
        ),
        "if I go quiet": {
            "on": ladder.on,
            "asks my reserve": ladder.ask_reserve,
            "asks": ladder.named.name if ladder.named else "",
            "in an emergency": f"{name} {phone}".strip(),
        }
        if ladder
        else {},
    }


def forget_answers(*, by: Person) -> int:
    """Every answer and note of hers, at once and for good; that she answered stays. How many keys went."""
    rules.check_signed_in(by)
    with transaction.atomic():
        gone = keys.delete_of(by, ANSWERS)
        CheckIn.objects.filter(head=by).update(answer="", note="", note_shared=False)
        BuddyNote.objects.filter(head=by).delete()
        audit.record(by=by, verb="check-ins.forget", what=f"person:{by.public_id}", concerns=by)
    return gone


def person_erased(*, person: Person, by: Person) -> None:
    keys.delete_of(person, SUBJECTS)
    SilenceStep.objects.filter(asked=person).update(asked=None)
    WiderAsked.objects.filter(person=person).delete()
    WiderAsk.objects.filter(taken_by=person).update(taken_by=None)
    WiderAsk.objects.filter(let_go_of=person).update(let_go_of=None)
    PleaseRing.objects.filter(let_go_of=person).update(let_go_of=None)
    PleaseRing.objects.filter(ended_by=person).update(ended_by=None)
    PleaseRing.seen_by.through.objects.filter(person=person).delete()
    for model in (WiderAsk, PleaseRing, BuddyNote, CheckIn, Inspection, TrustedPhone, SilenceLadder):
        model.objects.filter(head=person).delete()
    Told.objects.filter(person=person).delete()
