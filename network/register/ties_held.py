"""The ties of schools that the database leaves to us (docs/adr/register-import.md): are they all still held?"""

from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError, connections, transaction
from django.db.models import Exists, OuterRef

from network.schools.models.school import School

TIES = {"authority": "an authority", "trust": "a trust", "foundation": "a foundation trust", "board": "a federation"}


def broken(using: str) -> dict[str, int]:
    """Per tie, how many schools name one that is not there."""
    found = {}
    for name in TIES:
        other: Any = School._meta.get_field(name).related_model
        there = other._default_manager.filter(pk=OuterRef(f"{name}_id"))
        lost = School.objects.using(using).filter(~Exists(there), **{f"{name}_id__isnull": False})
        found[name] = lost.order_by().count()
    return {name: many for name, many in found.items() if many}


def ties_are_held(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked by `migrate`, at every start, and by `manage.py check --database default`."""
    said: list[CheckMessage] = []
    for using in databases or []:
        try:
            with transaction.atomic(using=using):
                lost = broken(using) if School._meta.db_table in connections[using].introspection.table_names() else {}
        except DatabaseError:  # the tables are of another version: the next check will see them
            continue
        said += [
            Warning(
                f"Schools that name {TIES[name]} which is no longer there: {many}.",
                hint="Bring in the register again, or put back the row that was deleted by hand.",
                id="network.W001",
            )
            for name, many in lost.items()
        ]
    return said
