"""Set-up and roles: the administrators' own pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network import rules
from network.members import rules as member_rules
from network.members.actions import roles as role_actions
from network.members.forms import RoleForm, SetUpForm
from network.people.models.role import RoleGrant
from network.sign_in import second_factor
from network.site import rules as site_rules
from network.site.actions import set_up as set_up_actions
from network.site.answers import done, only


@only(rules.is_administrator)
def set_up(request: HttpRequest) -> HttpResponse:
    form = SetUpForm(request.POST or None, initial=site_rules.set_up_so_far())
    if request.method == "POST" and form.is_valid():
        set_up_actions.fill_in(by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. Real people can be invited now.")
        if form.host_employs_heads():
            messages.warning(
                request,
                "The host looks like an employer of heads. Find another if you can: heads must be able to write "
                "without their employer's server holding the words.",
            )
        return redirect("network:set-up")
    return render(request, "network/members/set_up.html", {"form": form, "ready": site_rules.is_ready_for_people()})


@only(rules.is_administrator)
def roles(request: HttpRequest) -> HttpResponse:
    grants = (
        RoleGrant.objects.visible_to(request.user)
        .filter(ended_at__isnull=True)
        .select_related("person", "granted_by", "confirmed_by")
        .order_by("role", "person__name")
    )
    rows = [(grant, member_rules.can_confirm(request.user, grant)) for grant in grants]
    return render(request, "network/members/roles.html", {"rows": rows})


@second_factor.fresh_login_required
@only(rules.is_administrator)
def role_grant(request: HttpRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        role_actions.grant(by=request.user, person=values["person"], role=values["role"])
        return done(request, "Noted. It takes effect when a second administrator has confirmed it.", "network:roles")
    return render(request, "network/members/role_grant.html", {"form": form})


@second_factor.fresh_login_required
@require_POST
@only(rules.is_administrator)
def role_confirm(request: HttpRequest, public_id) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user), public_id=public_id)
    role_actions.confirm(by=request.user, grant=grant)
    return done(request, "Confirmed. The role is in force.", "network:roles")


@second_factor.fresh_login_required
@require_POST
@only(rules.is_administrator)
def role_end(request: HttpRequest, public_id) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user), public_id=public_id)
    role_actions.end(by=request.user, grant=grant)
    return done(request, "The role has ended.", "network:roles")
