from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inspections.silence.actions import silence as actions
from inspections.silence.forms import SilenceForm
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.silence.silence import HOURS, REMEMBERED, in_words
from inspections.silence.views.sharing import may_look_up
from network import clock
from network.models import Tie
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done

STEPS = ("again", "buddy", "third", "last")
TOLD_FOR = timedelta(days=7)


@fresh_login_required
def silence(request: HttpRequest) -> HttpResponse:
    """Chosen and read in advance: what happens when she goes quiet. Hers alone; it names people, so it takes a fresh
    sign-in."""
    if request.POST.get("named_email") and not may_look_up(request):
        return render(request, "429.html", status=429)
    ladder = SilenceLadder.objects.visible_to(request.user).select_related("named").first()
    name, phone = actions.emergency_contact(ladder=ladder)
    initial = {
        "on": ladder.on if ladder else True,
        "ask_reserve": ladder.ask_reserve if ladder else True,
        "call_minutes": ladder.call_minutes if ladder else None,
        "emergency_name": name,
        "emergency_phone": phone,
        "paused_until": ladder.paused_until if ladder else None,
    }
    form = SilenceForm(
        request.POST or None, initial=initial, person=request.user, named=ladder.named if ladder else None
    )
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "named_email"}
        actions.choose(by=request.user, named=form.named, **given)
        return done(request, "Saved. This is what will happen.", "inspections:silence")
    ties = Tie.objects.visible_to(request.user).live().filter(head=request.user, person__is_active=True)
    beside = ties.select_related("person").order_by("from_at")
    return render(
        request,
        "inspections/silence/silence.html",
        {
            "form": form,
            "ladder": ladder,
            "buddy": next((tie.person for tie in beside if tie.kind == Tie.BUDDY), None),
            "reserve": next((tie.person for tie in beside if tie.kind == Tie.RESERVE), None),
            "hours": {
                step: {phase: in_words(hours[number]) for phase, hours in HOURS.items()}
                for number, step in enumerate(STEPS)
            },
            "days": REMEMBERED.days,
        },
    )


def asked_to_ring(request: HttpRequest) -> HttpResponse:
    """For somebody a head named: who has gone quiet, and nothing else about her. And for all who were asked: who has
    been heard of since."""
    mine = SilenceStep.objects.visible_to(request.user).filter(asked=request.user).select_related("check_in__head")
    steps = mine.filter(step=SilenceStep.NAMED, stopped_at__isnull=True).order_by("-at")[:20]
    heard = mine.heard_since(clock.now() - TOLD_FOR).exclude(check_in__head=request.user).order_by("-stopped_at")[:20]
    return render(
        request,
        "inspections/silence/asked_to_ring.html",
        {"steps": steps, "heard": list({step.check_in.head_id: step.check_in.head for step in heard}.values())},
    )
