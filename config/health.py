"""Two questions a machine may ask: are you alive, and can you do your work?"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config.celery import app
from network import clock
from outbox.health import last_sweep

SWEEP_AGE = timedelta(minutes=2)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: database, broker and a sweep younger than two minutes. Says which, and nothing more."""
    answers = {"database": database_answers(), "broker": broker_answers(), "sweep": sweep_is_fresh()}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
            broker.default_channel._size("urgent")
    except Exception:
        return False
    return True


def sweep_is_fresh() -> bool:
    try:
        last = last_sweep()
    except DatabaseError:
        return False
    return last is not None and clock.now() - last < SWEEP_AGE
