from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network import clock, rules
from network.csv_cells import inert, streamed
from network.invitations import actions, invitation_file
from network.invitations import rules as invitation_rules
from network.invitations.forms import TITLES, InvitationFileForm, InvitationForm
from network.people.models.invitation import Invitation
from network.people.models.membership import Membership
from network.plurals import count
from network.schools.models.school import School
from network.site import rules as site_rules
from network.site.answers import done, only

SHOWN = 100


@only(invitation_rules.may_invite_somebody)
def invitations(request: HttpRequest) -> HttpResponse:
    rows = (
        Invitation.objects.visible_to(request.user)
        .exclude(person=request.user)
        .select_related("school", "organisation", "person")
        .order_by("-sent_at", "-id")
    )
    state = request.GET.get("state", "")
    state = state if state in dict(Invitation.STATES) else Invitation.WAITING
    before = request.GET.get("before", "")
    page = list(rows.filter(state=state).older_than(before)[: SHOWN + 1])
    return render(
        request,
        "network/invitations/invitations.html",
        {
            "rows": page[:SHOWN],
            "older": page[SHOWN - 1].sent_at.isoformat() if len(page) > SHOWN else "",
            "state": state,
            "states": Invitation.STATES,
            "now": clock.now(),
            "ready": site_rules.is_ready_for_people(),
            "runs": rules.runs_the_network(request.user),
        },
    )


@only(invitation_rules.may_invite_somebody)
def invitation_send(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        sent = actions.send(by=request.user, wanted=form.cleaned_data["wanted"])
        if sent is None:
            messages.info(request, "Nothing was sent: the same invitation waits already, or this is a member already.")
        else:
            messages.success(request, "The invitation is on its way.")
        return redirect("network:invitations")
    return render(
        request, "network/invitations/invitation_send.html", {"form": form, "ready": site_rules.is_ready_for_people()}
    )


@only(invitation_rules.may_invite_somebody)
def invitation_file_send(request: HttpRequest) -> HttpResponse:
    """Upload, preview, one press: all of the file, or nothing of it."""
    if request.method != "POST":
        return _file_to_choose(request, InvitationFileForm(by=request.user))
    form = InvitationFileForm(request.POST, request.FILES, by=request.user)
    if form.is_valid() and not form.faults and request.POST.get("send") == "yes":
        sent = len(actions.send_many(by=request.user, wanted=form.wanted))
        on_the_way = count(sent, "invitation is on the way", "invitations are on their way")
        return done(request, f"{on_the_way}. {len(form.wanted) - sent} stood already.", "network:invitations")
    if not form.is_valid():
        return _file_to_choose(request, form)
    return render(
        request,
        "network/invitations/invitation_file_preview.html",
        {
            "faults": form.faults[:SHOWN],
            "fault_count": len(form.faults),
            "wanted": [(one, TITLES[one.role]) for one in form.wanted[:SHOWN]],
            "count": len(form.wanted),
            "caption": f"The first {SHOWN} of {len(form.wanted)}"
            if len(form.wanted) > SHOWN
            else "Those that can be sent",
            "held": form.held_again,
        },
    )


def _file_to_choose(request: HttpRequest, form: InvitationFileForm) -> HttpResponse:
    context = {"form": form, "header": invitation_file.HEADER, "runs": rules.runs_the_network(request.user)}
    return render(request, "network/invitations/invitation_file_send.html", context)


@only(rules.runs_the_network)
def invitation_file_download(request: HttpRequest) -> HttpResponse:
    """The file to fill in: one line for each open school of the network that has no head here yet."""
    led = Membership.objects.visible_to(request.user).live().heads().values("school")
    schools = (
        School.objects.visible_to(request.user)
        .open()
        .in_network()
        .exclude(pk__in=led)
        .order_by("name", "urn")
        .values_list("urn", "name")
    )
    rows = (["", "", "head", urn, inert(name), ""] for urn, name in schools.iterator(1000))
    response = StreamingHttpResponse(streamed(invitation_file.HEADER, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="invitations.csv"'
    return response


@require_POST
def invitation_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    invitation = _changeable(request, public_id)
    actions.withdraw(by=request.user, invitation=invitation)
    return done(request, "Withdrawn. Its link works no more.", "network:invitations")


@require_POST
def invitation_send_again(request: HttpRequest, public_id) -> HttpResponse:
    invitation = _changeable(request, public_id)
    actions.send_again(by=request.user, invitation=invitation)
    return done(request, "Sent again, with a new link.", "network:invitations")


def _changeable(request: HttpRequest, public_id) -> Invitation:
    """Not one that was sent to oneself: that may be seen, but is not hers to withdraw."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), public_id=public_id)
    if not invitation_rules.can_invite(request.user, invitation.role, invitation.organisation):
        raise Http404
    return invitation


@require_POST
def invitation_accept(request: HttpRequest, public_id) -> HttpResponse:
    """By somebody who has an account already."""
    mine = Invitation.objects.visible_to(request.user).filter(person=request.user)
    actions.accept_as_member(by=request.user, invitation=get_object_or_404(mine, public_id=public_id))
    return done(request, "Thank you. It is in your details now.", "network:my-details")
