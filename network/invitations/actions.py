"""Invitations: sent, sent again, withdrawn, accepted. Sign-up is by invitation only."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from network import audit, clock, hooks, rules
from network.audit.models import AuditRow
from network.contact.models.contact_point import ContactPoint
from network.details.actions import contact_points
from network.invitations import rules as invitation_rules
from network.invitations import tokens
from network.members.actions import memberships, roles
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.rules import WrongState
from network.site import rules as site_rules

LASTS = timedelta(days=28)
Key = tuple[int, str, int | None, int | None]  # person, role, school, organisation


def send(*, by: Person | None, wanted: Invitation) -> Invitation | None:
    """One neutral mail; nothing where the same invitation waits, or she is that already."""
    return next(iter(send_many(by=by, wanted=[wanted])), None)


@transaction.atomic
def send_many(*, by: Person | None, wanted: Sequence[Invitation]) -> list[Invitation]:
    """All or nothing, in a fixed number of queries. `wanted` are not saved yet and say whom, as what and where: the
    form or the file has folded the address and tidied the name. Returns the new ones: the same file a second time sends
    nothing. `by` is None for the shell that names the first administrators."""
    for role, organisation in {(one.role, one.organisation) for one in wanted}:
        if by is not None:
            invitation_rules.check_can_invite(by, role, organisation)
    if by is not None and any(one.role not in invitation_rules.OF_THE_NETWORK for one in wanted):
        site_rules.check_ready_for_people()
    people = _people_at({one.email: one.name for one in wanted})
    standing = _standing(people)
    new: dict[Key, Invitation] = {}
    now = clock.now()
    for one in wanted:
        one.person, one.sent_by, one.sent_at, one.expires_at = people[one.email], by, now, now + LASTS
        one.token_hash = tokens.hashed(tokens.make(one))
        key = _key(one)
        if one.person.is_active and key not in standing:
            new.setdefault(key, one)
    made = Invitation.objects.bulk_create(new.values())
    AuditRow.objects.bulk_create(
        AuditRow(
            at=now,
            by=by,
            verb="invitation.send",
            what=f"invitation:{one.public_id}",
            concerns=one.person,
            detail={"role": one.role},
        )
        for one in made
    )
    hooks.call(hooks.messages_wanted, wanted=[_message(one) for one in made], by=by)
    return made


@transaction.atomic
def send_again(*, by: Person, invitation: Invitation) -> None:
    """A new link and four more weeks; the older link stops working."""
    invitation_rules.check_can_invite(by, invitation.role, invitation.organisation)
    changed = Invitation.objects.filter(pk=invitation.pk, state=Invitation.WAITING).update(
        token_version=F("token_version") + 1, expires_at=clock.now() + LASTS, sent_at=clock.now()
    )
    if not changed:
        raise WrongState("This invitation was answered or withdrawn.")
    invitation.refresh_from_db()
    audit.record(
        by=by, verb="invitation.send-again", what=f"invitation:{invitation.public_id}", concerns=invitation.person
    )
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=tokens.hashed(tokens.make(invitation)))
    hooks.call(hooks.messages_wanted, wanted=[_message(invitation)], by=by)


@transaction.atomic
def withdraw(*, by: Person, invitation: Invitation) -> None:
    invitation_rules.check_can_invite(by, invitation.role, invitation.organisation)
    withdrawn = Invitation.objects.filter(pk=invitation.pk, state=Invitation.WAITING).update(
        state=Invitation.WITHDRAWN, answered_at=clock.now(), token_hash=""
    )
    if not withdrawn:
        raise WrongState("This invitation was answered or withdrawn already.")
    audit.record(
        by=by, verb="invitation.withdraw", what=f"invitation:{invitation.public_id}", concerns=invitation.person
    )


@transaction.atomic
def prepare(
    *, invitation: Invitation, name: str, email: str, phone: str, own: bool = False
) -> tuple[ContactPoint, str]:
    """What the invited person gives before she has joined: her name, and where to reach her privately. Returns the
    address that must be confirmed and its code. `own`: the address she was invited at is hers, not the school's."""
    person = invitation.person
    _check_waits(invitation)
    Person.objects.filter(pk=person.pk, joined_at__isnull=True).update(name=name)
    # A second try may give another address: only what was confirmed may stay.
    ContactPoint.objects.filter(person=person, confirmed_at__isnull=True).delete()
    private = own or (bool(email) and email != invitation.email)
    point = contact_points.add(
        by=person, channel=ContactPoint.EMAIL, address=email or invitation.email, private=private
    )
    if phone:
        contact_points.add(by=person, channel=ContactPoint.SMS, address=phone, private=True)
    return point, contact_points.send_check(by=person, point=point)


@transaction.atomic
def accept(*, invitation: Invitation, point: ContactPoint) -> Person:
    """She has typed the code that went to `point`. Somebody who turns out to have an account already keeps that one.
    Returns who may now sign in."""
    _check_waits(invitation)
    shell = invitation.person
    known = Person.objects.joined().filter(email=point.address).exclude(pk=shell.pk).first()
    person = known or shell
    now = clock.now()
    if known is not None:
        ContactPoint.objects.filter(person=shell).delete()
        Invitation.objects.filter(person=shell).update(person=known)
    else:
        _remember_where_she_was_invited(invitation, point)
        contact_points.confirm(by=shell, point=point)
        Person.objects.filter(pk=shell.pk).update(joined_at=now)
        shell.joined_at = now
        hooks.call(hooks.facts_changed, people=[shell.pk])
    _take_up(invitation, person)
    return person


@transaction.atomic
def accept_as_member(*, by: Person, invitation: Invitation) -> None:
    """Somebody who has an account and is asked to be one thing more."""
    if invitation.person_id != by.pk or not rules.is_somebody(by):
        raise rules.NotAllowed("her own invitation")
    _check_waits(invitation)
    _take_up(invitation, by)


def _take_up(invitation: Invitation, person: Person) -> None:
    taken = Invitation.objects.filter(pk=invitation.pk, state=Invitation.WAITING).update(
        state=Invitation.ACCEPTED, answered_at=clock.now(), person=person, token_hash=""
    )
    if not taken:
        raise WrongState("This invitation was answered already.")
    audit.record(by=person, verb="invitation.accept", what=f"invitation:{invitation.public_id}", concerns=person)
    if invitation.role in invitation_rules.OF_THE_NETWORK:
        roles.grant_by_invitation(invitation=invitation, person=person)
    else:
        memberships.start(
            by=None,
            person=person,
            role=Membership.STAFF if invitation.role == Invitation.DIRECTORY else invitation.role,
            school=invitation.school,
            organisation=invitation.organisation,
        )
    hooks.call(hooks.invitation_accepted, person=person, role=invitation.role, invited_by=invitation.sent_by)


def _check_waits(invitation: Invitation) -> None:
    if invitation.state != Invitation.WAITING or clock.now() >= invitation.expires_at:
        raise WrongState("This invitation has ended. Ask whoever invited you for a new one.")
    if invitation.role not in invitation_rules.OF_THE_NETWORK:
        site_rules.check_ready_for_people()


def _remember_where_she_was_invited(invitation: Invitation, point: ContactPoint) -> None:
    """The invited address stays one way to reach her, after her own. It was confirmed by the link that came there."""
    if point.address != invitation.email:
        ContactPoint.objects.get_or_create(
            person=invitation.person,
            channel=ContactPoint.EMAIL,
            address=invitation.email,
            defaults={"private": False, "confirmed_at": clock.now(), "place": 9},
        )


def _people_at(names: dict[str, str]) -> dict[str, Person]:
    """By address: the account that signs in with it, or a new empty one that waits for her. An address that somebody
    only kept from an earlier post is not looked at: a new head may have it now."""
    known: dict[str, Person] = Person.objects.in_bulk(list(names), field_name="email")
    missing = [Person(email=email, name=name) for email, name in names.items() if email not in known]
    for person in missing:
        person.set_unusable_password()
    return known | {person.email: person for person in Person.objects.bulk_create(missing)}


def _key(one: Invitation) -> Key:
    role = Membership.STAFF if one.role == Invitation.DIRECTORY else one.role
    return one.person_id, role, one.school_id, one.organisation_id


def _standing(people: dict[str, Person]) -> set[Key]:
    """What they are already, or are asked to be. Nulls are distinct to a database: a constraint would not see it."""
    pks = [person.pk for person in people.values()]
    waiting = Invitation.objects.filter(person__in=pks, state=Invitation.WAITING, expires_at__gt=clock.now())
    live = Membership.objects.live().filter(person__in=pks)
    granted = RoleGrant.objects.filter(person__in=pks, ended_at__isnull=True)
    return {
        *map(_key, waiting),
        *live.values_list("person", "role", "school", "organisation"),
        *((person, role, None, None) for person, role in granted.values_list("person", "role")),
    }


def _message(invitation: Invitation) -> dict[str, Any]:
    """The link's token travels sealed; the invitation keeps its hash."""
    return {
        "to": invitation.person,
        "kind": "invitation",
        "occurrence": f"{invitation.public_id}:{invitation.token_version}",
        "useful_until": invitation.expires_at,
        "about": f"invitation:{invitation.pk}",
        "sealed_text": tokens.make(invitation),
    }
