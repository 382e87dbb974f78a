"""The private calendar feed: whoever has the address sees busy times. What it shows is asked anew at every fetch."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddies.calendar import tokens as calendar_tokens
from buddies.models import Pairing
from inspections.check_ins.models import CheckIn
from inspections.feeds.calendar_files import call_days_feed as feed_of_days
from inspections.feeds.calendar_files import feed
from inspections.visits.models import Inspection
from inspections.windows.actions.afresh import windows_of
from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import SchoolWindow
from inspections.windows.usual_days import usual_days
from network import clock
from network.models import Person, Tie
from network.schools.school_days import calendars_of

BACK, AHEAD = timedelta(days=30), timedelta(days=365)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    return _calendar(_of(_whose(token)), "calendar.ics")


@login_not_required
@require_safe
def call_days_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The usual call days of the schools she leads, in the window or not: whoever has the address cannot tell."""
    return _calendar(feed_of_days(clock.now(), _usual_days(_whose(token))), "usual-days.ics")


def _whose(token: str) -> Person:
    link = calendar_tokens.find(token)
    if link is None:
        raise Http404
    return link.person


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _usual_days(person: Person) -> list[date]:
    """From a month ago to the end of the terms we know, within a year. Not of a school that Ofsted is monitoring."""
    today, autumn_days = clock.today(), estimates_in_force().number("autumn_school_days")
    led = SchoolWindow.objects.visible_to(person).led_by(person)
    found: set[date] = set()
    for seen in windows_of(on=today, schools=led):
        if seen.window is None or not seen.window.quiet_weeks:
            continue
        calendar = calendars_of([(seen.school.pk, seen.school.authority_id)])[seen.school.pk]
        found |= set(usual_days(calendar, today - BACK, today + AHEAD, autumn_days))
    return sorted(found)


def _of(person: Person) -> bytes:
    """Her own days on site, her check-ins, when the pair mean to speak; and, while she is an active buddy, her heads'
    days on site. A check-in stands at the time at which its message comes, and stays there whatever she answers: the
    feed never tells whether she has."""
    now, since = clock.now(), clock.today() - BACK
    days = Inspection.objects.visible_to(person).open().filter(ends_on__gte=since, deferred_at__isnull=True)
    heads = Tie.objects.visible_to(person).live().filter(person=person, kind=Tie.BUDDY).values("head")
    columns = ("public_id", "starts_on", "ends_on")
    questions = (
        CheckIn.objects.visible_to(person)
        .filter(head=person, send_at__gte=now - BACK)
        .exclude(state=CheckIn.CANCELLED)
        .exclude(rule=CheckIn.AGAIN)  # it would tell whoever holds the address what she answered
        .order_by("send_at")
        .values_list("public_id", "send_at")
    )
    mine = Q(head=person) | Q(buddy=person)
    meant = Pairing.objects.visible_to(person).in_force().filter(mine, next_contact_on__gte=since)
    kept = [(f"kept-{uid}", *rest) for uid, *rest in days.filter(head__in=heads).values_list(*columns)]
    return feed(
        now,
        busy=[(f"own-{uid}", *rest) for uid, *rest in days.filter(head=person).values_list(*columns)],
        moments=[(f"ask-{uid}", moment) for uid, moment in questions],
        kept=kept + [(f"next-{uid}", on, on) for uid, on in meant.values_list("public_id", "next_contact_on")],
    )
