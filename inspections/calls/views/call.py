from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from inspections.calls.actions import inspections as actions
from inspections.calls.forms import CallForm
from inspections.calls.queries import places_of
from inspections.deadlines.deadlines import usual_days
from inspections.nudges import actions as nudges
from inspections.ringing.actions import wider_asks
from inspections.windows.models.estimates import estimates_in_force
from network import clock


def call(request: HttpRequest) -> HttpResponse:
    """One press on the page before, one here: the days are filled in, the rest can wait."""
    places = places_of(request.user)
    if not places:
        raise Http404
    length = estimates_in_force().number("full_days")
    calendar = next(iter(places.values())).calendar
    first, last = usual_days(clock.today(), length, calendar.closures, calendar.holidays)
    form = CallForm(
        request.POST or None,
        places={key: place.label for key, place in places.items()},
        initial={"starts_on": first, "ends_on": last},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        place = places[given.pop("place")]
        inspection = actions.the_call_has_come(by=request.user, school=place.school, head=place.head, **given)
        return redirect("inspections:inspection", public_id=inspection.public_id)
    own = any(place.head == request.user for place in places.values())
    shown = {
        "form": form,
        "places": places,
        "own": own,
        "buddies": nudges.who_stands_by(head=request.user) if own else [],
        "pending": wider_asks.pending_buddy(head=request.user) if own else None,
    }
    return render(request, "inspections/calls/call.html", shown)
