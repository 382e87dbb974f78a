"""Whom of her union the head named, and how to reach them: hers, sealed with her plan's other words. Without them no
meeting about her post can be noted (promise four)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from inspections.support import rules
from inspections.support.actions import log
from inspections.support.models.support import PlanMeeting, SupportPlan, UnionContact
from network import audit, clock
from network.models import Person
from network.privacy import keys
from network.rules import WrongState

ASK_HER = "Ask her whom to invite: she can show you on the plan, or note the meeting herself."


@dataclass(frozen=True)
class Opened:
    """In the clear, for whoever may read it."""

    name: str
    reach: str
    shared: bool


@transaction.atomic
def name(*, by: Person, plan: SupportPlan, name: str, reach: str, shared: bool = False) -> UnionContact:
    rules.check_head(by, plan)
    rules.check_open(plan)
    if not name.strip() or not reach.strip():
        raise WrongState("Write the name of your union contact, and how to reach them.")
    key = log.key_of(head=plan.head, inspection=plan.inspection)
    sealed = {"name": keys.seal(key, name.strip()), "reach": keys.seal(key, reach.strip()), "shared": shared}
    current = named(plan=plan)
    if current is not None and keys.unseal(current.name) != name.strip():
        _take_away(current)
        current = None
    if current is None:
        try:
            with transaction.atomic():
                current = UnionContact.objects.create(plan=plan, **sealed)
        except IntegrityError:  # two presses at the same moment
            raise WrongState("Your union contact has just been saved already. Please look again.") from None
    else:
        UnionContact.objects.filter(pk=current.pk).update(**sealed)
    audit.record(by=by, verb="plan.write", what=f"plan:{plan.public_id}", concerns=plan.head)
    return current


@transaction.atomic
def remove(*, by: Person, plan: SupportPlan) -> None:
    rules.check_head(by, plan)
    current = named(plan=plan)
    if current is not None:
        _take_away(current)
        audit.record(by=by, verb="plan.write", what=f"plan:{plan.public_id}", concerns=plan.head)


def named(*, plan: SupportPlan) -> UnionContact | None:
    return UnionContact.objects.filter(plan=plan, replaced_at__isnull=True).first()


def opened(*, plan: SupportPlan, reader: Person) -> Opened | None:
    """The one who is named now, if this reader may know. None, too, when the key has gone."""
    rows = UnionContact.objects.visible_to(reader).filter(plan=plan, replaced_at__isnull=True)
    contact = rows.first()
    if contact is None or not keys.unseal(contact.name):
        return None
    return Opened(keys.unseal(contact.name), keys.unseal(contact.reach), contact.shared)


def invited(*, meeting: PlanMeeting, reader: Person) -> str:
    """The name of who was invited to it, where this reader may know it."""
    contact = UnionContact.objects.visible_to(reader).filter(pk=meeting.union_contact_id).first()
    return keys.unseal(contact.name) if contact else ""


def to_be_invited(*, plan: SupportPlan, by: Person) -> UnionContact:
    """Whom `by` may know of. To anybody but the head, a contact she does not show is answered as none: whether she has
    one is hers to say."""
    contact = UnionContact.objects.visible_to(by).filter(plan=plan, replaced_at__isnull=True).first()
    if contact is None or not keys.unseal(contact.name):
        first = "She names them on the plan first." if by.pk == plan.head_id else ASK_HER
        raise WrongState(f"A meeting about the head's post is not held without her union contact. {first}")
    return contact


def _take_away(contact: UnionContact) -> None:
    """A meeting goes on saying who was invited to it."""
    row = UnionContact.objects.filter(pk=contact.pk)
    if contact.meetings.exists():
        row.update(replaced_at=clock.now())
    else:
        row.delete()
