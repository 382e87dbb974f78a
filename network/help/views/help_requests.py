from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network import rules
from network.help import rules as help_rules
from network.help.actions import help_requests as actions
from network.help.models.help_request import HelpRequest
from network.sign_in.pressed import by_link
from network.site.answers import done, only
from network.site.forms.helplines import NeedSomeoneForm


@login_not_required
@by_link
def need_someone(request: HttpRequest) -> HttpResponse:
    """The page “I am a head and need someone”: a name and a number for the officer to ring."""
    form = NeedSomeoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="need_someone"):
            return render(request, "429.html", status=429)
        actions.ask(by=request.user if request.user.is_authenticated else None, **form.cleaned_data)
        return redirect("network:need-someone-done")
    return render(request, "network/help/need_someone.html", {"form": form})


@login_not_required
def need_someone_done(request: HttpRequest) -> HttpResponse:
    return render(
        request, "network/help/need_someone_done.html", {"somebody_is_there": help_rules.is_an_officer_there()}
    )


@only(rules.is_officer)
def help_requests(request: HttpRequest) -> HttpResponse:
    waiting = HelpRequest.objects.visible_to(request.user).waiting()[:100]
    return render(request, "network/help/help_requests.html", {"waiting": waiting})


@require_POST
def help_request_answered(request: HttpRequest, public_id) -> HttpResponse:
    asked = get_object_or_404(HelpRequest.objects.visible_to(request.user), public_id=public_id)
    actions.mark_answered(by=request.user, help_request=asked)
    return done(request, "Marked as rung. Thank you.", "network:help-requests")
