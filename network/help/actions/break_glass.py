"""Danger to life: somebody's telephone numbers, for two people of those who run the network. She is always told."""

from collections.abc import Iterable

from django.db import transaction

from network import audit, clock, hooks, rules
from network.contact.models.contact_point import ContactPoint
from network.help.models.break_glass import BreakGlass
from network.people.models.person import Person
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
    _tell(by, row, "asked", rules.who_run_the_network().exclude(pk__in=[by.pk, about.pk]))
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
    _tell(by, row, "opened", [row.asked_by])


def numbers(*, reader: Person, row: BreakGlass) -> list[str]:
    """The telephone numbers, for the two alone and while it is open. Each reading is on her own list."""
    if reader.pk not in {row.asked_by_id, row.opened_by_id} or not row.is_open or not rules.runs_the_network(reader):
        return []
    audit.read(by=reader, what=_what(row), concerns=row.about)
    points = ContactPoint.objects.to_ring().filter(person=row.about)
    return list(points.order_by("-private", "place").values_list("address", flat=True))


def _tell(by: Person, row: BreakGlass, step: str, others: Iterable[Person]) -> None:
    """Her, and others of those who run the network."""
    of_it = {"occurrence": f"{row.public_id}.{step}", "about": f"break-glass:{row.pk}"}
    wanted = [{"to": row.about, "kind": "number-asked-for", "path": "/my-details/who-looked/", **of_it}]
    path = f"/danger/{row.public_id}/"
    wanted += [{"to": person, "kind": "break-glass", "path": path, **of_it} for person in others]
    hooks.call(hooks.messages_wanted, wanted=wanted, by=by)


def _what(row: BreakGlass) -> str:
    return f"break-glass:{row.public_id}"
