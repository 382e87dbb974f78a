"""The demonstration's page of components, for whoever builds pages. It reads and changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def demo_components(request: HttpRequest) -> HttpResponse:
    """A press here leads back here, which only reads: it is answered with 405."""
    schools = ["Example Junior School", "Sample Infant School"]
    return render(request, "config/demo_components.html", {"address": request.path, "schools": schools})
