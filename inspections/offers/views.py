from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.offers import actions, rules
from inspections.offers.forms import AskForm, OfferForm
from inspections.offers.models import ImprovementOffer, OfferAsk
from inspections.surveys.questions import HELPED
from network import clock
from network.dates import weekday_said
from network.models import Membership, Person
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
    standing = [offer for offer in offers if offer.withdrawn_at is None]
    return render(
        request,
        "inspections/offers/improvement.html",
        {
            "offers": standing,
            "kinds": [(kind, said, _one_to_ask(standing, kind, person)) for kind, said in ImprovementOffer.KINDS],
            "today": clock.today(),
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
    ask = actions.ask(by=request.user, offer=offer, **form.cleaned_data)
    return done(request, _asked_of(ask), "inspections:improvement")


@require_POST
def improvement_ask_kind(request: HttpRequest) -> HttpResponse:
    """One press. Asked at once where there is one to ask who is not of her own employer; otherwise
    she sees whom she would ask, and chooses."""
    person, kind = request.user, request.POST.get("kind", "")
    if not rules.may_ask(person) or kind not in dict(ImprovementOffer.KINDS):
        raise Http404
    standing = ImprovementOffer.objects.visible_to(person).filter(kind=kind, withdrawn_at__isnull=True)
    offers = list(standing.exclude(contact=person).select_related("contact"))
    close = rules.works_for_employer_of(person)
    for offer in offers:
        offer.close = offer.contact_id in close
    if (one := _one_to_ask(offers, kind, person)) is not None:
        return done(request, _asked_of(actions.ask(by=person, offer=one)), "inspections:improvement")
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
    """Pressed by the contact, or by the head whom the contact has not said it of."""
    asks = OfferAsk.objects.visible_to(request.user).select_related("offer", "head")
    ask = get_object_or_404(asks, public_id=public_id)
    actions.in_touch(by=request.user, ask=ask)
    return redirect("inspections:improvement" if ask.head_id == request.user.pk else "inspections:improvement-asks")


@require_POST
def improvement_done(request: HttpRequest, public_id) -> HttpResponse:
    """Hers: it is done, and whether it helped, in one press."""
    helped = request.POST.get("helped", "")
    if helped not in HELPED:
        raise Http404
    asks = OfferAsk.objects.visible_to(request.user).filter(head=request.user, state__in=OfferAsk.STANDING)
    actions.done(by=request.user, ask=get_object_or_404(asks, public_id=public_id), helped=helped)
    words = "Thank you. It is counted without your name, and shows in totals alone."
    return done(request, words, "inspections:improvement")


def _one_to_ask(offers: list[ImprovementOffer], kind: str, person: Person) -> ImprovementOffer | None:
    """Whom one press asks: where there is one, and not of her own employer."""
    found = [offer for offer in offers if offer.kind == kind and offer.contact_id != person.pk]
    return found[0] if len(found) == 1 and not found[0].close else None


def _asked_of(ask: OfferAsk) -> str:
    by = f", and answers by {weekday_said(ask.answer_by, clock.today())}" if ask.answer_by else ""
    return f"Asked. {ask.offer.contact.name} sees it{by}. Nobody else was told."


def _offer(request: HttpRequest, public_id) -> ImprovementOffer:
    rows = ImprovementOffer.objects.visible_to(request.user).select_related("contact", "organisation")
    return get_object_or_404(rows, public_id=public_id)
