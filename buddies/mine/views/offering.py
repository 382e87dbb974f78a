"""The buddy's side: heads I stand by, and my offer."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from buddies.offers import actions as offers
from buddies.offers.models.offer import Offer
from buddies.offers.rules import can_offer
from buddies.pairings.models import Pairing
from buddies.rounds.queries import waiting
from buddies.steps.forms import OfferForm, PauseForm
from network.contact import actions as any_head
from network.models import ContactPoint, StandsByAnyHead
from network.site.answers import done, only


def standing_by(request: HttpRequest) -> HttpResponse:
    """The heads I stand by, as buddy or reserve, and the questions that wait for my answer."""
    mine = Q(buddy=request.user) | Q(reserve=request.user)
    rows = (
        Pairing.objects.visible_to(request.user)
        .current()
        .filter(mine)
        .select_related("head", "school", "request")
        .order_by("asked_at")
    )
    points = ContactPoint.objects.visible_to(request.user).to_reach().filter(private=True)
    shown = waiting.beside(request.user, list(rows), list(points))
    offer = Offer.objects.visible_to(request.user).first()
    return render(
        request,
        "buddies/mine/standing_by.html",
        {
            "questions": [one for one in shown if one.asked],
            "standing": [one for one in shown if not one.asked],
            "offer": offer if offer and offer.stepped_back_at is None else None,
            "may_offer": can_offer(request.user),
        },
    )


@only(can_offer)
def offer(request: HttpRequest) -> HttpResponse:
    """Make the offer, change it, pause it."""
    mine = Offer.objects.visible_to(request.user).first()
    standing = mine is not None and mine.stepped_back_at is None
    initial = {name: getattr(mine, name) for name in OfferForm.base_fields} if mine else {"capacity": 2, "gender": ""}
    form = OfferForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        offers.make(by=request.user, **form.cleaned_data)
        return _back(request, "Thank you. The officer sees that you offer, and for how many.")
    return _page(request, form, mine if standing else None, PauseForm())


def _page(request: HttpRequest, form: OfferForm, mine: Offer | None, pause: PauseForm) -> HttpResponse:
    any_head = StandsByAnyHead.objects.visible_to(request.user).first()
    shown = {"form": form, "offer": mine, "pause": pause, "any_head": any_head}
    return render(request, "buddies/mine/offer.html", shown, status=400 if pause.errors else 200)


def _back(request: HttpRequest, said: str) -> HttpResponse:
    return done(request, said, "buddies:standing-by")


@require_POST
def offer_pause(request: HttpRequest) -> HttpResponse:
    mine = get_object_or_404(Offer.objects.visible_to(request.user))
    form = PauseForm(request.POST)
    if not form.is_valid():
        initial = {name: getattr(mine, name) for name in OfferForm.base_fields}
        return _page(request, OfferForm(initial=initial), mine, form)
    offers.pause(by=request.user, offer=mine, until=form.cleaned_data["until"])
    return _back(request, "Paused. Nobody new is suggested to you until then.")


@require_POST
def offer_any_head(request: HttpRequest) -> HttpResponse:
    """Beside a standing offer: to be asked when any head would like to be rung, or no longer."""
    get_object_or_404(Offer.objects.visible_to(request.user).standing())
    on = request.POST.get("on") == "yes"
    any_head.choose(by=request.user, on=on)
    said = "Thank you. You are asked when a head would like to be rung." if on else "You are not asked any more."
    return done(request, said, "buddies:offer")


@require_POST
def offer_come_back(request: HttpRequest) -> HttpResponse:
    offers.come_back(by=request.user, offer=get_object_or_404(Offer.objects.visible_to(request.user)))
    return _back(request, "Welcome back.")


@require_POST
def offer_step_back(request: HttpRequest) -> HttpResponse:
    offers.step_back(by=request.user, offer=get_object_or_404(Offer.objects.visible_to(request.user)))
    return _back(request, "You have stepped back. Nobody new is suggested to you. Thank you for having been there.")
