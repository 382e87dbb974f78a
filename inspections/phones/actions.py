"""A phone that somebody registers. A head's, or her deputy's, can say "the call has come" and "please ring me" without
signing in; that of whoever stands by her, or is in the directory, shows the one number to ring."""

from __future__ import annotations

import re
import secrets

from django.db import transaction

from inspections import rules
from inspections.calls.actions import inspections
from inspections.phones.models import TrustedPhone
from inspections.ringing.actions import please_ring
from inspections.ringing.models.please_ring import PleaseRing
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from network import audit, clock
from network.link_tokens import hashed
from network.models import Membership, Person, School, Tie
from network.rules import NotAllowed, WrongState

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits


def register(*, by: Person, name: str = "") -> tuple[TrustedPhone, str]:
    """The phone, and its token: kept hashed here, in a cookie of its own there."""
    rules.check_signed_in(by)
    raw = secrets.token_urlsafe(32)
    with transaction.atomic():
        phone = TrustedPhone.objects.create(head=by, name=name, token_hash=hashed(raw))
        audit.record(by=by, verb="phone.register", what=_what(phone), concerns=by)
    return phone, raw


def remove(*, by: Person, phone: TrustedPhone) -> None:
    rules.check_is_head(by, phone.head)
    with transaction.atomic():
        if TrustedPhone.objects.filter(pk=phone.pk, removed_at__isnull=True).update(removed_at=clock.now()):
            audit.record(by=by, verb="phone.remove", what=_what(phone), concerns=by)


def find(*, raw: str) -> TrustedPhone | None:
    if not SHAPE.fullmatch(raw):
        return None
    phones = TrustedPhone.objects.select_related("head")
    return phones.filter(token_hash=hashed(raw), removed_at__isnull=True, head__is_active=True).first()


def the_call_has_come(*, phone: TrustedPhone | None, by: None = None) -> list[Inspection]:
    """For the school she leads, or for that of the one head whose deputy she is: with two schools, she says later which
    was meant. A second press finds the first."""
    presser = _used(phone)
    head = presser if schools_of(head=presser) else _head_of_deputy(presser)
    going = [each for each in Inspection.objects.open().filter(head=head) if not visit_rules.is_over(each)]
    if going:
        return going
    schools = schools_of(head=head)
    if not schools:
        raise WrongState("This phone belongs to nobody who may press it now.")
    return [inspections.the_call_has_come(by=presser, school=schools[0], head=head)]


def _head_of_deputy(presser: Person) -> Person:
    """Herself when she is nobody's deputy. Of two heads a press cannot tell which: then she has to sign in."""
    heads = {tie.head for tie in Tie.objects.live().filter(person=presser, kind=Tie.DEPUTY).select_related("head")}
    if len(heads) > 1:
        raise WrongState("You may act for more than one head. Sign in to say for whom.")
    return heads.pop() if heads else presser


def please_ring_me(*, phone: TrustedPhone | None, by_text: bool = False, by: None = None) -> PleaseRing:
    return please_ring.ask(head=_used(phone), via=PleaseRing.PHONE, by_text=by_text)


def may_press(*, phone: TrustedPhone) -> bool:
    """Whether the two presses are of any use to whose phone it is."""
    person = phone.head
    return rules.has_led_a_school(person) or Tie.objects.live().filter(person=person, kind=Tie.DEPUTY).exists()


def schools_of(*, head: Person) -> list[School]:
    """In the window first: where she leads two, the call is likeliest there. She can change it within ten minutes."""
    live = Membership.objects.live().heads().filter(person=head).values("school")
    return list(School.objects.open().filter(pk__in=live).order_by("-in_window", "window_due_on", "name"))


def _used(phone: TrustedPhone | None) -> Person:
    if phone is None or phone.removed_at is not None or not phone.head.is_active:
        raise NotAllowed("a registered phone")
    TrustedPhone.objects.filter(pk=phone.pk).update(last_used_at=clock.now())
    audit.record(by=phone.head, verb="phone-press.use", what=_what(phone), concerns=phone.head)
    return phone.head


def _what(phone: TrustedPhone) -> str:
    return f"phone:{phone.public_id}"
