import json

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network import clock
from network.details import export
from network.details.actions import people
from network.details.forms import EraseForm
from network.sign_in import second_factor
from network.site.answers import done


@second_factor.fresh_login_required
def own_export(request: HttpRequest) -> HttpResponse:
    """A page that says what is in it; a press gives the file. Nothing is kept of it here."""
    if request.method == "POST":
        people.note_export(by=request.user)
        text = json.dumps(export.collect(request.user), default=str, ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="my-record-{clock.today().isoformat()}.json"'
        return response
    return render(request, "network/details/own_export.html")


@second_factor.fresh_login_required
def account_close(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        people.close(by=request.user)
        logout(request)
        return done(request, "Your account is closed. Thank you for having been here.", "/")
    return render(request, "network/details/account_close.html")


@second_factor.fresh_login_required
def account_erase(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.erase(by=request.user)
        logout(request)
        return done(request, "Everything of yours is gone.", "/")
    return render(request, "network/details/account_erase.html", {"form": form})
