"""The weeks after: who can be told, what is due when, letters, the call sheet; and a pause or a deferral."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from inspections import rules
from inspections.aftercare import actions as pauses
from inspections.aftercare import queries as sheets
from inspections.aftercare.forms import DeadlineRuleForm, PauseForm
from inspections.aftercare.letters import letters
from inspections.aftercare.pauses import usual_return
from inspections.calls.views.inspections import changeable, visible
from inspections.check_ins.models import CheckIn
from inspections.deadlines import actions as deadlines
from inspections.deadlines.deadlines import choice_among
from inspections.deadlines.models import DeadlineRule
from inspections.feeds.calendar_files import plan_file
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.schedule import site_days
from inspections.visits.stages import visit_of
from inspections.windows.models.estimates import estimates_in_force
from network import audit, clock
from network.dates import weekday_said
from network.plurals import count
from network.rules import is_administrator, leads_a_school
from network.schools.calendar import bank_holidays_known_until
from network.schools.school_days import calendar_of
from network.site.answers import done, only


def who_can_i_tell(request: HttpRequest) -> HttpResponse:
    return render(request, "inspections/aftercare/who_can_i_tell.html", {"estimates": estimates_in_force()})


def inspection_deadlines(request: HttpRequest, public_id) -> HttpResponse:
    row = _whole(request, public_id)
    found = deadlines.of_inspection(inspection=row)
    today, known_until = clock.today(), bank_holidays_known_until()
    return render(
        request,
        "inspections/aftercare/inspection_deadlines.html",
        {
            "inspection": row,
            "deadlines": found,
            "choice": choice_among(found),
            "warnings": deadlines.loud(found=found, today=today),
            "today": today,
            "known_until": known_until if any(each.keep_to > known_until for each in found) else None,
            "her": row.head_id == request.user.pk,
        },
    )


NOTED = {
    "draft": "Noted: the draft came today. The days of the one choice stand here.",
    "minor-points": "Noted: minor points were sent today.",
    "complaint": "Noted: a complaint was sent today.",
    "publication": "Noted: the report was published today.",
}


@require_POST
def inspection_noted(request: HttpRequest, public_id) -> HttpResponse:
    """One press on the front page. Another day is typed on the inspection’s own page."""
    what = request.POST.get("what", "")
    if what not in NOTED:
        raise Http404
    new = pauses.note_today(by=request.user, inspection=changeable(request, public_id), what=what)
    messages.success(request, NOTED[what] if new else "A day for this is written down already. It was not changed.")
    return redirect("inspections:today")


def inspection_letters(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    words = letters(row.school.name, row.starts_on, row.ends_on)
    return render(request, "inspections/aftercare/inspection_letters.html", {"inspection": row, "letters": words})


@require_safe
def inspection_plan(request: HttpRequest, public_id) -> HttpResponse:
    """The days, the questions and what is due, for a calendar of one's own. Neutral words only."""
    row = _whole(request, public_id)
    asked = CheckIn.objects.visible_to(request.user).filter(inspection=row).exclude(state=CheckIn.CANCELLED)
    asked = asked.exclude(rule=CheckIn.AGAIN).order_by("send_at")
    hers = (each for each in deadlines.of_inspection(inspection=row) if each.is_hers_to_keep)
    content = plan_file(
        row.public_id.hex,
        clock.now(),
        site_days(visit_of(row), calendar_of(row.school).holidays),
        [(str(public_id), send_at) for public_id, send_at in asked.values_list("public_id", "send_at")],
        [(each.rule.code, each.keep_to) for each in hers],
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="plan.ics"'
    return response


def inspection_pause(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    visit_rules.check_is_open(row)
    estimates = estimates_in_force()
    day = min(max(clock.today(), row.starts_on), row.ends_on)
    calendar = calendar_of(row.school)
    back = usual_return(day, estimates.number("pause_back"), calendar.closures, calendar.holidays)
    form = PauseForm(
        request.POST or None,
        first=row.starts_on,
        last=row.ends_on,
        most=estimates.number("pause_most"),
        initial={"paused_on": row.paused_on or day, "resumes_on": row.resumes_on or back},
    )
    if request.method == "POST" and form.is_valid():
        pauses.pause(by=request.user, inspection=row, **form.cleaned_data)
        messages.success(request, f"Recorded. The last day is now {weekday_said(row.ends_on, clock.today())}.")
        if form.unusual:
            messages.info(
                request,
                f"More than {count(form.most, 'working day')} is unusual. Check the day with the lead inspector.",
            )
        return redirect("inspections:inspection", public_id=row.public_id)
    shown = {"form": form, "inspection": row, "estimates": estimates}
    return render(request, "inspections/aftercare/inspection_pause.html", shown)


def inspection_put_off(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    visit_rules.check_is_open(row)
    if request.method == "POST":
        pauses.put_off(by=request.user, inspection=row)
        messages.success(request, "Recorded. When there is a new date, change the days.")
        return redirect("inspections:inspection", public_id=row.public_id)
    return render(
        request,
        "inspections/aftercare/inspection_put_off.html",
        {"inspection": row, "has_begun": row.starts_on < clock.today(), "estimates": estimates_in_force()},
    )


def inspection_call_sheet(request: HttpRequest, public_id) -> HttpResponse:
    """For the deputy who acts, and the buddy: what the head wrote down for this inspection, to print. The head's own
    sheet has her buddy's number too."""
    row = _whole(request, public_id)
    if row.head_id == request.user.pk:
        return redirect("inspections:call-sheet")
    shown = {
        "contacts": sheets.of_inspection(row),
        "inspection": row,
        "of": row.head,
        "estimates": estimates_in_force(),
    }
    return render(request, "inspections/aftercare/call_sheet.html", shown)


def call_sheet(request: HttpRequest) -> HttpResponse:
    contacts, inspection = _sheet(request)
    shown = {"contacts": contacts, "inspection": inspection, "estimates": estimates_in_force()}
    return render(request, "inspections/aftercare/call_sheet.html", shown)


@require_POST
def call_sheet_keep(request: HttpRequest) -> HttpResponse:
    """One page in one file, to keep on the phone: she asks for it, and it works with no network."""
    contacts, inspection = _sheet(request)
    page = render_to_string(
        "inspections/aftercare/call_sheet_kept.html",
        {"contacts": contacts, "inspection": inspection, "estimates": estimates_in_force(), "made_at": clock.now()},
        request=request,
    )
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="call-sheet.html"'
    return response


@only(is_administrator)
def deadline_rule_list(request: HttpRequest) -> HttpResponse:
    rows = DeadlineRule.objects.visible_to(request.user)
    return render(request, "inspections/aftercare/deadline_rule_list.html", {"rules": rows})


def deadline_rule_edit(request: HttpRequest, public_id) -> HttpResponse:
    rule = get_object_or_404(DeadlineRule.objects.visible_to(request.user), public_id=public_id)
    form = DeadlineRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        deadlines.change_rule(by=request.user, rule=rule, values=form.cleaned_data)
        return done(request, f"{rule.title} is saved.", "inspections:deadline-rule-list")
    return render(request, "inspections/aftercare/deadline_rule_edit.html", {"rule": rule, "form": form})


def _whole(request: HttpRequest, public_id) -> Inspection:
    """For the head, her deputy and her buddy: not for those who were shown the days alone."""
    row = visible(request, public_id)
    if not (visit_rules.can_change(request.user, row) or rules.is_active_buddy(request.user, row.head)):
        raise Http404
    audit.read(by=request.user, what=f"inspection:{row.public_id}", concerns=row.head)
    return row


def _sheet(request: HttpRequest):
    contacts, inspection = sheets.call_sheet(request.user)
    if not contacts and not inspection and not leads_a_school(request.user):
        raise Http404
    return contacts, inspection
