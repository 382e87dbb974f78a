from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from network.sign_in import mfa_adapter


@login_not_required
@require_POST
def another_address(request: HttpRequest) -> HttpResponse:
    """From the page of the code: she mistyped her address, or wants a new code. django-allauth leads back to that page
    for as long as a sign-in has begun, so what has begun ends here first."""
    if not request.user.is_authenticated:
        logout(request)
    return account.request_login_code(request)


def second_step(request: HttpRequest) -> HttpResponse:
    """Chosen once, after the first emailed code: a passkey, or an app that makes codes."""
    if mfa_adapter.has_any(request.user):
        return redirect("mfa_index")
    return render(request, "network/sign_in/second_step.html")


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """By the second step where there is one; else by signing out and in, for a code to the private address."""
    after = _after(request)
    methods = get_adapter().get_reauthentication_methods(request.user)
    if methods:
        first = next((m for m in methods if m["id"].endswith("webauthn")), methods[0])
        return HttpResponseRedirect(f"{first['url']}?{urlencode({REDIRECT_FIELD_NAME: after})}")
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: after})}")
    return render(request, "network/sign_in/sign_in_again.html", {"after": after})


def passkey_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Her own alone (django-allauth looks it up by owner), and never the last second step."""
    if request.method == "POST" and not mfa_adapter.may_remove_passkey(request.user, pk):
        messages.error(request, mfa_adapter.SecondStepAdapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    return webauthn.remove_webauthn(request, pk=pk)


def _after(request: HttpRequest) -> str:
    after = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    return after if get_adapter().is_safe_url(after) else resolve_url(settings.LOGIN_REDIRECT_URL)
