from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.context_processors import csrf

from inspections.models.front import front_page_of
from inspections.views.today_drawn import drawn
from inspections.views.today_seen import Seen
from network import clock
from network.navigation import kinds_among


def today(request: HttpRequest) -> HttpResponse:
    """The front page of whoever is signed in. One query, the navigation's included."""
    front = front_page_of(request.user)
    request.kinds = kinds_among(front.roles)
    seen = Seen(front, clock.now())
    if front.is_officer and seen.for_nobody:
        return redirect("inspections:network")
    page = drawn(seen, request.user.first_name, csrf(request)["csrf_token"])
    return render(request, "inspections/today.html", {"page": page})
