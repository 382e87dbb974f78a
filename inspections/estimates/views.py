"""What we go by: every number that nobody can be sure of, for the administrator to keep up to date (matrix row 38)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from inspections.estimates import actions
from inspections.estimates.forms import EstimateForm
from inspections.windows.models.estimates import EstimateRow
from network.rules import is_administrator


def estimates(request: HttpRequest) -> HttpResponse:
    if not is_administrator(request.user):
        raise Http404
    return render(
        request, "inspections/estimates/estimates.html", {"estimates": EstimateRow.objects.visible_to(request.user)}
    )


def estimate_edit(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(EstimateRow.objects.visible_to(request.user), public_id=public_id)
    form = EstimateForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, estimate=row, values=form.cleaned_data)
        messages.success(request, f"“{row.title}” is saved.")
        return redirect("inspections:estimates")
    return render(request, "inspections/estimates/estimate_edit.html", {"estimate": row, "form": form})
