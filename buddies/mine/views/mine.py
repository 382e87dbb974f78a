"""A head's own pages: my buddy, asking for one, the people who must not be asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from buddies.offers.rules import can_offer
from buddies.pairings import states
from buddies.pairings.forms import ChosenForm
from buddies.pairings.models import Pairing
from buddies.requests.models import BuddyRequest
from buddies.rounds.queries import waiting
from buddies.steps.actions import requests
from buddies.steps.forms import AskForm, SearchForm
from buddies.wishes import actions as wishes
from buddies.wishes.models import NotThisPerson
from network.models import ContactPoint, Person
from network.rules import leads_a_school
from network.site.answers import done, only


def my_buddy(request: HttpRequest) -> HttpResponse:
    """Who stands by me, how to reach her, and what I may do about it."""
    pairing = (
        Pairing.objects.visible_to(request.user)
        .current()
        .filter(head=request.user)
        .select_related("buddy", "reserve", "request")
        .first()
    )
    asked = BuddyRequest.objects.visible_to(request.user).open().first()
    context = {
        "pairing": pairing,
        "asked": asked,
        "may_ask": leads_a_school(request.user),
        "may_offer": can_offer(request.user),
        "stand_ins": [],
    }
    if pairing is not None:
        points = ContactPoint.objects.visible_to(request.user).to_reach().filter(private=True)
        context |= {
            "buddy_school": waiting.school_of(pairing.buddy),
            "reserve_school": waiting.school_of(pairing.reserve) if pairing.reserve else "",
            "offered": waiting.offered(pairing.buddy),
            "by_phone": waiting.yeses_by_phone(request.user, [pairing]).get((pairing.pk, states.HEAD)),
            "points": points.filter(person=pairing.buddy),
            "stand_ins": waiting.stand_ins(request.user, pairing, points),
        }
    return render(request, "buddies/mine/my_buddy.html", context)


@only(leads_a_school)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a buddy, or change what matters."""
    asked = BuddyRequest.objects.visible_to(request.user).open().first()
    form = AskForm(request.POST if request.method == "POST" else None, initial=dict(asked.wishes) if asked else {})
    if request.method == "POST" and form.is_valid():
        kept = {"knows": asked.wishes["knows"]} if asked and "knows" in asked.wishes else {}
        requests.ask(by=request.user, wishes=form.wishes() | kept)
        if form.cleaned_data["known"] and not kept.get("knows"):
            return done(request, "Asked. Now say here whom you know.", "buddies:people-wishes")
        return done(request, "Asked. You hear as soon as somebody is found.", "buddies:my-buddy")
    paired = asked is None and _paired(request)
    return render(request, "buddies/mine/ask.html", {"form": form, "asked": asked, "paired": paired})


@require_POST
@only(leads_a_school)
def request_withdraw(request: HttpRequest) -> HttpResponse:
    requests.withdraw(by=request.user)
    return done(request, "Taken back. You can ask again at any time.", "buddies:my-buddy")


@only(leads_a_school)
def people_wishes(request: HttpRequest) -> HttpResponse:
    """People who must not be asked, and people she knows. Seen by nobody else."""
    if request.method == "POST":
        chosen = ChosenForm(request.POST)
        if not chosen.is_valid():
            raise Http404
        person = get_object_or_404(Person.objects.visible_to(request.user), public_id=chosen.cleaned_data["person"])
        if request.POST.get("what") == "known":
            wishes.know(person=person, by=request.user)
        else:
            wishes.not_this_person(person=person, by=request.user)
        return redirect("buddies:people-wishes")
    form = SearchForm(request.GET or None)
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    asked = BuddyRequest.objects.visible_to(request.user).open().first()
    known = asked.wishes.get("knows", []) if asked else []
    return render(
        request,
        "buddies/mine/people_wishes.html",
        {
            "form": form,
            "words": words,
            "found": waiting.members_called(request.user, words),
            "not_these": NotThisPerson.objects.visible_to(request.user).select_related("person").order_by("said_at"),
            "known": Person.objects.visible_to(request.user).filter(public_id__in=known).order_by("name"),
            "asked": asked,
            "paired": asked is None and _paired(request),
        },
    )


def _paired(request: HttpRequest) -> bool:
    return Pairing.objects.visible_to(request.user).current().filter(head=request.user).exists()


@require_POST
def not_this_person_remove(request: HttpRequest, public_id) -> HttpResponse:
    wish = get_object_or_404(NotThisPerson.objects.visible_to(request.user), public_id=public_id)
    wishes.take_off(wish=wish, by=request.user)
    return redirect("buddies:people-wishes")


@require_POST
@only(leads_a_school)
def known_remove(request: HttpRequest, public_id) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.user), public_id=public_id)
    wishes.forget(person=person, by=request.user)
    return redirect("buddies:people-wishes")
