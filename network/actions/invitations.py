"""Invitations: sent, sent again, withdrawn, accepted. Sign-up is by invitation only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from network import audit, clock, hooks, rules, tokens
from network.actions import contact_points, memberships, roles
from network.models import ContactPoint, Invitation, Membership, Organisation, Person, School
from network.rules import WrongState

LASTS = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One invitation to be sent. `email` is folded, `name` tidy: the form or the file has seen to it."""

    name: str
    email: str
    role: str
    school: School | None = None
    organisation: Organisation | None = None

    @property
    def place(self) -> str:
        return self.school.name if self.school else self.organisation.name if self.organisation else ""


@transaction.atomic
def send(*, by: Person | None, wanted: Wanted) -> Invitation | None:
    """One neutral mail; nothing where the same invitation waits, or she is that already. `by` is None for the
    shell that names the first administrators."""
    if by is not None:
        rules.check_can_invite(by, wanted.role, wanted.organisation)
        if wanted.role not in rules.OF_THE_NETWORK:
            rules.check_ready_for_people()
    person = _person_at(wanted.email, wanted.name)
    if not person.is_active or _is_that_already(person, wanted) or _waiting(person, wanted) is not None:
        return None
    invitation = Invitation.objects.create(
        person=person,
        email=wanted.email,
        name=wanted.name,
        role=wanted.role,
        school=wanted.school,
        organisation=wanted.organisation,
        sent_by=by,
        expires_at=clock.now() + LASTS,
    )
    audit.record(
        by=by, verb="invitation.send", what=f"invitation:{invitation.public_id}", concerns=person, role=wanted.role
    )
    _mail(invitation, by)
    return invitation


@transaction.atomic
def send_many(*, by: Person, wanted: Sequence[Wanted]) -> int:
    """All or nothing. Returns how many were new; the same file a second time sends nothing."""
    return sum(send(by=by, wanted=one) is not None for one in wanted)


@transaction.atomic
def send_again(*, by: Person, invitation: Invitation) -> None:
    """A new link and four more weeks; the older link stops working."""
    rules.check_can_invite(by, invitation.role, invitation.organisation)
    changed = Invitation.objects.filter(pk=invitation.pk, state=Invitation.WAITING).update(
        token_version=F("token_version") + 1, expires_at=clock.now() + LASTS, sent_at=clock.now()
    )
    if not changed:
        raise WrongState("This invitation was answered or withdrawn.")
    invitation.refresh_from_db()
    audit.record(
        by=by, verb="invitation.send-again", what=f"invitation:{invitation.public_id}", concerns=invitation.person
    )
    _mail(invitation, by)


@transaction.atomic
def withdraw(*, by: Person, invitation: Invitation) -> None:
    rules.check_can_invite(by, invitation.role, invitation.organisation)
    withdrawn = Invitation.objects.filter(pk=invitation.pk, state=Invitation.WAITING).update(
        state=Invitation.WITHDRAWN, answered_at=clock.now(), token_hash=""
    )
    if not withdrawn:
        raise WrongState("This invitation was answered or withdrawn already.")
    audit.record(
        by=by, verb="invitation.withdraw", what=f"invitation:{invitation.public_id}", concerns=invitation.person
    )


@transaction.atomic
def prepare(*, invitation: Invitation, name: str, email: str, phone: str) -> tuple[ContactPoint, str]:
    """What the invited person gives before she has joined: her name, and where to reach her privately. Returns the
    address that must be confirmed and its code."""
    person = invitation.person
    _check_waits(invitation)
    Person.objects.filter(pk=person.pk, joined_at__isnull=True).update(name=name)
    # A second try may give another address: only what was confirmed may stay.
    ContactPoint.objects.filter(person=person, confirmed_at__isnull=True).delete()
    private = bool(email) and email != invitation.email
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
    if invitation.role in rules.OF_THE_NETWORK:
        roles.grant_by_invitation(invitation=invitation, person=person)
    else:
        memberships.start(
            by=None,
            person=person,
            role=Membership.STAFF if invitation.role == Invitation.DIRECTORY else invitation.role,
            school=invitation.school,
            organisation=invitation.organisation,
        )


def _check_waits(invitation: Invitation) -> None:
    if invitation.state != Invitation.WAITING or clock.now() >= invitation.expires_at:
        raise WrongState("This invitation has ended. Ask whoever invited you for a new one.")
    if invitation.role not in rules.OF_THE_NETWORK:
        rules.check_ready_for_people()


def _remember_where_she_was_invited(invitation: Invitation, point: ContactPoint) -> None:
    """The invited address stays one way to reach her, after her own. It was confirmed by the link that came there."""
    if point.address != invitation.email:
        ContactPoint.objects.get_or_create(
            person=invitation.person,
            channel=ContactPoint.EMAIL,
            address=invitation.email,
            defaults={"private": False, "confirmed_at": clock.now(), "place": 9},
        )


def _person_at(email: str, name: str) -> Person:
    """The account that signs in with this address, or an empty one that waits for her. An address that somebody only
    kept from an earlier post is not looked at: a new head may have it now."""
    known = Person.objects.filter(email=email).first()
    if known is not None:
        return known
    person = Person(email=email, name=name)
    person.set_unusable_password()
    person.save()
    return person


def _is_that_already(person: Person, wanted: Wanted) -> bool:
    if wanted.role in rules.OF_THE_NETWORK:
        return person.role_grants.filter(role=wanted.role, ended_at__isnull=True).exists()
    role = Membership.STAFF if wanted.role == Invitation.DIRECTORY else wanted.role
    return (
        person.joined_at is not None
        and Membership.objects.live()
        .filter(person=person, role=role, school=wanted.school, organisation=wanted.organisation)
        .exists()
    )


def _waiting(person: Person, wanted: Wanted) -> Invitation | None:
    """One that waits and has not run out. To a database nulls are distinct: the constraint would not see it."""
    return Invitation.objects.filter(
        person=person,
        role=wanted.role,
        school=wanted.school,
        organisation=wanted.organisation,
        state=Invitation.WAITING,
        expires_at__gt=clock.now(),
    ).first()


def _mail(invitation: Invitation, by: Person | None) -> None:
    """The link's token travels sealed; the invitation keeps its hash."""
    token = tokens.make(invitation)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=tokens.hashed(token))
    hooks.call(
        hooks.message_wanted,
        to=invitation.person,
        kind="invitation",
        occurrence=f"{invitation.public_id}:{invitation.token_version}",
        by=by,
        useful_until=invitation.expires_at,
        about=f"invitation:{invitation.pk}",
        sealed_text=token,
    )
