"""A head asks more people to ring her: she reads what each of them will see, and presses."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections import rules
from inspections.ringing import rules as ringing_rules
from inspections.ringing.actions import please_ring
from inspections.ringing.actions import wider_asks as actions
from inspections.ringing.models.wider_ask import WiderAsk
from inspections.ringing.who_is_asked import who_is_asked
from network import clock
from network.contact import contact_validation
from network.help.rules import is_an_officer_there
from network.models import ContactPoint
from network.people.asks import Viewer
from network.site.answers import done, only
from network.site.forms.helplines import NeedSomeoneForm


@only(rules.has_led_a_school)
def ask_more(request: HttpRequest) -> HttpResponse:
    """What each of them would see, before she presses; and who is asked now."""
    return _page(request, NeedSomeoneForm(initial=_of_hers(request)))


@require_POST
@only(rules.has_led_a_school)
def ask_suggested(request: HttpRequest) -> HttpResponse:
    asked = actions.ask_suggested(by=request.user)
    if asked:
        messages.success(request, f"{asked.first_name} is asked now.")
    else:
        messages.info(request, "Nobody is suggested to you whom we could ask.")
    return redirect("inspections:today")


@require_POST
@only(rules.has_led_a_school)
def ask_any_head(request: HttpRequest) -> HttpResponse:
    asked = actions.ask_any_head(by=request.user)
    if asked:
        messages.success(request, "They are asked now. Who says yes first rings you.")
    else:
        messages.info(request, "None of them can be asked just now. We look again all the time, for two days.")
    return redirect("inspections:today")


@require_POST
@only(rules.has_led_a_school)
def ask_call_back(request: HttpRequest) -> HttpResponse:
    """The form is the public one, its fields and their checks."""
    form = NeedSomeoneForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if not ratelimit.consume(request, action="call_back"):
        return render(request, "429.html", status=429)
    actions.ask_call_back(by=request.user, **form.cleaned_data)
    return done(request, "The officer sees your name and number, and rings you in office hours.", "inspections:today")


@require_POST
@only(rules.has_led_a_school)
def call_back_seen(request: HttpRequest) -> HttpResponse:
    actions.call_back_seen(by=request.user)
    return done(request, "Good. The officer’s ring is settled.", "inspections:today")


@require_POST
def ask_settled(request: HttpRequest) -> HttpResponse:
    """ "We have spoken", or she no longer needs it: whoever was asked reads that it is settled."""
    rows = WiderAsk.objects.visible_to(request.user).open().select_related("head", "taken_by")
    please_ring.rung(by=request.user, ask=get_object_or_404(rows, head=request.user))
    return done(request, "Good. Nobody else is asked for you now.", "inspections:today")


def _page(request: HttpRequest, form: NeedSomeoneForm) -> HttpResponse:
    context = {
        "who": who_is_asked(Viewer(request.user, clock.now())),
        "suggested": actions.suggested_buddy(head=request.user),
        "waits": ringing_rules.is_waiting_to_be_rung(request.user),
        "form": form,
        "an_officer_is_there": is_an_officer_there(),
    }
    return render(request, "inspections/ringing/ask_more.html", context)


def _of_hers(request: HttpRequest) -> dict[str, str]:
    """Her name and private number, to be sent or changed. The school is left for her to say."""
    points = ContactPoint.objects.visible_to(request.user).to_ring().filter(person=request.user, private=True)
    point = points.first()
    return {"name": request.user.name, "phone": contact_validation.spoken(point.address) if point else ""}
