"""The officer's round: suggest, look, change, publish, undo."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from buddies.pairings.forms import ChosenForm
from buddies.rounds.actions import rounds as actions
from buddies.rounds.models import Round, Suggestion
from buddies.rounds.queries import draft
from network.models import Person
from network.rules import WrongState, is_officer
from network.site.answers import done, only


@only(is_officer)
def rounds(request: HttpRequest) -> HttpResponse:
    rows = Round.objects.visible_to(request.user).select_related("published_by")
    return render(
        request,
        "buddies/rounds/rounds.html",
        {"rounds": rows[:20], "open": rows.filter(state__in=(Round.WORKING, Round.DRAFT)).first()},
    )


@require_POST
@only(is_officer)
def round_begin(request: HttpRequest) -> HttpResponse:
    rows = Round.objects.visible_to(request.user)
    standing = rows.filter(state__in=(Round.WORKING, Round.DRAFT)).first()
    if standing is not None:
        messages.info(request, "There is a draft already. Publish it or drop it before you begin another.")
    else:
        standing = actions.begin(by=request.user)
    return redirect("buddies:round", standing.public_id)


def _round(request: HttpRequest, public_id) -> Round:
    return get_object_or_404(Round.objects.visible_to(request.user).select_related("published_by"), public_id=public_id)


def round_detail(request: HttpRequest, public_id) -> HttpResponse:
    """Its progress while it is worked out; then its suggestions."""
    one = _round(request, public_id)
    if one.state == Round.WORKING:
        template = "buddies/rounds/_round_progress.html" if request.htmx else "buddies/rounds/round.html"
        return render(request, template, {"round": one})
    if request.htmx:  # it was ready while its progress was watched
        return HttpResponse(headers={"HX-Refresh": "true"})
    shown = draft.page(one, request.GET.get("part", ""), request.GET.get("after", ""))
    numbers = draft.counts(one)
    shown |= {"round": one, "counts": numbers, "parts": draft.parts(numbers, shown["part"])}
    shown["may_undo"] = draft.may_undo(one)
    nobody = shown["part"] == "nobody"
    shown["headings"] = ["Head", "Buddy", "Why nobody"] if nobody else ["Head", "Buddy", "Why", "Reserve"]
    if one.state == Round.DRAFT:
        shown["headings"].append("")
    return render(request, "buddies/rounds/round.html", shown)


@require_POST
def round_again(request: HttpRequest, public_id) -> HttpResponse:
    actions.again(round_=_round(request, public_id), by=request.user)
    return redirect("buddies:round", public_id)


def round_publish(request: HttpRequest, public_id) -> HttpResponse:
    """The exact messages; then they leave."""
    one = _round(request, public_id)
    if request.method == "POST":
        asked = actions.publish(round_=one, by=request.user)
        messages.success(request, f"Published. {asked} {'pair is' if asked == 1 else 'pairs are'} asked.")
        return redirect("buddies:round", public_id)
    return render(
        request,
        "buddies/rounds/round_publish.html",
        {"round": one, "counts": draft.counts(one), "messages_": draft.exact_messages(one)},
    )


@require_POST
def round_undo(request: HttpRequest, public_id) -> HttpResponse:
    actions.undo(round_=_round(request, public_id), by=request.user)
    messages.success(request, "Undone. It is a draft again. Messages that had not left are not sent.")
    return redirect("buddies:round", public_id)


@require_POST
def round_drop(request: HttpRequest, public_id) -> HttpResponse:
    actions.drop(round_=_round(request, public_id), by=request.user)
    return done(request, "Dropped. Nothing was sent.", "buddies:rounds")


def _suggestion(request: HttpRequest, public_id) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user).select_related("round", "head", "buddy", "request", "school")
    return get_object_or_404(rows, public_id=public_id)


def _marked(request: HttpRequest, public_id, action, part: str = "pairs") -> HttpResponse:
    one = _suggestion(request, public_id)
    action(suggestion=one, by=request.user)
    return _back(one, part)


def _back(suggestion: Suggestion, part: str = "pairs") -> HttpResponse:
    """To its own page and line, so that a press far down does not lose one's place."""
    address = reverse("buddies:round", args=[suggestion.round.public_id])
    where = urlencode({"part": part, "after": draft.page_with(suggestion, part)})
    return redirect(f"{address}?{where}#s-{suggestion.public_id}")


@require_POST
def suggestion_pin(request: HttpRequest, public_id) -> HttpResponse:
    return _marked(request, public_id, actions.pin)


@require_POST
def suggestion_unpin(request: HttpRequest, public_id) -> HttpResponse:
    return _marked(request, public_id, actions.unpin)


@require_POST
def suggestion_leave_out(request: HttpRequest, public_id) -> HttpResponse:
    return _marked(request, public_id, actions.leave_out)


@require_POST
def suggestion_bring_back(request: HttpRequest, public_id) -> HttpResponse:
    return _marked(request, public_id, actions.bring_back, "left-out")


def suggestion_change(request: HttpRequest, public_id) -> HttpResponse:
    """The next best buddies, each with what it would cost."""
    one = _suggestion(request, public_id)
    if request.method == "POST":
        form = ChosenForm({"person": request.POST.get("buddy", "")})
        if not form.is_valid():
            raise WrongState("Choose somebody.")
        buddy = get_object_or_404(Person.objects.visible_to(request.user), public_id=form.cleaned_data["person"])
        actions.change(suggestion=one, buddy=buddy, by=request.user)
        return _back(one)
    if one.round.state != Round.DRAFT:
        raise WrongState("This round is no longer a draft.")
    return render(request, "buddies/rounds/suggestion_change.html", {"suggestion": one, "choices": draft.choices(one)})
