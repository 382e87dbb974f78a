"""The messages of signing in. Written to the outbox; the code travels sealed."""

from datetime import timedelta

from django.db import transaction

from network import audit, clock, hooks
from network.people.models.person import Person
from network.sign_in import rules as sign_in_rules

CODE_LASTS = timedelta(minutes=10)


@transaction.atomic
def send_code(*, address: str, code: str, occurrence: str) -> None:
    """To the one address this person signs in with; to nobody where the address is nobody's."""
    person = sign_in_rules.who_signs_in_with(address)
    if person is None:
        return
    hooks.call(
        hooks.message_wanted,
        to=person,
        kind="sign-in-code",
        occurrence=occurrence,
        by=None,
        useful_until=clock.now() + CODE_LASTS,
        sealed_text=code,
    )


@transaction.atomic
def tell_of_change(*, person: Person) -> None:
    """A passkey, an app or an address came or went: she is told, so that she sees it when it was not her."""
    now = clock.now()
    audit.record(by=person, verb="sign-in.changed", what=f"person:{person.public_id}", concerns=person)
    hooks.call(
        hooks.message_wanted,
        to=person,
        kind="security-notice",
        occurrence=f"{now:%Y-%m-%dT%H:%M}",
        by=person,
        path="/my-details/sign-in/",
    )
