"""Facts to check: rules, estimates and helplines, with who looked at each last (matrix row 38)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from inspections.facts import actions, queries
from network.rules import is_administrator
from network.site.answers import done, only


@only(is_administrator)
def facts(request: HttpRequest) -> HttpResponse:
    return render(request, "inspections/facts/facts.html", {"facts": queries.facts(request.user)})


@require_POST
@only(is_administrator)
def fact_checked(request: HttpRequest, kind: str, public_id) -> HttpResponse:
    if kind not in queries.KINDS:
        raise Http404
    model, *_ = queries.KINDS[kind]
    row = get_object_or_404(model.objects.visible_to(request.user), public_id=public_id)
    actions.still_right(by=request.user, kind=kind, row=row)
    return done(request, "Written down: checked today, by you.", "inspections:facts")
