"""Which rows of a national file an import takes."""

from django.db.models import Q

from network.people.models.membership import Membership
from network.register.files.wanted import EVERYWHERE, Wanted
from network.register.models.imports import RegisterImport
from network.schools.models.authority import Authority
from network.schools.models.school import School, SchoolLink


def own_areas() -> list[str]:
    """Codes of the authorities this installation serves."""
    return sorted(Authority.objects.filter(in_network=True).values_list("code", flat=True))


def wanted(into: RegisterImport) -> Wanted:
    """Besides the rows of our own areas: those of our schools that went to another area since, of the schools at which
    our members are, and of the schools that were before ours, wherever they stood. Their inspections count for our
    windows. A council that is reorganised gives all its schools a new code: their heads stay members."""
    if into.is_everywhere:
        return EVERYWHERE
    if into.authority:
        place = Q(authority__name__iexact=into.authority) | Q(authority__code=into.authority)
        # The file of links names no authority.
        return Wanted.only(into.authority, urns=_urns(place) if into.kind == into.LINKS else frozenset())
    urns = _urns(Q(authority__code__in=into.areas)) | _urns_of_members()
    if into.kind != into.LINKS:
        urns |= predecessors(urns)
    names = Authority.objects.filter(code__in=into.areas).values_list("name", flat=True)
    return Wanted.only(*into.areas, *names, urns=urns)


def predecessors(urns: frozenset[str]) -> frozenset[str]:
    links = SchoolLink.objects.filter(kind__istartswith="predecessor").values_list("urn", "link_urn")
    return frozenset(before for urn, before in links.iterator() if urn in urns)


def predecessors_not_held(into: RegisterImport) -> int:
    """Schools before ours that the file of all establishments would bring, if it were read again."""
    if not into.areas:
        return 0
    before = predecessors(_urns(Q(authority__code__in=into.areas)))
    return len(before.difference(School.objects.filter(urn__in=before).values_list("urn", flat=True)))


def _urns_of_members() -> frozenset[str]:
    schools = Membership.objects.live().filter(school__isnull=False)
    return frozenset(schools.order_by().values_list("school__urn", flat=True))


def _urns(place: Q) -> frozenset[str]:
    return frozenset(School.objects.filter(place).order_by().values_list("urn", flat=True))
