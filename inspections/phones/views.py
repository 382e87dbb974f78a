from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inspections.check_ins.forms import PhoneForm
from inspections.phones import actions
from inspections.phones.cookie import keep, keep_on, known
from inspections.phones.models import TrustedPhone
from inspections.phones.whom_to_ring import looked_up
from network.rules import WrongState
from network.sign_in.pressed import by_link
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done


@fresh_login_required
def phones(request: HttpRequest) -> HttpResponse:
    """Hers alone: which phones may press the button without signing in."""
    rows = TrustedPhone.objects.visible_to(request.user).filter(removed_at__isnull=True).order_by("registered_at")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _, raw = actions.register(by=request.user, name=form.cleaned_data["name"])
        messages.success(request, "This phone is registered. Keep the next page on its home screen.")
        return keep(redirect("inspections:phone"), request, raw)
    return render(request, "inspections/phones/phones.html", {"phones": rows, "form": form})


@require_POST
def phone_remove(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(TrustedPhone.objects.visible_to(request.user), public_id=public_id)
    actions.remove(by=request.user, phone=row)
    return done(request, "That phone can no longer press the button.", "inspections:phones")


@login_not_required
def phone(request: HttpRequest) -> HttpResponse:
    """What a registered phone shows: two buttons for a head or her deputy, a way to whom to ring, and nothing about
    anybody."""
    phone = known(request)
    if phone is None:
        return render(request, "inspections/phones/phone.html", {"known": False}, status=404)
    context = {"known": True, "may_press": actions.may_press(phone=phone)}
    return keep_on(render(request, "inspections/phones/phone.html", context), request)


@login_not_required
@by_link
@require_POST
def phone_call(request: HttpRequest) -> HttpResponse:
    phone = known(request)
    if phone is None:
        return render(request, "inspections/phones/phone.html", {"known": False}, status=404)
    try:
        actions.the_call_has_come(phone=phone)
    except WrongState:
        return _done(request, "inspections/phones/phone_done.html", {"what": "not-yours"}, 409)
    return _done(request, "inspections/phones/phone_done.html", {"what": "call"})


@login_not_required
@by_link
@require_POST
def phone_ring(request: HttpRequest) -> HttpResponse:
    phone = known(request)
    if phone is None:
        return render(request, "inspections/phones/phone.html", {"known": False}, status=404)
    actions.please_ring_me(phone=phone, by_text=bool(request.POST.get("by_text")))
    return _done(request, "inspections/phones/phone_done.html", {"what": "ring"})


@login_not_required
@require_safe
def phone_number(request: HttpRequest) -> HttpResponse:
    """Whom to ring: one number, of the live call or of the call-out they took, until it closes (row 59 of the matrix).
    The look stands in the record of whose it is."""
    phone = known(request)
    if phone is None:
        return render(request, "inspections/phones/phone_number.html", {"known": False}, status=404)
    rings = looked_up(by=phone.head)
    return keep_on(render(request, "inspections/phones/phone_number.html", {"known": True, "rings": rings}), request)


def _done(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    return keep_on(render(request, template, context, status=status), request)
