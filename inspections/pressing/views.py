from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inspections.nudges.messages import PRESS
from inspections.phones.cookie import known
from inspections.phones.whom_to_ring import ToRing, looked_up
from inspections.pressing import actions
from inspections.pressing.forms import PressForm
from inspections.pressing.queries import Waiting, of_message
from network import clock
from network.sign_in.pressed import by_link
from outbox.wording import tokens


@login_not_required
@require_safe
def press_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the message: the token moves into a cookie, the browser to a clean address. Nothing is recorded.
    Whoever is signed in as its person goes to their own page at once, as does what is only there to be read."""
    message = tokens.find(PRESS, token, used=True)
    if message is not None and (message.to == request.user or of_message(message) is None):
        return redirect("inspections:today")
    return tokens.to_cookie(request, PRESS, token, reverse("inspections:press"))


@login_not_required
@by_link
def press(request: HttpRequest) -> HttpResponse:
    """Two presses and no more: nothing about anybody, and the same whatever it is about. After one of them it says
    where that stands, now and whenever the link is opened again, and that it is over when it is."""
    message = tokens.from_cookie(request, PRESS, used=True)
    waiting = of_message(message) if message else None
    if message is None or waiting is None:
        return render(request, "inspections/pressing/press_gone.html", status=404)
    form, too_soon = PressForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["said"]
        waiting = actions.press(message=message, said=said)
        too_soon = said == actions.SPOKEN and waiting.ringing_at is not None and waiting.spoken_at is None
    return render(
        request,
        "inspections/pressing/press.html",
        {
            "waiting": waiting,
            "rings": _number(request, waiting),
            "too_soon": too_soon,
            "may_have_spoken": waiting.may_have_spoken(clock.now()),
            "until": message.token_until,
        },
    )


def _number(request: HttpRequest, waiting: Waiting) -> ToRing | None:
    """On a phone that its person has registered, and after a press: the number, while there is something to do."""
    phone = known(request)
    if phone is None or phone.head != waiting.person or waiting.is_over or not waiting.seen_at:
        return None
    return looked_up(by=waiting.person, head=waiting.head)
