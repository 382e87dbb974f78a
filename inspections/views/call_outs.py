from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from directory import rules as directory_rules
from directory.forms.call_outs import CallOutForm
from inspections import rules
from inspections.actions import call_outs as actions
from inspections.actions import deadlines
from inspections.models import Inspection
from inspections.models.estimates import estimates_in_force
from inspections.stages import clock_of
from inspections.views.ladder import ladder
from network import clock
from outbox.actions import messages


def call_a_colleague(request: HttpRequest, public_id) -> HttpResponse:
    """Something is not right: the need, a few words, one press. Beside it the ladder that needs nobody of us."""
    inspection = get_object_or_404(
        Inspection.objects.visible_to(request.user).select_related("head", "school__authority"), public_id=public_id
    )
    if not directory_rules.can_raise_for(request.user, inspection.head):
        raise Http404
    form = CallOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call = actions.call_a_colleague(by=request.user, inspection=inspection, **form.cleaned_data)
        return redirect("directory:call-out", call.public_id)
    is_open = actions.can_call_a_colleague(inspection)
    if is_open:
        messages.get_ready()  # while she writes her few words
    return render(
        request,
        "inspections/call_a_colleague.html",
        {
            "form": form,
            "inspection": inspection,
            "open": is_open,
            "ladder": ladder(
                visit=inspection.public_id,
                next_day_call=clock_of(deadlines.next_day_call(inspection=inspection), clock.today()),
                may_change=rules.can_change(request.user, inspection),
                senior_number=inspection.senior_number,
                lead_inspector=inspection.lead_inspector,
                estimates=estimates_in_force(),
            ),
        },
    )
