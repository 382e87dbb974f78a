"""Marker words in every private field of the head concerned, and who may ever be shown each of them.

The access test plants them in its story and looks for them in every answer of every url to every kind of person.
"""

from directory.models import CallOut
from inspections.models import CheckIn, SilenceLadder
from inspections.notes import actions as notes
from inspections.support.actions import log, support, union_contact
from network import clock
from network.models import ContactPoint
from network.privacy import keys

# The word: the columns that may read it, on whatever page.
ALLOWED: dict[str, frozenset[str]] = {
    "MARKERLOG": frozenset({"HO"}),
    "MARKERPRIVATEPLAN": frozenset({"HO"}),
    "MARKERSHAREDPLAN": frozenset({"HO", "BD"}),
    "MARKERUNION": frozenset({"HO"}),
    "MARKEROWNNOTE": frozenset({"HO"}),
    "MARKERSHAREDNOTE": frozenset({"HO", "BD"}),
    "MARKEROWNLEFT": frozenset({"HO"}),
    "MARKERSHAREDLEFT": frozenset({"HO", "BD"}),
    "MARKEREMERGENCY": frozenset({"HO"}),
    "MARKERCALL": frozenset({"HO", "DP", "BD", "DA"}),
    "marker.mail@example.org": frozenset({"HO", "BD"}),
    "07700 999 999": frozenset({"HO", "BD", "DA"}),
    "+447700999999": frozenset({"HO", "BD", "DA"}),
}


def plant(cast) -> None:
    head, now = cast.head, clock.now()
    log.write(by=head, words="MARKERLOG")
    notes.leave(by=head, words="MARKEROWNLEFT")
    notes.leave(by=head, words="MARKERSHAREDLEFT", shared=True)
    support.write(by=head, plan=cast.plan, private="MARKERPRIVATEPLAN", shared="MARKERSHAREDPLAN")
    union_contact.name(by=head, plan=cast.plan, name="MARKERUNION", reach="MARKERUNION")
    key = keys.key_for(owner=head, subject="markers")
    for number, (word, shared) in enumerate((("MARKEROWNNOTE", False), ("MARKERSHAREDNOTE", True))):
        CheckIn.objects.create(
            head=head,
            inspection=cast.inspection,
            rule=CheckIn.AGAIN,
            occurrence=f"marker{number}",
            due_at=now,
            send_at=now,
            useful_until=now,
            state=CheckIn.ANSWERED,
            answered_at=now,
            via=CheckIn.SIGNED_IN,
            answer=keys.seal(key, CheckIn.FINE),
            note=keys.seal(key, word),
            note_shared=shared,
        )
    ladder, _ = SilenceLadder.objects.get_or_create(head=head)
    SilenceLadder.objects.filter(pk=ladder.pk).update(
        emergency_name=keys.seal(key, "MARKEREMERGENCY"), emergency_phone=keys.seal(key, "MARKEREMERGENCY")
    )
    CallOut.objects.filter(pk=cast.call_out.pk).update(words=keys.seal(key, "MARKERCALL"))
    for channel, address in (("email", "marker.mail@example.org"), ("sms", "+447700999999")):
        point = ContactPoint.objects.filter(person=head, channel=channel, private=True).order_by("place", "pk").first()
        ContactPoint.objects.filter(pk=point.pk).update(address=address, confirmed_at=now, broken_at=None)


def found_by(column: str, text: str) -> list[str]:
    """The markers in this answer that this kind of person must never see."""
    return [word for word, allowed in ALLOWED.items() if word in text and column not in allowed]
