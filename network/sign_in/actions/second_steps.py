"""A new second step for somebody who has lost hers."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from network import audit, guarded, rules
from network.people.models.person import Person
from network.privacy import key_store
from network.rules import NotAllowed
from network.sign_in.actions import sign_in


@transaction.atomic
def reset(*, by: Person, person: Person) -> None:
    """By an administrator who has spoken with her, never for himself. Nothing is let in by it: the next sign-in still
    takes a code, which goes to her private address alone once she has one, and then asks for a new second step."""
    rules.check_administrator(by)
    if by.pk == person.pk:
        raise NotAllowed("another administrator")
    Authenticator.objects.filter(user=person).delete()
    end_sign_ins(person=person)
    audit.record(by=by, verb="second-step.reset", what=f"person:{person.public_id}", concerns=person)
    sign_in.tell_of_change(person=person)


def end_sign_ins(*, person: Person, but: str = "") -> None:
    """`but`: the key of a session that goes on."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=but):
        session.end()


def forget_ended_sign_ins() -> int:
    """Where from and with which browser somebody signed in is kept while she is signed in, and no longer."""
    ended = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return ended.delete()[0]


def rewrap() -> int:
    """After FIELD_KEYS were changed: the secrets of apps and recovery codes under the first of them. How many."""
    count = 0
    with guarded.rows() as each:
        for one in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
            with each(one):
                fresh = {name: key_store.rewrapped(one.data[name]) for name in ("secret", "seed") if one.data.get(name)}
                count += Authenticator.objects.filter(pk=one.pk, data=one.data).update(
                    data=one.data | {name: sealed for name, sealed in fresh.items() if sealed}
                )
    return count


def forget_shut(*, by: None = None) -> int:
    """After FIELD_KEYS were lost: apps and recovery codes that none of today's opens go, so that their owners are
    asked for new ones at the next sign-in, as after `reset`. How many."""
    shut = [
        one.pk
        for one in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
        if not any(key_store.rewrapped(one.data[name]) for name in ("secret", "seed") if one.data.get(name))
    ]
    with transaction.atomic():
        Authenticator.objects.filter(pk__in=shut).delete()
        audit.record(by=by, verb="second-step.forget-shut", what="installation")
    return len(shut)
