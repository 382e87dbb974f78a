"""The officer's table of windows, one school's page, and the head's own."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from inspections.schools.forms import PHASES, WindowCloseForm, WindowFilter, WindowOpenForm
from inspections.schools.queries import table
from inspections.schools.queries import year as years
from inspections.schools.queries.told import past_inspections_of, predecessors_of
from inspections.terms.queries import is_next_term_missing
from inspections.windows import rules as rules_windows
from inspections.windows.actions import windows
from inspections.windows.actions.afresh import windows_of
from inspections.windows.models.estimates import estimates_in_force
from inspections.windows.models.windows import SchoolWindow, WindowOpening
from inspections.windows.window import NEVER_QUIET
from network import clock
from network.csv_cells import streamed
from network.rules import WrongState, is_administrator, runs_the_network
from network.schools.call_days import call_weeks
from network.schools.school_days import calendar_of

WEEKS = 8
HEADINGS = ["School", "Window", "Opens", "Usual date", "Law’s last date", "How sure", "Buddy"]
OPENED = "The window is open. A buddy is being asked for where there is none."
CLOSED = "The window is closed until somebody sets it back."
PHASES_SHOWN = frozenset(value for value, _ in PHASES if value and value != "Not applicable")


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    form = _filter(request)
    filters = form.filters()
    every = SchoolWindow.objects.visible_to(request.user)
    behind, more_behind = [], False
    if filters.sort == table.SOONEST and not filters.behind:
        # The stalest would stand on top: they stand apart, below.
        behind, more_behind = table.page(every, filters._replace(behind=True))
        filters = filters._replace(behind=False)
    rows, more = table.page(every, filters, table.read_key(request.GET.get("after", ""), filters.sort))
    words = table.rules_in_words(clock.today())
    for row in (*rows, *behind):
        row["applies"] = words.get(row["window_rule"], "")
    year = None
    if not request.GET:  # whoever looks for something wants its rows
        year = years.year(every, filters.authorities or [], estimates_in_force().number("autumn_school_days"))
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    return render(
        request,
        "inspections/schools/schools.html",
        {
            "filter": form,
            "headings": HEADINGS,
            "rows": rows,
            "behind": behind,
            "year": year,
            "all_behind": urlencode({**kept, "behind": "1"}) if more_behind else "",
            "phases": PHASES_SHOWN,
            "never_quiet": NEVER_QUIET,
            "caption": "Schools, earliest usual date first" if filters.sort == table.SOONEST else "Schools, by name",
            "after": request.GET.get("after", ""),
            "kept": urlencode(kept),
            "can_change_rules": is_administrator(request.user),
            "next": urlencode({**kept, "after": table.key_of(rows[-1], filters.sort)}) if more else "",
        },
    )


@require_safe
def schools_csv(request: HttpRequest) -> HttpResponse:
    filters = _filter(request).filters()
    rows = table.csv_rows(SchoolWindow.objects.visible_to(request.user), filters)
    answer = StreamingHttpResponse(streamed(table.CSV_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="windows-{clock.today()}.csv"'
    return answer


def _filter(request: HttpRequest) -> WindowFilter:
    if not runs_the_network(request.user):
        raise Http404
    return WindowFilter(request.GET, areas=table.areas_of_network())


@require_safe
def school(request: HttpRequest, public_id) -> HttpResponse:
    found = get_object_or_404(
        SchoolWindow.objects.visible_to(request.user).select_related("authority", "trust"), public_id=public_id
    )
    if not rules_windows.sees_whole_window(request.user, found):
        return render(request, "inspections/schools/school_light.html", {"school": found})
    return render(
        request,
        "inspections/schools/school.html",
        {
            "school": found,
            "sees_all": runs_the_network(request.user),
            "past": past_inspections_of(found.urn),
            "predecessors": predecessors_of(found.urn),
            **_window_of(request, found),
        },
    )


def _window_of(request: HttpRequest, found: SchoolWindow) -> dict[str, Any]:
    """The window as it stands this moment, with its sources, and what was set by hand."""
    today = clock.today()
    seen = next(windows_of(on=today, schools=SchoolWindow.objects.visible_to(request.user).filter(pk=found.pk)))
    by_hand = WindowOpening.objects.visible_to(request.user).in_force().filter(school=found).first()
    is_open = seen.window is not None and seen.window.is_open(today)
    return {
        "window": seen.window,
        "without": seen.without,
        "is_open": is_open,
        "by_hand": by_hand,
        "form": WindowCloseForm() if is_open else WindowOpenForm(),
    }


@require_POST
def school_window_set(request: HttpRequest, public_id) -> HttpResponse:
    """Open, close, or back to the estimate."""
    found = get_object_or_404(SchoolWindow.objects.changeable_by(request.user), public_id=public_id)
    back = redirect("inspections:school", public_id=public_id)
    what = request.POST.get("what")
    form = {"open": WindowOpenForm, "close": WindowCloseForm}.get(what, WindowOpenForm)(request.POST)
    try:
        if what == "withdraw":
            windows.withdraw(by=request.user, school=found)
            messages.success(request, "The window follows the estimate again.")
        elif not form.is_valid():
            messages.error(request, "Choose a reason.")
        else:
            is_open = what != "close"
            windows.set_by_hand(by=request.user, school=found, is_open=is_open, reason=form.cleaned_data["reason"])
            messages.success(request, OPENED if is_open else CLOSED)
    except WrongState as state:
        messages.error(request, str(state))
    if request.POST.get("to") == "window":
        return redirect("inspections:window")
    return back


@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """The head's own: her window in words, and the weeks in which the call may come."""
    today = clock.today()
    led = list(
        SchoolWindow.objects.visible_to(request.user).led_by(request.user).select_related("authority").order_by("name")
    )
    if not led:
        raise Http404
    estimates = estimates_in_force()
    autumn_days = estimates.number("autumn_school_days")
    shown = [{"school": each, **_weeks(each, today, autumn_days), **_window_of(request, each)} for each in led]
    return render(
        request, "inspections/schools/window.html", {"schools": shown, "today": today, "estimates": estimates}
    )


def _weeks(found: SchoolWindow, today: date, autumn_days: int) -> dict[str, Any]:
    calendar = calendar_of(found)
    weeks = call_weeks(
        today,
        today + timedelta(weeks=WEEKS - 1),
        terms=calendar.terms,
        closures=calendar.closures,
        extra_holidays=calendar.holidays,
        autumn_days=autumn_days,
    )
    return {"weeks": weeks, "next_term_missing": is_next_term_missing(calendar.terms, today)}
