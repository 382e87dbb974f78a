"""Three questions a machine may ask: are you alive, can you serve pages, and is all well?"""

import hmac
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config import status as state
from config.bounded import Bounded
from config.environment import LOOPBACK
from network.models import NetworkSettings

SECONDS = 2.5  # a load balancer asks again soon: better no than late


def _pages_can_be_read() -> bool:
    """What every page needs: the database, migrated."""
    NetworkSettings.objects.exists()
    return True


_can_serve = Bounded(_pages_can_be_read, seconds=SECONDS)
_troubles = Bounded(state.troubles, seconds=SECONDS)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """For load balancers alone: 503 only when this process cannot serve pages, said within three seconds. Mail, the
    workers and the broker are not asked: a web server that is taken out because of them would help nobody."""
    if _can_serve():
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("no database\n", content_type="text/plain", status=503)


@login_not_required
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What is wrong, by service: 200 while all is well, 503 when not. For whoever has STATUS_TOKEN, and for this
    machine itself; to anybody else there is no such page."""
    if not (has_token(request) or is_this_machine(request)):
        raise Http404
    found = _troubles()
    what = ["database"] if found is None else [trouble.what for trouble in found]
    return JsonResponse({"well": not what, "what": what}, status=503 if what else 200)


def has_token(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    token = settings.STATUS_TOKEN
    return bool(token) and scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())


def is_this_machine(request: HttpRequest) -> bool:
    """Asked from here, at an address of this machine's own, and not by way of a proxy: a proxy on this machine comes
    from here too, but says whom it speaks for."""
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    asked_for = urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname
    handed_on = any(name.startswith(HANDED_ON) for name in request.META)
    return near and asked_for in LOOPBACK and not handed_on


HANDED_ON = ("HTTP_X_FORWARDED", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_CLIENT")
