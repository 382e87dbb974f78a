"""The presses of whoever is asked to ring a head today. What they read stands on their front page
(inspections/calls/asks.py)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from inspections.ringing.actions import please_ring
from inspections.ringing.actions import wider_asks as actions
from inspections.ringing.models.wider_ask import WiderAsked
from network.site.answers import done


@require_POST
def asked_yes(request: HttpRequest, public_id) -> HttpResponse:
    if actions.say_yes(by=request.user, asked=_mine(request, public_id)):
        messages.success(request, "It is yours. Thank you. The number is below.")
    else:
        messages.info(request, "It is settled already. Thank you all the same.")
    return redirect("inspections:today")


@require_POST
def asked_no(request: HttpRequest, public_id) -> HttpResponse:
    actions.say_no(by=request.user, asked=_mine(request, public_id))
    return done(request, "Thank you. No reason is needed.", "inspections:today")


@require_POST
def asked_spoken(request: HttpRequest, public_id) -> HttpResponse:
    rows = WiderAsked.objects.visible_to(request.user).theirs().select_related("ask__head", "ask__taken_by")
    please_ring.rung(by=request.user, ask=get_object_or_404(rows, public_id=public_id).ask)
    return done(request, "Thank you for having been there.", "inspections:today")


@require_POST
def asked_seen(request: HttpRequest, public_id) -> HttpResponse:
    actions.over_seen(by=request.user, asked=_mine(request, public_id))
    return redirect("inspections:today")


def _mine(request: HttpRequest, public_id) -> WiderAsked:
    rows = WiderAsked.objects.visible_to(request.user).select_related("ask__head", "person")
    return get_object_or_404(rows, public_id=public_id)
