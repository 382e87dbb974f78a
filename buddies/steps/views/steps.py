"""What each of the pair presses. Every address takes the pairing's public id; who may is asked by the action."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from buddies.pairings import states
from buddies.pairings.messages import page_of
from buddies.pairings.models import Pairing
from buddies.pairings.rules import can_note_spoken, can_step
from buddies.steps.actions import contact, pairings
from buddies.steps.forms import NextContactForm, PauseForm
from network.rules import WrongState, is_officer


def _pairing(request: HttpRequest, public_id) -> Pairing:
    rows = Pairing.objects.visible_to(request.user).select_related("head", "buddy", "reserve", "school", "request")
    return get_object_or_404(rows, public_id=public_id)


def _own(request: HttpRequest, public_id) -> Pairing:
    """One of my own: an officer who is none of the three has no business here, so for her there is no such page."""
    pairing = _pairing(request, public_id)
    if not pairing.roles_of(request.user):
        raise Http404
    return pairing


def _back(request: HttpRequest, pairing: Pairing, said: str) -> HttpResponse:
    messages.success(request, said)
    if request.POST.get("to") == "today":
        return redirect("/today/")
    if not pairing.roles_of(request.user) and is_officer(request.user):
        return redirect("buddies:pairing", pairing.public_id)
    return redirect(page_of(pairing, request.user))


@require_POST
def pairing_accept(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _own(request, public_id)
    pairings.say_yes(pairing=pairing, by=request.user)
    other = pairing.buddy if states.HEAD in pairing.roles_of(request.user) else pairing.head
    said = "Thank you. " + (
        "You are paired." if pairing.state == Pairing.IN_FORCE else f"Now we wait for {other.first_name}."
    )
    return _back(request, pairing, "Thank you." if states.RESERVE in pairing.roles_of(request.user) else said)


@require_POST
def pairing_decline(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _own(request, public_id)
    pairings.decline(pairing=pairing, by=request.user)
    return _back(request, pairing, "That is quite all right. No reason is asked, and none is kept.")


@require_POST
def pairing_ring_me_first(request: HttpRequest, public_id) -> HttpResponse:
    """A word first, before yes or no."""
    pairing = _own(request, public_id)
    contact.ring_me_first(pairing=pairing, by=request.user)
    other = pairing.buddy if states.HEAD in pairing.roles_of(request.user) else pairing.head
    said = f"{other.first_name} is asked to ring you, and sees your number. Say yes or no after that."
    return _back(request, pairing, said)


def pairing_change(request: HttpRequest, public_id) -> HttpResponse:
    """Ask for someone else, without a reason."""
    pairing = _own(request, public_id)
    if request.method == "POST":
        pairings.ask_for_someone_else(pairing=pairing, by=request.user)
        return _back(request, pairing, "Done. We look for somebody else, and no reason is asked.")
    return render(request, "buddies/steps/pairing_change.html", _asked(request, pairing))


def pairing_end(request: HttpRequest, public_id) -> HttpResponse:
    """End it kindly."""
    pairing = _pairing(request, public_id)
    if request.method == "POST":
        pairings.end(pairing=pairing, by=request.user)
        return _back(request, pairing, "Ended. Both are told that there is news.")
    waits_after = pairings.waits_after(pairing)
    return render(request, "buddies/steps/pairing_end.html", _asked(request, pairing) | {"waits_after": waits_after})


def _asked(request: HttpRequest, pairing: Pairing, step: str = "end") -> dict:
    own = pairing.roles_of(request.user)
    other = pairing.buddy if states.HEAD in own else pairing.head
    return {
        "pairing": pairing,
        "other": other,
        "is_head": states.HEAD in own,
        "is_reserve": own == {states.RESERVE},
        "is_officer": not own,
        "may": can_step(request.user, pairing, step) or (step == "end" and states.RESERVE in own),
        "back": page_of(pairing, request.user) if own else "",
    }


def pairing_hand_over(request: HttpRequest, public_id) -> HttpResponse:
    """The reserve becomes the buddy at once."""
    pairing = _pairing(request, public_id)
    if request.method == "POST":
        pairings.hand_over(pairing=pairing, by=request.user)
        return _back(request, pairing, "Handed over.")
    return render(request, "buddies/steps/pairing_hand_over.html", _asked(request, pairing, "hand over"))


def pairing_pause(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _pairing(request, public_id)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            contact.pause(pairing=pairing, until=form.cleaned_data["until"], by=request.user)
        except WrongState as error:
            form.add_error("until", str(error))
        else:
            return _back(request, pairing, "Paused until then. It goes on by itself, or when you press.")
    return render(request, "buddies/steps/pairing_pause.html", _asked(request, pairing, "pause") | {"form": form})


@require_POST
def pairing_resume(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _pairing(request, public_id)
    contact.resume(pairing=pairing, by=request.user)
    away = states.BUDDY in pairing.roles_of(request.user)
    return _back(request, pairing, "Good to have you back." if away else "It goes on again.")


@require_POST
def pairing_spoken(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _own(request, public_id)
    if not can_note_spoken(request.user, pairing):
        raise Http404
    contact.spoken(pairing=pairing, by=request.user)
    return _back(request, pairing, "Noted that you have spoken. What was said stays yours.")


@require_POST
def pairing_next_contact(request: HttpRequest, public_id) -> HttpResponse:
    """The day may be left empty: then it is taken away."""
    pairing = _own(request, public_id)
    form = NextContactForm(request.POST)
    if not form.is_valid():
        raise WrongState("Choose a day after today and within a year.")
    contact.next_contact(pairing=pairing, on=form.cleaned_data["on"], by=request.user)
    return _back(request, pairing, "Noted, for you both.")


@require_POST
def pairing_not_heard(request: HttpRequest, public_id) -> HttpResponse:
    pairing = _own(request, public_id)
    stands_in = contact.not_heard(pairing=pairing, by=request.user)
    if stands_in:
        said = f"{pairing.buddy.first_name} is asked to ring you, and {pairing.reserve.first_name} stands in from now."
    else:
        said = f"{pairing.buddy.first_name} is asked to ring you today. If you would rather, ask for someone else."
    return _back(request, pairing, said)
