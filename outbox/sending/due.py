"""What is due, as a sender reads it. The two statements are written once: while a head waits, making Django write them
took longer than asking them."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from network.models import Person, RoleGrant
from network.written_once import WrittenOnce
from outbox.models import Message

BATCH = 200


def _names(model: type[Model], start: str = "") -> list[str]:
    return [start + field.attname for field in model._meta.concrete_fields]


def _dead(now: datetime, *, urgent: bool) -> QuerySet:
    """Their sender stopped while it held them."""
    return _read(Message.objects.filter(urgent=urgent, state=Message.SENDING, leased_until__lte=now))


def _waiting(now: datetime, *, urgent: bool) -> QuerySet:
    return _read(Message.objects.filter(urgent=urgent, state=Message.DUE, next_at__lte=now).order_by("next_at"))


def _read(found: QuerySet) -> QuerySet:
    return found.values_list(*_names(Message), *_names(Person, "to__"))[:BATCH]


def _written(urgent: bool) -> tuple[WrittenOnce, WrittenOnce]:
    return (
        WrittenOnce(lambda now: _dead(now, urgent=urgent), now=datetime),
        WrittenOnce(lambda now: _waiting(now, urgent=urgent), now=datetime),
    )


_statements = {urgent: _written(urgent) for urgent in (True, False)}


def rows(now: datetime, *, urgent: bool) -> list[Message]:
    """A batch, each with the person it goes to: first those whose sender stopped, then what waits, longest first."""
    return [_message(row) for statement in _statements[urgent] for row in statement.rows(now=now)]


def codes_of_administrators(now: datetime) -> list[Message]:
    """Sign-in codes to administrators: they leave also while everything is on hold, or nobody could look at what was
    restored and let it go."""
    administrators = RoleGrant.objects.in_force().filter(role=RoleGrant.ADMINISTRATOR).values("person")
    waiting = Message.objects.filter(kind="sign-in-code", state=Message.DUE, next_at__lte=now, to__in=administrators)
    return list(waiting.select_related("to").order_by("next_at")[:BATCH])


def _message(row: tuple[Any, ...]) -> Message:
    names = _names(Message)
    message = Message.from_db(connection.alias, names, row[: len(names)])
    message.to = Person.from_db(connection.alias, _names(Person), row[len(names) :])
    return message
