from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections import rules
from inspections.call_outs.actions import can_call_a_colleague
from inspections.calls.actions import first_hour, notify_call
from inspections.calls.actions import inspections as actions
from inspections.calls.forms import ChangeForm, DatesForm, SeenForm
from inspections.check_ins.models import CheckIn
from inspections.deadlines import actions as deadlines
from inspections.ringing.who_is_asked import who_is_asked
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection, Told
from inspections.visits.stages import Stage, of_inspection
from network import audit, clock
from network.models import ContactPoint, Tie
from network.people.asks import Viewer
from network.schools.calendar import bank_holidays
from network.schools.school_days import extra_holidays

ON_SITE = (Stage.ON_SITE, Stage.PAUSED)
CHANGED = ("kind", "starts_on", "ends_on", "lead_inspector", "senior_number", "welfare_contact", "chair")


def inspection(request: HttpRequest, public_id) -> HttpResponse:
    """What was sent, who has seen it, what is planned. The buddy's own view has a press "I have seen it"."""
    row = visible(request, public_id)
    may_change = visit_rules.can_change(request.user, row)
    is_head = row.head_id == request.user.pk
    if not is_head:
        audit.read(by=request.user, what=f"inspection:{row.public_id}", concerns=row.head)
    told = list(Told.objects.visible_to(request.user).filter(inspection=row).select_related("person"))
    stands_by = rules.is_active_buddy(request.user, row.head)
    mine = next((each for each in told if each.person_id == request.user.pk), None)
    holidays = bank_holidays(extra_holidays())
    check_ins = CheckIn.objects.visible_to(request.user).filter(inspection=row)
    questions = {(each.rule, each.occurrence): each.send_at for each in check_ins.evenings_to_come(clock.now())}
    stands = of_inspection(row, clock.now(), deadlines.next_day_call(inspection=row), holidays, questions)
    return render(
        request,
        "inspections/calls/inspection.html",
        {
            "inspection": row,
            "may_change": may_change and row.is_open,
            "can_undo": may_change and visit_rules.can_undo(row),
            "undo_until": row.called_at + visit_rules.UNDO_FOR,
            "is_head": is_head,
            "stands_by": stands_by,
            "told": told,
            "mine": mine,
            "deputies": _deputies(request, row) if is_head else [],
            "who": who_is_asked(Viewer(request.user, clock.now()), row) if is_head and row.is_open else None,
            "check_ins": check_ins.exclude(state=CheckIn.CANCELLED),
            "phones": _phones(request, row),
            "seen_form": SeenForm(initial={"reply": mine.reply if mine else ""}),
            "dates_form": DatesForm(
                ends_on=row.ends_on, initial={name: getattr(row, name) for name in DatesForm.base_fields}
            ),
            "warnings": _warnings(row) if stands_by or may_change else [],
            "over": (stands["stage"] in ON_SITE and not can_call_a_colleague(row)) or stands["stage"] is Stage.AFTER,
            **stands,
        },
    )


def inspection_change(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    visit_rules.check_is_open(row)
    form = ChangeForm(request.POST or None, initial={name: getattr(row, name) for name in CHANGED})
    if request.method == "POST" and form.is_valid():
        moved = (row.starts_on, row.ends_on) != (form.cleaned_data["starts_on"], form.cleaned_data["ends_on"])
        actions.change(by=request.user, inspection=row, **form.cleaned_data)
        messages.success(request, "Saved. The check-ins have moved with the days." if moved else "Saved.")
        return redirect("inspections:inspection", public_id=row.public_id)
    return render(request, "inspections/calls/inspection_change.html", {"form": form, "inspection": row})


@require_POST
def inspection_dates(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    form = DatesForm(request.POST, ends_on=row.ends_on)
    if form.is_valid():
        came = form.cleaned_data["draft_on"] not in (None, row.draft_on)
        actions.note_dates(by=request.user, inspection=row, **form.cleaned_data)
        messages.success(request, "Saved. There is nothing to say here about what is in it.")
        if came:  # the one choice of two, before day one of the five
            return redirect("inspections:inspection-deadlines", public_id=row.public_id)
        return redirect("inspections:inspection", public_id=row.public_id)
    return render(request, "inspections/calls/inspection_dates.html", {"form": form, "inspection": row})


@require_POST
def inspection_undo(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    if row.undone_at is not None:  # an old tab, perhaps: the call that has come since stands
        messages.info(request, _undone_already(request, row))
        return redirect("inspections:today")
    actions.undo(by=request.user, inspection=row)
    said = "Undone. Whoever was told reads that there is nothing to do." if row.told.exists() else "Undone."
    messages.success(request, said)
    return redirect("inspections:today")


def _undone_already(request: HttpRequest, row: Inspection) -> str:
    said = f"The call of {_hour(row.called_at)} was undone already."
    rows = Inspection.objects.visible_to(request.user).live(clock.today()).filter(head=row.head, school=row.school)
    since = rows.order_by("-called_at").first()
    return said if since is None else f"{said} The call of {_hour(since.called_at)} stands: it is not undone."


def _hour(moment: datetime) -> str:
    return f"{clock.local(moment):%H.%M}"


@require_POST
def inspection_days_seen(request: HttpRequest, public_id) -> HttpResponse:
    """Pressed by whoever reads that the days have moved."""
    rows = Told.objects.visible_to(request.user).filter(person=request.user).select_related("inspection")
    notify_call.days_seen(by=request.user, told=get_object_or_404(rows, inspection__public_id=public_id))
    return redirect("inspections:today")


@require_POST
def inspection_first_hour(request: HttpRequest, public_id) -> HttpResponse:
    """A line of the first hour is done, or the list is wanted no more."""
    what = request.POST.get("what", "")
    if what not in first_hour.FIELDS:
        raise Http404
    first_hour.note(by=request.user, inspection=changeable(request, public_id), what=what)
    return redirect("inspections:today")


@require_POST
def inspection_undo_seen(request: HttpRequest, public_id) -> HttpResponse:
    """Pressed by whoever had been told of a call that was undone."""
    rows = Told.objects.visible_to(request.user).filter(person=request.user, inspection__undone_at__isnull=False)
    told = get_object_or_404(rows.select_related("inspection"), inspection__public_id=public_id)
    notify_call.undo_seen(by=request.user, told=told)
    return redirect("inspections:today")


def inspection_close(request: HttpRequest, public_id) -> HttpResponse:
    row = changeable(request, public_id)
    visit_rules.check_is_open(row)
    if request.method == "POST":
        actions.close(by=request.user, inspection=row)
        messages.success(request, "Closed. No more check-ins are planned. Your buddy is still your buddy.")
        return redirect("inspections:today")
    return render(request, "inspections/calls/inspection_close.html", {"inspection": row})


@require_POST
def inspection_seen(request: HttpRequest, public_id) -> HttpResponse:
    row = visible(request, public_id)
    form = SeenForm(request.POST)
    notify_call.seen(by=request.user, inspection=row, **(form.cleaned_data if form.is_valid() else {}))
    messages.success(request, f"{row.head.first_name} sees that you know.")
    return redirect("inspections:inspection", public_id=row.public_id)


def _warnings(row: Inspection) -> list:
    """What runs out while the school is shut: said here too, and not only on the page of the deadlines."""
    return deadlines.loud(found=deadlines.of_inspection(inspection=row), today=clock.today()) if row.is_open else []


def visible(request: HttpRequest, public_id) -> Inspection:
    rows = Inspection.objects.visible_to(request.user).select_related("school", "head")
    return get_object_or_404(rows, public_id=public_id)


def changeable(request: HttpRequest, public_id) -> Inspection:
    rows = Inspection.objects.changeable_by(request.user).select_related("school", "head")
    return get_object_or_404(rows, public_id=public_id)


def _deputies(request: HttpRequest, row: Inspection) -> list[str]:
    """Whom she named: they open this page, too."""
    ties = Tie.objects.visible_to(request.user).live().filter(head=row.head, kind=Tie.DEPUTY, person__is_active=True)
    return list(ties.order_by("from_at").values_list("person__name", flat=True))


def _phones(request: HttpRequest, row: Inspection) -> dict[int, str]:
    """By person: the numbers the pair may see of each other."""
    ties = Tie.objects.visible_to(request.user).live().filter(kind=Tie.BUDDY, head=row.head)
    others = {row.head_id, *ties.values_list("person_id", flat=True)} - {request.user.pk}
    points = ContactPoint.objects.visible_to(request.user).to_reach()
    return dict(
        points.filter(person__in=others, channel=ContactPoint.SMS, private=True).values_list("person_id", "address")
    )
