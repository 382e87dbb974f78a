from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.silence.actions import sharing as actions
from inspections.silence.forms import ShareDaysForm
from network.models import Tie
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done


@fresh_login_required
def who_else(request: HttpRequest) -> HttpResponse:
    """Hers alone: who may know the days, and is told when the call comes."""
    if request.POST.get("email") and not may_look_up(request):
        return render(request, "429.html", status=429)
    form = ShareDaysForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        actions.share_days(by=request.user, person=form.chosen)
        messages.success(request, f"{form.chosen.name} is told when the call comes, and sees the days.")
        return redirect("inspections:who-else")
    return render(
        request, "inspections/silence/who_else.html", {"form": form, "ties": _mine(request).select_related("person")}
    )


@require_POST
def who_else_end(request: HttpRequest, public_id) -> HttpResponse:
    tie = get_object_or_404(_mine(request).select_related("person", "head"), public_id=public_id)
    actions.withdraw(by=request.user, tie=tie)
    return done(request, f"{tie.person.name} sees the days no longer.", "inspections:who-else")


def may_look_up(request: HttpRequest) -> bool:
    """An address typed here answers with a member's name: nobody may try a list of addresses."""
    return bool(ratelimit.consume(request, action="find_by_address", user=request.user))


def _mine(request: HttpRequest):
    ties = Tie.objects.visible_to(request.user).live()
    return ties.filter(head=request.user, kind=Tie.SHARED, subject=actions.DAYS).order_by("from_at")
