from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from network import clock, rules
from network.audit.models import AuditRow
from network.contact.models.contact_point import ContactPoint
from network.dates import weekday_said
from network.details.actions import people
from network.details.forms import DeputyForm, DetailsForm, QuietHoursForm
from network.members import rules as member_rules
from network.members.actions import deputies
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.people.models.person import Person
from network.people.models.tie import Tie
from network.sign_in import second_factor
from network.site.answers import done, only


def my_details(request: HttpRequest) -> HttpResponse:
    """Everything of the person's own in one place: who she is here, how she is reached, who looked."""
    person = request.user
    points = list(ContactPoint.objects.visible_to(person).filter(person=person))
    return render(
        request,
        "network/details/my_details.html",
        {
            "points": points,
            "has_private_email": any(p.private and p.channel == p.EMAIL and p.confirmed_at for p in points),
            "has_phone": any(p.channel == p.SMS for p in points),
            "memberships": Membership.objects.visible_to(person)
            .live()
            .filter(person=person)
            .select_related("school", "organisation"),
            "invitations": Invitation.objects.visible_to(person)
            .filter(person=person, state=Invitation.WAITING)
            .select_related("school", "organisation"),
            "leads": rules.leads_a_school(person),
            "deputies": Tie.objects.visible_to(person)
            .live()
            .filter(head=person, kind=Tie.DEPUTY)
            .select_related("person"),
        },
    )


def my_details_about(request: HttpRequest) -> HttpResponse:
    form = DetailsForm(request.POST or None, initial={"name": request.user.name, "about": request.user.about})
    if request.method == "POST" and form.is_valid():
        people.save_details(by=request.user, **form.cleaned_data)
        return done(request, "Saved.", "network:my-details")
    return render(request, "network/details/my_details_about.html", {"form": form})


def my_quiet_hours(request: HttpRequest) -> HttpResponse:
    fields = QuietHoursForm.base_fields
    form = QuietHoursForm(request.POST or None, initial={name: getattr(request.user, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        asked_at = people.save_quiet_hours(by=request.user, **form.cleaned_data)
        return done(request, f"Saved.{_next_check_in(asked_at)}", "network:my-details")
    return render(request, "network/details/my_quiet_hours.html", {"form": form})


def _next_check_in(asked_at: datetime | None) -> str:
    if asked_at is None:
        return ""
    then = clock.local(asked_at)
    day = weekday_said(then.date(), clock.today())
    return f" By these hours your next check-in comes on {day} at {then.hour}.{then:%M}."


def who_looked(request: HttpRequest) -> HttpResponse:
    """Who opened the person's record, newest first, and what she did herself."""
    rows = (
        AuditRow.objects.visible_to(request.user)
        .filter(concerns=request.user)
        .select_related("by")
        .order_by("-at", "-id")
    )
    return render(
        request,
        "network/details/who_looked.html",
        {
            "looked": rows.filter(verb__endswith=".read").exclude(by=request.user)[:100],
            "others": rows.exclude(verb__endswith=".read")[:100],
        },
    )


@second_factor.fresh_login_required
@only(rules.leads_a_school)
def my_deputy(request: HttpRequest) -> HttpResponse:
    """Naming a deputy shares with her that there is an inspection: so a fresh sign-in first."""
    form = DeputyForm(request.POST or None, people=member_rules.possible_deputies(request.user))
    if request.method == "POST" and form.is_valid():
        deputies.name(by=request.user, deputy=form.cleaned_data["deputy"])
        return done(request, f"{form.cleaned_data['deputy'].name} is your deputy now.", "network:my-details")
    return render(request, "network/details/my_deputy.html", {"form": form})


@require_POST
def my_deputy_end(request: HttpRequest, public_id) -> HttpResponse:
    mine = Tie.objects.visible_to(request.user).live().filter(head=request.user, kind=Tie.DEPUTY)
    deputy = get_object_or_404(
        Person.objects.visible_to(request.user).filter(ties_as_support__in=mine), public_id=public_id
    )
    deputies.end(by=request.user, deputy=deputy)
    return done(request, f"{deputy.name} is not your deputy any more.", "network:my-details")
