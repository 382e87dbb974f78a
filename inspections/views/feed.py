"""The private calendar feed: whoever has the address sees busy times. What it shows is asked anew at every fetch."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from buddies import calendar_tokens
from buddies.models import Pairing
from inspections.feed import feed
from inspections.models import CheckIn, Inspection
from network import clock
from network.models import Person, Tie

BACK = timedelta(days=30)


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    link = calendar_tokens.find(token)
    if link is None:
        raise Http404
    response = HttpResponse(_of(link.person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _of(person: Person) -> bytes:
    """Her own days on site, her check-ins, when the pair mean to speak; and, while she is an active buddy, her heads'
    days on site."""
    now, since = clock.now(), clock.today() - BACK
    days = Inspection.objects.visible_to(person).open().filter(ends_on__gte=since, deferred_at__isnull=True)
    heads = Tie.objects.visible_to(person).live().filter(person=person, kind=Tie.BUDDY).values("head")
    columns = ("public_id", "starts_on", "ends_on")
    questions = (
        CheckIn.objects.visible_to(person)
        .filter(head=person, state=CheckIn.PLANNED, due_at__gt=now)
        .exclude(rule=CheckIn.AGAIN)  # it would tell whoever holds the address what she answered
        .order_by("due_at")
        .values_list("public_id", "due_at")
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
