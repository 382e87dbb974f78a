from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inspections.visits.seen import holidays, own_visits
from inspections.visits.stages import title, visit_of
from network import audit, clock
from network.people.asks import Viewer, asks_of
from network.sign_in.second_factor import signed_in_at
from network.site.navigation import kinds_among


def today(request: HttpRequest) -> HttpResponse:
    """The front page of whoever is signed in: what waits for them, most pressing first, each as one card. A fixed
    number of queries, whatever there is to show."""
    viewer = Viewer(request.user, clock.now(), signed_in_at(request))
    request.kinds = kinds_among(viewer.granted | {post.role for post in viewer.posts})
    asks = asks_of(viewer)
    audit.read_each(by=viewer.person, each=viewer.looks, since=viewer.since)
    shown = {"title": _title(viewer), "asks": asks, "at": viewer.now, "live": any(ask.is_live for ask in asks)}
    return render(request, "inspections/today/today.html", shown)


def _title(viewer: Viewer) -> str:
    """How it stands with her inspection, or a greeting."""
    visits = viewer.once(own_visits)
    if visits:
        return title(visit_of(visits[0]), viewer.now, viewer.once(holidays))
    hour = clock.local(viewer.now).hour
    greeting = "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
    return f"{greeting}, {viewer.person.first_name}"
