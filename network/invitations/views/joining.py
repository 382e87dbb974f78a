"""The pages behind an invitation's link. They show nothing about anybody, and nothing happens without a press."""

from datetime import timedelta

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from network import link_tokens
from network.contact import checks
from network.contact.models.contact_point import ContactPoint
from network.details.forms import AddressCheckForm
from network.invitations import actions, tokens
from network.invitations.forms import AcceptForm
from network.people.models.invitation import Invitation
from network.sign_in import second_factor
from network.sign_in.pressed import by_link

COOKIE = "link-invitation"
COOKIE_LASTS = timedelta(hours=2)


@login_not_required
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    return link_tokens.to_cookie(request, COOKIE, token, reverse("network:join"), COOKIE_LASTS)


@login_not_required
@by_link
def join(request: HttpRequest) -> HttpResponse:
    invitation = _invitation(request)
    if invitation is None:
        return _gone(request)
    if invitation.person.joined_at is not None:
        return redirect("network:my-details")  # she has an account: it waits there, behind her own sign-in
    form = AcceptForm(request.POST or None, invited=invitation.email)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invitation", key=invitation.public_id.hex):
            return render(request, "429.html", status=429)
        point, code = actions.prepare(invitation=invitation, **form.cleaned_data)
        checks.begin(request.session, point, code)
        return redirect("network:join-code")
    return render(request, "network/invitations/join.html", {"form": form})


@login_not_required
@by_link
def join_code(request: HttpRequest) -> HttpResponse:
    invitation = _invitation(request)
    point = _point(request, invitation)
    if invitation is None or point is None:
        return _gone(request)
    form = AddressCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if checks.passes(request.session, point, form.cleaned_data["code"]):
            person = actions.accept(invitation=invitation, point=point)
            second_factor.mark_fresh(request.session, person)
            response = perform_login(
                request, person, email_verification="none", redirect_url=reverse("network:my-details")
            )
            response.delete_cookie(COOKIE, path=reverse("network:join"))
            return response
        form.add_error("code", checks.why_not(request.session, point))
    return render(request, "network/invitations/join_code.html", {"form": form})


def _invitation(request: HttpRequest) -> Invitation | None:
    return tokens.find(request.COOKIES.get(COOKIE, ""))


def _point(request: HttpRequest, invitation: Invitation | None) -> ContactPoint | None:
    """The address that waits for its code, of the invited person and of this browser alone."""
    if invitation is None:
        return None
    waiting = ContactPoint.objects.visible_to(invitation.person).filter(
        person=invitation.person, confirmed_at__isnull=True, channel=ContactPoint.EMAIL
    )
    return next((point for point in waiting if checks.is_for(request.session, point)), None)


def _gone(request: HttpRequest) -> HttpResponse:
    """The same page for a link that is cut, used, withdrawn, too old, or was never one."""
    return render(request, "network/invitations/join_gone.html", status=404)
