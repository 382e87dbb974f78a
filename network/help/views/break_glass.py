"""Danger to life: two people, telephone numbers only, and she is told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from network import rules
from network.help.actions import break_glass as actions
from network.help.models.break_glass import BreakGlass
from network.people.models.person import Person
from network.sign_in import second_factor
from network.site.answers import only


@second_factor.fresh_login_required
@only(rules.runs_the_network)
def danger_ask(request: HttpRequest, public_id) -> HttpResponse:
    """The first of the two."""
    others = Person.objects.visible_to(request.user).exclude(pk=request.user.pk)
    person = get_object_or_404(others, public_id=public_id)
    if request.method == "POST":
        row = actions.ask(by=request.user, about=person)
        return redirect("network:danger", row.public_id)
    return render(request, "network/help/danger_ask.html", {"person": person})


@second_factor.fresh_login_required
def danger(request: HttpRequest, public_id) -> HttpResponse:
    """What the first waits for, what the second presses, and then the numbers."""
    rows = BreakGlass.objects.visible_to(request.user).select_related("about", "asked_by", "opened_by")
    row = get_object_or_404(rows, public_id=public_id)
    if request.method == "POST":
        actions.open_numbers(by=request.user, row=row)
        return redirect("network:danger", row.public_id)
    return render(
        request,
        "network/help/danger.html",
        {
            "row": row,
            "numbers": actions.numbers(reader=request.user, row=row),
            "mine": row.asked_by_id == request.user.pk,
            "one_of_two": request.user.pk in {row.asked_by_id, row.opened_by_id},
        },
    )
