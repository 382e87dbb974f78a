"""The door. Somebody who has not passed the second step is nobody: every page but those of the second step itself
treats her as anonymous. What she has passed is kept in her session, so an ordinary page costs no query."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from network import clock
from network.sign_in import pressed

PASSED = "second_step_passed_by"
FRESH = "signed_in_afresh"
FRESH_FOR = timedelta(minutes=15)
# What somebody may reach between the emailed code and her first passkey or authenticator.
HALF_WAY = ("second-step", "account_logout", "mfa_activate_totp", "mfa_add_webauthn")


def mark_session(session, person) -> None:
    session[PASSED] = person.public_id.hex


def mark_fresh(session, person) -> None:
    session[FRESH] = [person.public_id.hex, clock.now().timestamp()]


def has_passed(session, person) -> bool:
    return not settings.SECOND_FACTOR_REQUIRED or session.get(PASSED) == person.public_id.hex


def is_fresh(request: HttpRequest) -> bool:
    who, at = request.session.get(FRESH) or ("", 0)
    return who == request.user.public_id.hex and clock.now().timestamp() - at < FRESH_FOR.total_seconds()


def signed_in_at(request: HttpRequest) -> datetime:
    """When this browser was last signed in to: from then on a private read is noted once."""
    who, at = request.session.get(FRESH) or ("", 0)
    return datetime.fromtimestamp(at, UTC) if who == request.user.public_id.hex else clock.now()


def fresh_login_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before export, sharing or changing contact points: signed in within the last quarter of an hour, or asked
    again. Nothing she typed is kept meanwhile: private words do not go into a session."""

    @wraps(view)
    def ask_first(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else pressed.not_done(request)
        return HttpResponseRedirect(f"{reverse('sign-in-again')}?{urlencode({REDIRECT_FIELD_NAME: back})}")

    return ask_first


def on_step(*, request: HttpRequest, user, method: str, **_) -> None:
    """She passed a step of signing in, or signed in afresh."""
    mark_fresh(request.session, user)
    if method == "mfa":
        mark_session(request.session, user)


def on_added(*, request: HttpRequest, user, authenticator, **_) -> None:
    """Her first second step was set up here and now: this sign-in has passed it, every older one ends."""
    from network.sign_in.actions import second_steps  # models are not there yet while the settings are read

    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        return
    steps = user.authenticator_set.exclude(type=authenticator.Type.RECOVERY_CODES)
    if steps.exclude(pk=authenticator.pk).exists():
        return
    mark_fresh(request.session, user)  # the codes she sees next are not asked for with a step she has only just made
    if not has_passed(request.session, user):
        mark_session(request.session, user)
        second_steps.end_sign_ins(person=user, but=request.session.session_key)


class SecondFactorMiddleware:
    """Stands after AuthenticationMiddleware and before LoginRequiredMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user

        def through():
            if not signed_in.is_authenticated or has_passed(request.session, signed_in):
                return signed_in
            return AnonymousUser()

        request.half_way_user = signed_in
        request.user = SimpleLazyObject(through)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.resolver_match.view_name in HALF_WAY:
            request.user = request.half_way_user
            return None
        if not getattr(view, "login_required", True) or request.user.is_authenticated:
            return None
        if request.half_way_user.is_authenticated:
            return HttpResponseRedirect(reverse("second-step"))
        return None
