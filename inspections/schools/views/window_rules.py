"""The rules of the window, for the administrator to keep up to date (matrix row 38)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from inspections.schools.forms import WindowRuleForm
from inspections.windows.actions import window_rules as windows_rules
from inspections.windows.models.windows import WindowRule
from network.rules import is_administrator
from network.site.answers import done, only


@only(is_administrator)
def window_rules(request: HttpRequest) -> HttpResponse:
    return render(
        request, "inspections/schools/window_rules.html", {"rules": WindowRule.objects.visible_to(request.user)}
    )


def window_rule_edit(request: HttpRequest, public_id) -> HttpResponse:
    rule = get_object_or_404(WindowRule.objects.visible_to(request.user), public_id=public_id)
    form = WindowRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        changed = windows_rules.change(by=request.user, rule=rule, values=form.cleaned_data)
        schools = "1 school's window" if changed == 1 else f"{changed} schools' windows"
        return done(request, f"The rule is saved. It changed {schools}.", "inspections:window-rules")
    return render(request, "inspections/schools/window_rule_edit.html", {"rule": rule, "form": form})
