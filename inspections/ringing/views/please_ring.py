from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections import rules
from inspections.nudges import actions as nudges
from inspections.ringing.actions import please_ring as actions
from inspections.ringing.actions import wider_asks
from inspections.ringing.models.please_ring import PleaseRing
from inspections.ringing.who_is_asked import who_is_asked
from network import clock
from network.models import Tie
from network.people.asks import Viewer
from network.site.answers import done, only

WAYS = {False: "ringing", True: "texting"}  # by `by_text`


def please_ring_me(request: HttpRequest) -> HttpResponse:
    """A press asks; the page then says what has happened so far, and what she can do meanwhile."""
    if request.method == "POST":
        by_text = bool(request.POST.get("by_text"))
        actions.ask(head=request.user, by=request.user, via=PleaseRing.SIGNED_IN, by_text=by_text)
        return redirect("inspections:please-ring-me")
    viewer = Viewer(request.user, clock.now())
    beside = viewer.beside_them(Tie.BUDDY)
    return render(
        request,
        "inspections/ringing/please_ring_me.html",
        {
            "who": who_is_asked(viewer),
            "several": len(beside) > 1,
            "reserve": bool(viewer.beside_them(Tie.RESERVE).keys() - beside.keys()),
            "somebody": nudges.somebody_to_ring(head=request.user),
            "pending": wider_asks.pending_buddy(head=request.user),
        },
    )


@require_POST
@only(rules.has_led_a_school)
def nobody_rang(request: HttpRequest) -> HttpResponse:
    """Her press: whoever said that they would ring has not. It is asked anew, and her page says of whom."""
    if actions.nobody_rang(by=request.user):
        messages.success(request, "It is noted that nobody has rung. Who is asked now stands here.")
    else:
        messages.info(request, "Nobody says that they are ringing just now. Who is asked stands here.")
    return redirect("inspections:today")


@require_POST
def please_ring_taking(request: HttpRequest, public_id) -> HttpResponse:
    ring = _for_her(request, public_id)
    if actions.taking(by=request.user, ring=ring):
        messages.success(request, f"{ring.head.first_name} hears that you are {WAYS[ring.by_text]}.")
    elif ring.by_text:
        messages.info(request, "Somebody is texting already. Text too if you like, but please do not ring.")
    else:
        messages.info(request, "Somebody is ringing already. Ring too if you like: two calls are better than none.")
    return redirect("inspections:today")


@require_POST
def please_ring_spoken(request: HttpRequest, public_id) -> HttpResponse:
    rings = PleaseRing.objects.visible_to(request.user).select_related("head")
    ring = get_object_or_404(rings, public_id=public_id)
    actions.spoken(by=request.user, ring=ring)
    return done(request, "Thank you.", "inspections:today")


@require_POST
def please_ring_seen(request: HttpRequest, public_id) -> HttpResponse:
    rings = PleaseRing.objects.visible_to(request.user).select_related("head")
    actions.end_seen(by=request.user, ring=get_object_or_404(rings, public_id=public_id))
    return redirect("inspections:today")


def _for_her(request: HttpRequest, public_id) -> PleaseRing:
    rings = PleaseRing.objects.visible_to(request.user).exclude(head=request.user).select_related("head")
    return get_object_or_404(rings, public_id=public_id)
