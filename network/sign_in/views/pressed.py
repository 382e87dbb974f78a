from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from network.sign_in import pressed
from network.site import navigation


@require_safe
def not_done(request: HttpRequest) -> HttpResponse:
    """After signing in: what she had pressed was not done, and here is where it was."""
    back = pressed.safe(request.GET.get("back", ""))
    messages.warning(
        request,
        "That was not done yet: you had been signed out. Here is the page again. Press once more."
        if back
        else "That was not done yet: you had been signed out. Go to where it was, and press once more.",
    )
    return redirect(back or settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_safe
def still_signed_in(request: HttpRequest) -> HttpResponse:
    """Asked by a page on which something long is being written. Keeps no session alive."""
    return JsonResponse({"whose": navigation.whose(request.user)})
