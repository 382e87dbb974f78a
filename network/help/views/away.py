from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from network import clock, rules
from network.help.actions import away as actions
from network.help.forms import AwayForm
from network.help.models.away import OfficerAway
from network.site.answers import done, only


@only(rules.is_officer)
def officer_away(request: HttpRequest) -> HttpResponse:
    """When an officer is away, and who covers."""
    form = AwayForm(request.POST or None, others=rules.other_officers(request.user))
    if request.method == "POST" and form.is_valid():
        actions.say(by=request.user, **form.cleaned_data)
        return done(request, "Noted.", "network:officer-away")
    rows = OfficerAway.objects.visible_to(request.user).filter(until_on__gte=clock.today())
    return render(
        request, "network/help/officer_away.html", {"form": form, "rows": rows.select_related("officer", "cover")}
    )


@require_POST
def officer_away_end(request: HttpRequest, public_id) -> HttpResponse:
    mine = OfficerAway.objects.visible_to(request.user).filter(officer=request.user)
    actions.take_back(by=request.user, row=get_object_or_404(mine, public_id=public_id))
    return done(request, "Taken back.", "network:officer-away")
