from django.contrib import messages as flash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from directory.call_outs import rules as call_out_rules
from directory.call_outs.forms import CallOutForm
from directory.models import CallOut
from inspections.call_outs import actions
from inspections.deadlines import actions as deadlines
from inspections.visits import rules as visit_rules
from inspections.visits.models import Inspection
from inspections.visits.stages import clock_of, stage, visit_of
from inspections.windows.models.estimates import estimates_in_force
from network import clock


def call_a_colleague(request: HttpRequest, public_id) -> HttpResponse:
    """Something is not right: one press; what it is about and a few words need not be said. Beside it the ladder that
    needs nobody of us. While a call is live this leads to it, and a press asks nobody a second time."""
    inspection = get_object_or_404(
        Inspection.objects.visible_to(request.user).select_related("head", "school__authority"), public_id=public_id
    )
    if not call_out_rules.can_raise_for(request.user, inspection.head):
        raise Http404
    calls = CallOut.objects.visible_to(request.user).live().filter(head=inspection.head, school=inspection.school)
    live = calls.filter(beside__isnull=True).first()
    form = CallOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        call = actions.call_a_colleague(by=request.user, inspection=inspection, **form.cleaned_data)
        if call == live:
            at = clock.local(call.raised_at)
            said = f"We are asking already, since {at.hour}.{at.minute:02}. Nobody was asked a second time."
            flash.info(request, said)
        return redirect("directory:call-out", call.public_id)
    if live is not None:
        return redirect("directory:call-out", live.public_id)
    is_open = actions.can_call_a_colleague(inspection)
    return render(
        request,
        "inspections/call_outs/call_a_colleague.html",
        {
            "form": form,
            "inspection": inspection,
            "open": is_open,
            "stage": stage(visit_of(inspection), clock.today()),
            "next_day_call": clock_of(deadlines.next_day_call(inspection=inspection), clock.today()),
            "may_change": visit_rules.can_change(request.user, inspection),
            "estimates": estimates_in_force(),
        },
    )
