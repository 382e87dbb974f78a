from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.actions import nudges
from inspections.actions import please_ring as actions
from inspections.models import PleaseRing


def please_ring_me(request: HttpRequest) -> HttpResponse:
    """A press asks; the page then says what has happened so far, and what she can do meanwhile."""
    if request.method == "POST":
        actions.ask(head=request.user, by=request.user, via=PleaseRing.SIGNED_IN)
        return redirect("inspections:please-ring-me")
    ring = (
        PleaseRing.objects.visible_to(request.user).open().filter(head=request.user).select_related("taken_by").first()
    )
    return render(
        request,
        "inspections/please_ring_me.html",
        {"ring": ring, "somebody": nudges.somebody_to_ring(head=request.user)},
    )


@require_POST
def please_ring_taking(request: HttpRequest, public_id) -> HttpResponse:
    ring = _for_her(request, public_id)
    if actions.taking(by=request.user, ring=ring):
        messages.success(request, f"{ring.head.first_name} hears that you are ringing.")
    else:
        messages.info(request, "Somebody is ringing already. Ring too if you like: two calls are better than none.")
    return redirect("inspections:standing-by", public_id=ring.head.public_id)


@require_POST
def please_ring_spoken(request: HttpRequest, public_id) -> HttpResponse:
    rings = PleaseRing.objects.visible_to(request.user).select_related("head")
    ring = get_object_or_404(rings, public_id=public_id)
    actions.spoken(by=request.user, ring=ring)
    messages.success(request, "Thank you.")
    return redirect("inspections:today")


def _for_her(request: HttpRequest, public_id) -> PleaseRing:
    rings = PleaseRing.objects.visible_to(request.user).exclude(head=request.user).select_related("head")
    return get_object_or_404(rings, public_id=public_id)
