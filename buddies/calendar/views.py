"""My calendar: the private address, for her own calendar program. Whoever reads it here may follow her days from
elsewhere for as long as it lives, so it takes a fresh sign-in; taking it away does not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from buddies.calendar import actions
from buddies.calendar import tokens as calendar_tokens
from buddies.calendar.models import CalendarLink
from network.rules import leads_a_school
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done


@fresh_login_required
def my_calendar(request: HttpRequest) -> HttpResponse:
    link = CalendarLink.objects.visible_to(request.user).live().first()
    start = f"{settings.BASE_URL}/calendar/{calendar_tokens.make(link)}" if link else ""
    shown = {
        "address": f"{start}.ics" if link else "",
        "usual_days": f"{start}/usual-days.ics" if link and leads_a_school(request.user) else "",
    }
    return render(request, "buddies/calendar/my_calendar.html", shown)


@fresh_login_required
@require_POST
def calendar_create(request: HttpRequest) -> HttpResponse:
    actions.create(by=request.user)
    return redirect("buddies:my-calendar")


@fresh_login_required
@require_POST
def calendar_rotate(request: HttpRequest) -> HttpResponse:
    actions.rotate(by=request.user)
    return done(request, "This is your new address. The old one has stopped working.", "buddies:my-calendar")


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke(by=request.user)
    return done(request, "Taken away. Whoever had the address sees nothing any more.", "buddies:my-calendar")
