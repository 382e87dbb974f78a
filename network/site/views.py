from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from network import rules
from network.site.actions import helplines as actions
from network.site.answers import done, only
from network.site.forms.helplines import HelplineForm
from network.site.models.helpline import Helpline
from network.site.public_page_cache import public_page_cache


@login_not_required
@public_page_cache
def helplines(request: HttpRequest) -> HttpResponse:
    may_change = rules.runs_the_network(request.user)
    shown = Helpline.objects.visible_to(request.user)
    to_check = may_change and request.GET.get("check") == "on"
    if to_check:
        shown = shown.to_check()
    return render(
        request, "network/site/helplines.html", {"helplines": shown, "may_change": may_change, "to_check": to_check}
    )


def more(request: HttpRequest) -> HttpResponse:
    """Every page that is for whoever is signed in and has no place in the line at the top."""
    return render(request, "network/site/more.html")


@only(rules.runs_the_network)
def helpline_add(request: HttpRequest) -> HttpResponse:
    form = HelplineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add(by=request.user, **form.cleaned_data)
        return done(request, "Added. The public pages show it within a few seconds.", "network:helplines")
    return render(request, "network/site/helpline_edit.html", {"form": form})


def helpline_edit(request: HttpRequest, public_id) -> HttpResponse:
    helpline = _to_change(request, public_id)
    form = HelplineForm(request.POST or None, instance=helpline)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, helpline=helpline, **form.cleaned_data)
        return done(request, "Saved. The public pages show it within a few seconds.", "network:helplines")
    return render(request, "network/site/helpline_edit.html", {"form": form, "helpline": helpline})


@require_POST
def helpline_checked(request: HttpRequest, public_id) -> HttpResponse:
    helpline = _to_change(request, public_id)
    actions.mark_checked(by=request.user, helpline=helpline)
    return done(request, f"{helpline.name}: checked today.", "network:helplines")


@require_POST
def helpline_remove(request: HttpRequest, public_id) -> HttpResponse:
    helpline = _to_change(request, public_id)
    actions.remove(by=request.user, helpline=helpline)
    return done(request, f"{helpline.name} is no longer listed.", "network:helplines")


def _to_change(request: HttpRequest, public_id) -> Helpline:
    """For everybody else these pages are not there (matrix row 38)."""
    if not rules.runs_the_network(request.user):
        raise Http404
    return get_object_or_404(Helpline.objects.visible_to(request.user), public_id=public_id)
