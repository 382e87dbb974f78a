"""What stands at the top and the bottom of every page, for whoever looks. A context processor; asks no more than
one short query, and none for somebody who is not signed in or whose view has asked already."""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from network import beside
from network.people.models.membership import Membership
from network.people.models.role import RoleGrant
from network.site import published

ANYBODY, MEMBER, HEAD, REPRESENTATIVE = "anybody", "member", "head", "representative"
OFFICER, ADMINISTRATOR = RoleGrant.OFFICER, RoleGrant.ADMINISTRATOR


class Link(NamedTuple):
    label: str
    url_name: str
    kinds: frozenset[str]


SIGNED_IN = {MEMBER, HEAD, OFFICER, REPRESENTATIVE, ADMINISTRATOR}
EVERYBODY = {ANYBODY} | SIGNED_IN
_KINDS: dict[str, set[str]] = {kind: {kind} for kind in EVERYBODY} | {"signed in": SIGNED_IN, "everybody": EVERYBODY}
_FILE = beside.read(__file__, "navigation.toml")


def _links(rows: list[list[str]]) -> tuple[Link, ...]:
    return tuple(Link(label, page, frozenset().union(*map(_KINDS.__getitem__, kinds))) for label, page, *kinds in rows)


TOP, MORE, BOTTOM = _links(_FILE["top"]), _links(_FILE["more"]), _links(_FILE["bottom"])


def frame(request):
    """`frame`: nav and footer links, the helplines of every page, how to reach the officer, and whether this is the
    demonstration."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request):
    here = request.resolver_match.view_name if getattr(request, "resolver_match", None) else ""
    kinds = getattr(request, "kinds", None) or kinds_of(getattr(request, "user", None))
    path = getattr(request, "path", "")
    return {
        "whose": whose(getattr(request, "user", None)),
        "signing_in": path.startswith(("/sign-in/", "/second-step/")),
        "demo": settings.DEMO,
        "nav": _shown(TOP, kinds, here),
        "more": _shown(MORE, kinds, here),
        "footer": _shown(BOTTOM, kinds, here),
        "helplines": published.helplines(),
        "contact": published.contact(),
        "helplines_url": _address("network:helplines"),
    }


def whose(person) -> str:
    """A mark by which a browser keeps what one person has typed from the next at the same computer; empty for nobody.
    It says nothing about her."""
    if person is None or not person.is_authenticated:
        return ""
    return salted_hmac("network.site.navigation.whose", person.public_id.hex).hexdigest()[:16]


def kinds_of(person) -> frozenset[str]:
    """What somebody is here, for the choice of links only: never ask this for a permission."""
    if person is None or not person.is_authenticated:
        return frozenset({ANYBODY})
    granted = RoleGrant.objects.in_force().filter(person=person).values_list("role", flat=True)
    posts = Membership.objects.live().filter(person=person).values_list("role", flat=True)
    return kinds_among(set(granted.union(posts)))


def kinds_among(roles: set[str]) -> frozenset[str]:
    """The same, by the roles granted and those of her live memberships."""
    kinds = roles & {OFFICER, ADMINISTRATOR, REPRESENTATIVE}
    if roles & Membership.HEAD_ROLES:
        kinds.add(HEAD)
    return frozenset(kinds or {MEMBER})


def _shown(links, kinds, here):
    return [
        {"label": link.label, "url": address, "here": here in (link.url_name, _short(link.url_name))}
        for link in links
        if link.kinds & kinds and (address := _address(link.url_name))
    ]


@cache
def _address(url_name: str) -> str:
    """Empty where this installation has no such page. An app may have a namespace or none."""
    for name in (url_name, _short(url_name)):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _short(url_name: str) -> str:
    return url_name.rpartition(":")[2]
