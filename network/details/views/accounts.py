"""An administrator opens an account again that its owner had closed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from network import rules
from network.details.actions import people
from network.details.forms import OpenAgainForm
from network.sign_in import second_factor


@second_factor.fresh_login_required
def account_open_again(request: HttpRequest) -> HttpResponse:
    """Whoever closed an account has asked for it back."""
    if not rules.is_administrator(request.user):
        raise Http404
    form = OpenAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.open_again(by=request.user, person=form.person)
        messages.success(request, f"{form.person.name} can sign in again.")
        return redirect("network:more")
    return render(request, "network/details/account_open_again.html", {"form": form})
