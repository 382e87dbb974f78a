from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network.contact import checks
from network.contact.models.contact_point import ContactPoint
from network.details.actions import contact_points as actions
from network.details.forms import AddressCheckForm, ContactPointForm
from network.sign_in import second_factor
from network.site.answers import done


def _mine(request: HttpRequest, public_id) -> ContactPoint:
    """Hers alone: that a pair sees one another's numbers gives nobody a say over them."""
    points = ContactPoint.objects.visible_to(request.user).filter(person=request.user)
    return get_object_or_404(points, public_id=public_id)


@second_factor.fresh_login_required
def contact_point_add(request: HttpRequest) -> HttpResponse:
    form = ContactPointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        point = actions.add(by=request.user, **form.cleaned_data)
        if point.confirmed_at is not None:
            messages.info(request, "You had given us that one already. Messages go there.")
            return redirect("network:my-details")
        return _send(request, point)
    return render(request, "network/details/contact_point_add.html", {"form": form})


@second_factor.fresh_login_required
@require_POST
def contact_point_send(request: HttpRequest, public_id) -> HttpResponse:
    return _send(request, _mine(request, public_id))


@second_factor.fresh_login_required
def contact_point_confirm(request: HttpRequest, public_id) -> HttpResponse:
    point = _mine(request, public_id)
    form = AddressCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if checks.passes(request.session, point, form.cleaned_data["code"]):
            actions.confirm(by=request.user, point=point)
            return done(request, "Confirmed. We can reach you there now.", "network:my-details")
        form.add_error("code", checks.why_not(request.session, point))
    return render(request, "network/details/contact_point_confirm.html", {"form": form, "point": point})


@second_factor.fresh_login_required
@require_POST
def contact_point_first(request: HttpRequest, public_id) -> HttpResponse:
    actions.put_first(by=request.user, point=_mine(request, public_id))
    return done(request, "Messages try this one first from now on.", "network:my-details")


@require_POST
def contact_point_try_again(request: HttpRequest, public_id) -> HttpResponse:
    """No new address and no new way in: one press, without signing in afresh."""
    actions.try_again(by=request.user, point=_mine(request, public_id))
    return done(request, "Messages go there again.", "network:my-details")


@second_factor.fresh_login_required
@require_POST
def contact_point_sign_in(request: HttpRequest, public_id) -> HttpResponse:
    actions.sign_in_with(by=request.user, point=_mine(request, public_id))
    return done(request, "Sign-in codes go to this address from now on.", "network:my-details")


@second_factor.fresh_login_required
@require_POST
def contact_point_remove(request: HttpRequest, public_id) -> HttpResponse:
    actions.remove(by=request.user, point=_mine(request, public_id))
    return done(request, "Removed. Nothing is sent there any more.", "network:my-details")


def _send(request: HttpRequest, point: ContactPoint) -> HttpResponse:
    if not ratelimit.consume(request, action="address_check", user=request.user):
        return render(request, "429.html", status=429)
    checks.begin(request.session, point, actions.send_check(by=request.user, point=point))
    return redirect("network:contact-point-confirm", public_id=point.public_id)
