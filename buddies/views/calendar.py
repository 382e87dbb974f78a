"""My calendar: the private address, for her own calendar program."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from buddies import calendar_tokens
from buddies.actions import calendar_links as actions
from buddies.models import CalendarLink


def my_calendar(request: HttpRequest) -> HttpResponse:
    link = CalendarLink.objects.visible_to(request.user).live().first()
    address = f"{settings.BASE_URL}/calendar/{calendar_tokens.make(link)}.ics" if link else ""
    return render(request, "buddies/my_calendar.html", {"address": address})


@require_POST
def calendar_create(request: HttpRequest) -> HttpResponse:
    actions.create(by=request.user)
    return redirect("buddies:my-calendar")


@require_POST
def calendar_rotate(request: HttpRequest) -> HttpResponse:
    actions.rotate(by=request.user)
    messages.success(request, "This is your new address. The old one has stopped working.")
    return redirect("buddies:my-calendar")


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke(by=request.user)
    messages.success(request, "Taken away. Whoever had the address sees nothing any more.")
    return redirect("buddies:my-calendar")
