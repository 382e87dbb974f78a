"""An administrator opens an account again that its owner had closed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from network import rules
from network.details.actions import people
from network.details.forms import OpenAgainForm
from network.sign_in import second_factor
from network.site.answers import done, only


@second_factor.fresh_login_required
@only(rules.is_administrator)
def account_open_again(request: HttpRequest) -> HttpResponse:
    """Whoever closed an account has asked for it back."""
    form = OpenAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.open_again(by=request.user, person=form.person)
        return done(request, f"{form.person.name} can sign in again.", "network:more")
    return render(request, "network/details/account_open_again.html", {"form": form})
