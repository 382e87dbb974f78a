"""A person's own record: what she says of herself, and its end."""

from datetime import datetime, time

from allauth.mfa.models import Authenticator
from django.db import transaction

from network import audit, clock, hooks, rules
from network.contact.models.any_head import StandsByAnyHead
from network.contact.models.contact_point import ContactPoint
from network.help.models.break_glass import BreakGlass
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.people.models.tie import Tie
from network.privacy import keys
from network.sign_in.actions import second_steps


@transaction.atomic
def save_details(*, by: Person, name: str, about: str) -> None:
    rules.check_somebody(by)
    Person.objects.filter(pk=by.pk).update(name=name, about=about)
    audit.record(by=by, verb="person.save", what=f"person:{by.public_id}", concerns=by)


@transaction.atomic
def save_quiet_hours(
    *, by: Person, quiet_from: time, quiet_until: time, quiet_weekends: bool, quiet_holidays: bool
) -> datetime | None:
    """What is planned for this person is planned anew at once. Returns when the next question comes, in UTC; None where
    none is planned."""
    rules.check_somebody(by)
    Person.objects.filter(pk=by.pk).update(
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        quiet_weekends=quiet_weekends,
        quiet_holidays=quiet_holidays,
    )
    audit.record(by=by, verb="quiet-hours.save", what=f"person:{by.public_id}", concerns=by)
    by.refresh_from_db(fields=["quiet_from", "quiet_until", "quiet_weekends", "quiet_holidays"])
    return min(filter(None, hooks.call(hooks.quiet_hours_saved, person=by, by=by)), default=None)


def note_export(*, by: Person) -> None:
    rules.check_somebody(by)
    audit.record(by=by, verb="person.export", what=f"person:{by.public_id}", concerns=by)


@transaction.atomic
def close(*, by: Person) -> None:
    """She signs in no more and gets no message. What she wrote stays until its own date; an administrator can open
    the account again when she asks."""
    rules.check_somebody(by)
    _check_an_administrator_may_go(by)
    Person.objects.filter(pk=by.pk).update(is_active=False)
    second_steps.end_sign_ins(person=by)
    audit.record(by=by, verb="person.close", what=f"person:{by.public_id}", concerns=by)
    hooks.call(hooks.facts_changed, people=[by.pk])


@transaction.atomic
def open_again(*, by: Person, person: Person) -> None:
    rules.check_administrator(by)
    if Person.objects.filter(pk=person.pk, is_active=False, erased_at__isnull=True).update(is_active=True):
        audit.record(by=by, verb="person.open-again", what=f"person:{person.public_id}", concerns=person)
        hooks.call(hooks.facts_changed, people=[person.pk])


@transaction.atomic
def erase(*, by: Person) -> None:
    """Everything of hers goes, here and in the apps above; her words by way of their keys, in every backup too. Of
    the row only the number stays, for the audit."""
    rules.check_somebody(by)
    _check_an_administrator_may_go(by)
    now = clock.now()
    hooks.call(hooks.person_erased, person=by, by=by)
    keys.delete_of(by)
    nowhere = f"{by.public_id.hex}@erased.invalid"
    ContactPoint.objects.filter(person=by).delete()
    BreakGlass.objects.filter(about=by).delete()
    Authenticator.objects.filter(user=by).delete()
    Membership.objects.filter(person=by).delete()
    RoleGrant.objects.filter(person=by, ended_at__isnull=True).update(ended_at=now, ended_by=by)
    Tie.objects.filter(head=by).delete()
    Tie.objects.filter(person=by).delete()
    Invitation.objects.filter(person=by).delete()
    StandsByAnyHead.objects.filter(person=by).delete()
    second_steps.end_sign_ins(person=by)
    Person.objects.filter(pk=by.pk).update(
        name="", about="", email=nowhere, is_active=False, joined_at=None, last_seen_on=None, erased_at=now
    )
    audit.record(by=by, verb="person.erase", what=f"person:{by.public_id}", concerns=by)


def _check_an_administrator_may_go(person: Person) -> None:
    if rules.is_administrator(person):
        rules.check_administrators_remain()
