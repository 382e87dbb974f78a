"""Danger to life: somebody's telephone numbers, for two people of those who run the network. She is always told."""

from typing import Any

from django.db import transaction

from network import audit, clock, hooks, rules
from network.contact.models.contact_point import ContactPoint
from network.help.models.break_glass import BreakGlass
from network.people.models.person import Person
from network.people.models.role import RoleGrant
from network.rules import NotAllowed, WrongState


@transaction.atomic
def ask(*, by: Person, about: Person) -> BreakGlass:
    """The first of the two. Nothing is shown yet; everybody else who runs the network is asked to be the second."""
    rules.check_runs_the_network(by)
    if by.pk == about.pk:
        raise NotAllowed("somebody else")
    standing = BreakGlass.objects.waiting().filter(about=about).first()
    if standing is not None:
        return standing
    row = BreakGlass.objects.create(about=about, asked_by=by)
    audit.record(by=by, verb="break-glass.ask", what=_what(row), concerns=about)
    others = Person.objects.filter(
        is_active=True, role_grants__in=RoleGrant.objects.in_force().order_by().values("pk")
    ).exclude(pk__in=[by.pk, about.pk])
    _say(by, [_to_her(row, "asked"), *(_to_run(row, person, "asked") for person in others.distinct())])
    return row


@transaction.atomic
def open_numbers(*, by: Person, row: BreakGlass) -> None:
    """The second of the two. From now on both see the numbers, for two hours."""
    rules.check_runs_the_network(by)
    if by.pk in {row.asked_by_id, row.about_id}:
        raise NotAllowed("a second person")
    if not BreakGlass.objects.waiting().filter(pk=row.pk).update(opened_at=clock.now(), opened_by=by):
        raise WrongState("This was opened already, or an hour has passed. If the danger lasts, ask again.")
    audit.record(by=by, verb="break-glass.open", what=_what(row), concerns=row.about)
    _say(by, [_to_her(row, "opened"), _to_run(row, row.asked_by, "opened")])


def numbers(*, reader: Person, row: BreakGlass) -> list[str]:
    """The telephone numbers, for the two alone and while it is open. Each reading is on her own list."""
    if reader.pk not in {row.asked_by_id, row.opened_by_id} or not row.is_open or not rules.runs_the_network(reader):
        return []
    audit.read(by=reader, what=_what(row), concerns=row.about)
    points = ContactPoint.objects.to_ring().filter(person=row.about)
    return list(points.order_by("-private", "place").values_list("address", flat=True))


def _say(by: Person, wanted: list[dict[str, Any]]) -> None:
    hooks.call(hooks.messages_wanted, wanted=wanted, by=by)


def _to_her(row: BreakGlass, step: str) -> dict[str, Any]:
    path = "/my-details/who-looked/"
    return {
        "to": row.about,
        "kind": "number-asked-for",
        "occurrence": _key(row, step),
        "about": _about(row),
        "path": path,
    }


def _to_run(row: BreakGlass, person: Person, step: str) -> dict[str, Any]:
    path = f"/danger/{row.public_id}/"
    return {"to": person, "kind": "break-glass", "occurrence": _key(row, step), "about": _about(row), "path": path}


def _key(row: BreakGlass, step: str) -> str:
    return f"{row.public_id}.{step}"


def _what(row: BreakGlass) -> str:
    return f"break-glass:{row.public_id}"


def _about(row: BreakGlass) -> str:
    return f"break-glass:{row.pk}"
