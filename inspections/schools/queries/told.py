"""What the register tells of a school's past, for its page: read only."""

from typing import Any, NamedTuple

from network import clock
from network.models import PastInspection, School, SchoolLink


class Told(NamedTuple):
    """A past inspection and its areas' grades, each with its own date where monitoring changed it later."""

    inspection: PastInspection
    grades: list
    of_predecessor: bool


def past_inspections_of(urn: str) -> list[Told]:
    """Newest first, with those of the schools it replaced."""
    before = [link.link_urn for link in _predecessor_links(urn)]
    rows = PastInspection.objects.handed_on(clock.today()).filter(urn__in=[urn, *before])
    rows = rows.prefetch_related("grades").order_by("-started_on")
    return [
        Told(row, list(row.grades.all()), row.urn != urn or bool(row.urn_at_time and row.urn_at_time != urn))
        for row in rows
    ]


def predecessors_of(urn: str) -> list[dict[str, Any]]:
    links = _predecessor_links(urn)
    known = dict(School.objects.filter(urn__in=[link.link_urn for link in links]).values_list("urn", "name"))
    return [
        {"urn": link.link_urn, "name": known.get(link.link_urn) or link.link_name, "on": link.established_on}
        for link in links
    ]


def _predecessor_links(urn: str) -> list[SchoolLink]:
    return list(SchoolLink.objects.replaced(clock.today()).filter(urn=urn).order_by("link_urn"))
