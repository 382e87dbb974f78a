from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.offers import actions, rules
from inspections.offers.forms import AskForm, OfferForm
from inspections.offers.models import ImprovementOffer, OfferAsk
from network.models import Membership
from network.privacy import keys
from network.rules import leads_a_school
from network.site.answers import done, only


def improvement(request: HttpRequest) -> HttpResponse:
    """What is offered to every head, in the window or not, and what I asked for."""
    person = request.user
    if not rules.may_read(person):
        raise Http404
    offers = list(ImprovementOffer.objects.visible_to(person).select_related("organisation", "contact"))
    may_ask, may_put_up = rules.may_ask(person), rules.may_put_up(person)
    asks = OfferAsk.objects.visible_to(person).filter(head=person, state__in=OfferAsk.STANDING)
    mine = list(asks.select_related("offer__contact")) if may_ask else []
    waiting = {row.offer_id for row in mine if row.state == OfferAsk.ASKED}
    close = rules.works_for_employer_of(person) if may_ask else set()
    for offer in offers:
        offer.waiting = offer.pk in waiting
        offer.close = offer.contact_id in close
    return render(
        request,
        "inspections/offers/improvement.html",
        {
            "offers": [offer for offer in offers if offer.withdrawn_at is None],
            "kinds": ImprovementOffer.KINDS,
            "mine": mine,
            "may_ask": may_ask,
            "may_answer": leads_a_school(person),
            "may_put_up": may_put_up,
            "mine_to_withdraw": rules.withdrawable(person, offers) if may_put_up else [],
        },
    )


@only(rules.may_put_up)
def improvement_add(request: HttpRequest) -> HttpResponse:
    form = OfferForm(request.POST or None, contacts=rules.contacts_for(request.user))
    if request.method == "POST" and form.is_valid():
        actions.put_up(by=request.user, **form.cleaned_data)
        return done(request, "It stands on the page of every head.", "inspections:improvement")
    return render(request, "inspections/offers/improvement_add.html", {"form": form})


@require_POST
def improvement_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    actions.withdraw(by=request.user, offer=_offer(request, public_id))
    return done(request, "Withdrawn. Whoever asked already is still on the contact’s page.", "inspections:improvement")


@require_POST
def improvement_ask(request: HttpRequest, public_id) -> HttpResponse:
    offer = _offer(request, public_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "One line of at most 200 letters, please. Nothing was asked yet.")
        return redirect("inspections:improvement")
    actions.ask(by=request.user, offer=offer, **form.cleaned_data)
    return done(request, f"{offer.contact.name} sees it. Nobody else was told.", "inspections:improvement")


@require_POST
def improvement_ask_kind(request: HttpRequest) -> HttpResponse:
    """One press. Asked at once where there is one to ask who is not of her own employer; otherwise
    she sees whom she would ask, and chooses."""
    person, kind = request.user, request.POST.get("kind", "")
    if not rules.may_ask(person) or kind not in dict(ImprovementOffer.KINDS):
        raise Http404
    standing = ImprovementOffer.objects.visible_to(person).filter(kind=kind, withdrawn_at__isnull=True)
    offers = list(standing.exclude(contact=person).select_related("contact"))
    if len(offers) == 1 and offers[0].contact_id not in rules.works_for_employer_of(person):
        actions.ask(by=person, offer=offers[0])
        messages.success(request, f"Asked. {offers[0].contact.name} sees it. Nobody else was told.")
        return redirect("inspections:improvement")
    said = "Please choose whom to ask." if offers else "Nobody offers this at the moment. This is what is offered:"
    messages.info(request, said)
    return redirect("inspections:improvement")


@require_POST
def improvement_take_back(request: HttpRequest, public_id) -> HttpResponse:
    ask = get_object_or_404(OfferAsk.objects.visible_to(request.user).filter(head=request.user), public_id=public_id)
    actions.take_back(by=request.user, ask=ask)
    return done(request, "Taken back. It is gone from the contact’s page.", "inspections:improvement")


def improvement_asks(request: HttpRequest) -> HttpResponse:
    """Who asked for what comes to me."""
    asks = OfferAsk.objects.visible_to(request.user).filter(offer__contact=request.user)
    rows = list(asks.select_related("offer", "head"))
    heads = {row.head_id for row in rows}
    posts = Membership.objects.visible_to(request.user).live().heads().filter(person__in=heads)
    schools: dict[int, list[str]] = {}
    for person, name in posts.values_list("person", "school__name"):
        schools.setdefault(person, []).append(name)
    shown = [(row, ", ".join(schools.get(row.head_id, [])), keys.unseal(row.reach)) for row in rows]
    return render(request, "inspections/offers/improvement_asks.html", {"asks": shown})


@require_POST
def improvement_in_touch(request: HttpRequest, public_id) -> HttpResponse:
    asks = OfferAsk.objects.visible_to(request.user).filter(offer__contact=request.user)
    actions.in_touch(by=request.user, ask=get_object_or_404(asks.select_related("offer", "head"), public_id=public_id))
    return redirect("inspections:improvement-asks")


def _offer(request: HttpRequest, public_id) -> ImprovementOffer:
    rows = ImprovementOffer.objects.visible_to(request.user).select_related("contact", "organisation")
    return get_object_or_404(rows, public_id=public_id)
