from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from inspections.actions import silence as actions
from inspections.forms.silence import SilenceForm
from inspections.models import SilenceLadder, SilenceStep


def silence(request: HttpRequest) -> HttpResponse:
    """Chosen and read in advance: what happens when she goes quiet. Hers alone."""
    ladder = SilenceLadder.objects.visible_to(request.user).select_related("named").first()
    name, phone = actions.emergency_contact(ladder=ladder)
    initial = {
        "on": ladder.on if ladder else True,
        "ask_reserve": ladder.ask_reserve if ladder else True,
        "call_minutes": ladder.call_minutes if ladder else None,
        "emergency_name": name,
        "emergency_phone": phone,
        "paused_until": ladder.paused_until if ladder else None,
    }
    form = SilenceForm(
        request.POST or None, initial=initial, person=request.user, named=ladder.named if ladder else None
    )
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "named_email"}
        actions.choose(by=request.user, named=form.named, **given)
        messages.success(request, "Saved. This is what will happen.")
        return redirect("inspections:silence")
    return render(request, "inspections/silence.html", {"form": form, "ladder": ladder})


def asked_to_ring(request: HttpRequest) -> HttpResponse:
    """For somebody a head named: who has gone quiet, and nothing else about her."""
    steps = SilenceStep.objects.visible_to(request.user).filter(
        asked=request.user, step=SilenceStep.NAMED, stopped_at__isnull=True
    )
    return render(
        request,
        "inspections/asked_to_ring.html",
        {"steps": steps.select_related("check_in__head").order_by("-at")[:20]},
    )
