"""Estimates and sources: every number that nobody can be sure of, for the administrator to keep up to date (matrix row
38)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from inspections.estimates import actions
from inspections.estimates.forms import EstimateForm
from inspections.windows.models.estimates import EstimateRow
from network.rules import is_administrator
from network.site.answers import done, only


@only(is_administrator)
def estimates(request: HttpRequest) -> HttpResponse:
    return render(
        request, "inspections/estimates/estimates.html", {"estimates": EstimateRow.objects.visible_to(request.user)}
    )


def estimate_edit(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(EstimateRow.objects.visible_to(request.user), public_id=public_id)
    form = EstimateForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, estimate=row, values=form.cleaned_data)
        return done(request, f"“{row.title}” is saved.", "inspections:estimates")
    return render(request, "inspections/estimates/estimate_edit.html", {"estimate": row, "form": form})
