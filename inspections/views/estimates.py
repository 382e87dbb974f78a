"""What we go by: every number that nobody can be sure of, for the administrator to keep up to date (matrix row 38)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from inspections.actions import estimates as actions
from inspections.forms.estimates import EstimateForm
from inspections.models import EstimateRow
from network.rules import is_administrator


def estimates(request: HttpRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise Http404
    return render(request, "inspections/estimates.html", {"estimates": EstimateRow.objects.visible_to(request.user)})


def estimate_edit(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(EstimateRow.objects.visible_to(request.user), public_id=public_id)
    form = EstimateForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, estimate=row, values=form.cleaned_data)
        messages.success(request, f"“{row.title}” is saved.")
        return redirect("inspections:estimates")
    return render(request, "inspections/estimate_edit.html", {"estimate": row, "form": form})
