from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf

from inspections.today.queries.front import front_page_of
from inspections.today.views.today_drawn import drawn, title_of
from inspections.today.views.today_seen import Seen
from network import clock
from network.people.asks import asks_of
from network.site.navigation import kinds_among


def today(request: HttpRequest) -> HttpResponse:
    """The front page of whoever is signed in: what waits for them (`network.people.asks`), then the page itself. A
    fixed number of queries, whatever there is to show."""
    front = front_page_of(request.user)
    request.kinds = kinds_among(front.roles)
    now = clock.now()
    seen = Seen(front, now)
    asks = asks_of(request.user, now)
    if front.is_officer and seen.for_nobody and not asks:
        return redirect("inspections:network")
    page = drawn(seen, csrf(request)["csrf_token"], anything_above=bool(asks))
    shown = {"title": title_of(seen, request.user.first_name), "asks": asks, "page": page}
    return render(request, "inspections/today/today.html", shown)
