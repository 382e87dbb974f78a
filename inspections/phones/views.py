from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inspections.check_ins.forms import PhoneForm
from inspections.phones import actions
from inspections.phones.models import TrustedPhone
from network.rules import WrongState
from network.sign_in.pressed import by_link
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done

COOKIE = "registered-phone"
LASTS = 400 * 24 * 3600  # as long as browsers keep one; every use renews it


@fresh_login_required
def phones(request: HttpRequest) -> HttpResponse:
    """Hers alone: which phones may press the button without signing in."""
    rows = TrustedPhone.objects.visible_to(request.user).filter(removed_at__isnull=True).order_by("registered_at")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _, raw = actions.register(by=request.user, name=form.cleaned_data["name"])
        messages.success(request, "This phone is registered. Keep the next page on its home screen.")
        return _keep(redirect("inspections:phone"), request, raw)
    return render(request, "inspections/phones/phones.html", {"phones": rows, "form": form})


@require_POST
def phone_remove(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(TrustedPhone.objects.visible_to(request.user), public_id=public_id)
    actions.remove(by=request.user, phone=row)
    return done(request, "That phone can no longer press the button.", "inspections:phones")


@login_not_required
def phone(request: HttpRequest) -> HttpResponse:
    """What a registered phone shows: two buttons, and nothing about anybody."""
    known = _known(request)
    return render(request, "inspections/phones/phone.html", {"known": known is not None}, status=200 if known else 404)


@login_not_required
@by_link
@require_POST
def phone_call(request: HttpRequest) -> HttpResponse:
    known = _known(request)
    if known is None:
        return render(request, "inspections/phones/phone.html", {"known": False}, status=404)
    try:
        actions.the_call_has_come(phone=known)
    except WrongState:
        return _done(request, "inspections/phones/phone_done.html", {"what": "not-yours"}, 409)
    return _done(request, "inspections/phones/phone_done.html", {"what": "call"})


@login_not_required
@by_link
@require_POST
def phone_ring(request: HttpRequest) -> HttpResponse:
    known = _known(request)
    if known is None:
        return render(request, "inspections/phones/phone.html", {"known": False}, status=404)
    actions.please_ring_me(phone=known)
    return _done(request, "inspections/phones/phone_done.html", {"what": "ring"})


def _known(request: HttpRequest) -> TrustedPhone | None:
    return actions.find(raw=request.COOKIES.get(COOKIE, ""))


def _done(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    return _keep(render(request, template, context, status=status), request, request.COOKIES[COOKIE])


def _keep(response: HttpResponse, request: HttpRequest, raw: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        raw,
        max_age=LASTS,
        path=reverse("inspections:phone"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )
    return response
