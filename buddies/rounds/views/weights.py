"""The weights of the matching, and the weekly list."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from buddies.matching import actions, weighing
from buddies.matching.forms import WeightsForm
from buddies.rounds.queries import draft, weeks_list
from network.rules import is_administrator, is_officer, runs_the_network
from network.site.answers import done, only


@only(runs_the_network)
def weights(request: HttpRequest) -> HttpResponse:
    """Officers read them; an administrator changes them, after a look at what would change."""
    may_set, officer = is_administrator(request.user), is_officer(request.user)
    now = weighing.current()
    form = WeightsForm(now, request.POST if request.method == "POST" else None)
    context = {"rows": weighing.rows(now), "form": form, "may_set": may_set, "officer": officer}
    if request.method == "POST":
        if not may_set:
            raise Http404
        if form.is_valid():
            if request.POST.get("save") == form.numbers():  # what was previewed, and nothing typed since
                actions.set_weights(weights=form.weights(), by=request.user)
                return done(request, "Saved. They hold from the next round on.", "buddies:weights")
            # who is suggested to whom is for officers alone: an administrator sees how many
            context |= {"previewed": form.numbers(), "difference": draft.difference(form.weights())}
    return render(request, "buddies/rounds/weights.html", context)


@only(is_officer)
def this_week(request: HttpRequest) -> HttpResponse:
    """The list worth ten minutes a week."""
    return render(request, "buddies/rounds/this_week.html", {"parts": weeks_list.parts(request.user)})
