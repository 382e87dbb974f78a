"""Requests for a buddy: opened for a school, asked by a head, taken over by her when she joins, withdrawn."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.rules import check_signed_in
from buddies.steps.rules import check_ask
from network import audit, clock
from network.models import Membership, Person, School
from network.rules import check_somebody


@transaction.atomic
def open_for_school(*, school: School, why: str, by: Person | None) -> list[BuddyRequest]:
    """A request for each head of the school who has joined and has nobody; for the school itself while none has.

    Idempotent: what is open already stays as it is and is returned.
    """
    check_somebody(by)
    joined = list(_joined_heads(school))
    if not joined:
        return [_open(by, why, school=school, head=None)]
    paired = set(Pairing.objects.current().filter(head__in=joined).values_list("head_id", flat=True))
    return [_open(by, why, school=school, head=head) for head in joined if head.pk not in paired]


@transaction.atomic
def close_for_school(*, school: School, by: Person | None) -> int:
    """The window has closed before anybody joined: the school's own request goes. A head's own stays hers."""
    check_somebody(by)
    return (
        BuddyRequest.objects.open()
        .filter(school=school, head__isnull=True, why=BuddyRequest.WINDOW)
        .update(state=BuddyRequest.WITHDRAWN, ended_at=clock.now())
    )


@transaction.atomic
def ask(*, by: Person, wishes: dict[str, Any] | None = None) -> BuddyRequest:
    """A head asks for herself, at any time; asking again changes what matters to her. Her wishes go into no audit."""
    check_ask(by)
    request = _open(by, BuddyRequest.ASKED, school=school_led_by(by), head=by)
    if wishes is not None:
        BuddyRequest.objects.filter(pk=request.pk).update(wishes=wishes)
        request.refresh_from_db()
    return request


@transaction.atomic
def withdraw(*, by: Person) -> bool:
    check_signed_in(by)
    request = BuddyRequest.objects.open().filter(head=by).first()
    if request is None:
        return False
    BuddyRequest.objects.open().filter(pk=request.pk).update(state=BuddyRequest.WITHDRAWN, ended_at=clock.now())
    audit.record(by=by, verb="request.withdraw", what=f"request:{request.public_id}", concerns=by)
    return True


@transaction.atomic
def open_again(*, head: Person, school: School | None, why: str, by: Person | None) -> BuddyRequest:
    """She has nobody any more: the last request's wishes are carried over."""
    check_somebody(by)
    last = BuddyRequest.objects.filter(head=head).order_by("-made_at").first()
    request = _open(by, why, school=school or school_led_by(head), head=head)
    if last is not None and last.wishes and not request.wishes:
        BuddyRequest.objects.filter(pk=request.pk).update(wishes=last.wishes)
    return request


def head_joined(*, person: Person, membership: Membership, by: Person | None) -> None:
    """Hook: a head has joined, so what waited for her school becomes hers."""
    leads = membership.school_id and membership.role in Membership.HEAD_ROLES
    if not leads or membership.to_at is not None or person.joined_at is None:
        return
    waiting = BuddyRequest.objects.open().filter(school=membership.school_id, head__isnull=True)
    hers = BuddyRequest.objects.open().filter(head=person).exists()
    if hers or Pairing.objects.current().filter(head=person).exists():
        waiting.update(state=BuddyRequest.WITHDRAWN, ended_at=clock.now())
    else:
        waiting.update(head=person)


def _open(by: Person | None, why: str, *, school: School | None, head: Person | None) -> BuddyRequest:
    which: dict[str, Any] = {"head": head} if head is not None else {"school": school, "head": None}
    request, made = BuddyRequest.objects.get_or_create(
        **which, state=BuddyRequest.OPEN, defaults={"school": school, "why": why, "made_by": by}
    )
    if made:
        audit.record(by=by, verb="request.open", what=f"request:{request.public_id}", concerns=head, why=why)
    return request


def _joined_heads(school: School) -> QuerySet[Person]:
    heads = Membership.objects.live().heads().filter(school=school)
    return Person.objects.joined().filter(pk__in=heads.values("person")).order_by("pk")


def school_led_by(person: Person) -> School | None:
    post = Membership.objects.live().heads().filter(person=person).select_related("school").order_by("from_at").first()
    return post.school if post else None
