"""What stands at the top and the bottom of every page, for whoever looks. A context processor; asks no more than
one short query, and none for somebody who is not signed in or whose view has asked already."""

from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject

from network.people.models.membership import Membership
from network.people.models.role import RoleGrant
from network.site import published

ANYBODY, MEMBER, HEAD, REPRESENTATIVE = "anybody", "member", "head", "representative"
OFFICER, ADMINISTRATOR = RoleGrant.OFFICER, RoleGrant.ADMINISTRATOR


class Link(NamedTuple):
    label: str
    url_name: str
    kinds: frozenset[str]


def _link(label: str, url_name: str, *kinds: str) -> Link:
    return Link(label, url_name, frozenset(kinds))


SIGNED_IN = (MEMBER, HEAD, OFFICER, REPRESENTATIVE, ADMINISTRATOR)
# On a phone it is one line, so the rest is a press away: `MORE`.
TOP = (
    _link("The covenant", "covenant:covenant", ANYBODY),
    _link("Today", "inspections:today", *SIGNED_IN),
    _link("My buddy", "buddies:my-buddy", HEAD),
    _link("Schools", "inspections:schools", OFFICER, ADMINISTRATOR),
    _link("Pairings", "buddies:pairings", OFFICER),
    _link("Directory", "directory:directory", MEMBER),
    _link("Help", "inspections:improvement", HEAD),
    _link("Signatories", "covenant:signatories", ANYBODY),
    _link("Our signature", "covenant:our-signature", REPRESENTATIVE),
    _link("How it is kept", "covenant:how-it-is-kept", ANYBODY),
    _link("More", "network:more", *SIGNED_IN),
    _link("Sign in", "account_login", ANYBODY),
    _link("Sign out", "account_logout", *SIGNED_IN),
)
# Whoever is here may have led a school, and what she wrote stays hers to find; a deputy registers a phone.
MORE = (
    _link("My details", "network:my-details", *SIGNED_IN),
    _link("My check-ins", "inspections:check-ins", *SIGNED_IN),
    _link("Help for every head", "inspections:improvement", OFFICER, REPRESENTATIVE),
    _link("The window: why, and until when", "inspections:window", HEAD),
    _link("My log, for me alone", "inspections:log", *SIGNED_IN),
    _link("My call sheet, to print or to keep on the phone", "inspections:call-sheet", HEAD),
    _link("If I go quiet: what happens, and who is asked", "inspections:silence", MEMBER, HEAD),
    _link("Who else may know the days", "inspections:who-else", MEMBER, HEAD),
    _link("Register a phone that presses without signing in", "inspections:phones", MEMBER, HEAD),
    _link("Whom I stand by", "buddies:standing-by", MEMBER, HEAD),
    _link("Directory", "directory:directory", HEAD, OFFICER),
    _link("Signatories", "covenant:signatories-manage", OFFICER, ADMINISTRATOR),
    _link("Register", "network:register", OFFICER, ADMINISTRATOR),
    _link("Invitations", "network:invitations", OFFICER, REPRESENTATIVE, ADMINISTRATOR),
    _link("Term dates", "inspections:terms", OFFICER, ADMINISTRATOR),
    _link("I am away: who covers", "network:officer-away", OFFICER),
    _link("Messages that did not arrive", "messages-not-arrived", ADMINISTRATOR),
    _link("Set-up", "network:set-up", ADMINISTRATOR),
    _link("Officers and administrators", "network:roles", ADMINISTRATOR),
    _link("Open an account again", "network:account-open-again", ADMINISTRATOR),
    _link("What we go by", "inspections:estimates", ADMINISTRATOR),
)
EVERYBODY = (ANYBODY, *SIGNED_IN)
BOTTOM = (
    _link("Members", "network:members", *SIGNED_IN),
    _link("The covenant", "covenant:covenant", *SIGNED_IN),
    _link("How it is kept", "covenant:how-it-is-kept", *SIGNED_IN),
    _link("Totals", "inspections:totals", *SIGNED_IN),
    _link("I am a head and need someone", "network:need-someone", *EVERYBODY),
    _link("Helplines", "network:helplines", *EVERYBODY),
    _link("Who sees what", "covenant:who-sees-what", *EVERYBODY),
    _link("Accessibility", "covenant:accessibility", *EVERYBODY),
    _link("Open data", "covenant:open-data", *EVERYBODY),
)


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
