from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from inspections.buddy_care import rules
from inspections.standby import actions
from inspections.windows.models.estimates import estimates_in_force
from network.site.answers import only


@only(rules.can_agree)
def standby(request: HttpRequest) -> HttpResponse:
    """Why somebody is asked to keep her phone near on some mornings, and the switch."""
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        actions.choose(by=request.user, on=on)
        messages.success(request, "Switched on." if on else "Switched off. When a call has come, you are still told.")
        return redirect("inspections:standby")
    shown = {
        "on": actions.is_on(person=request.user),
        "today": actions.said_today(person=request.user),
        "estimates": estimates_in_force(),
    }
    return render(request, "inspections/buddy_care/standby.html", shown)
