from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from directory import needs
from directory.call_outs.rows import settings_row
from directory.colleagues.forms import SettingsForm, settings_initial
from directory.colleagues.models.listing import Listing
from directory.cover import figures, picture
from directory.cover import rows as cover_rows
from directory.drills import actions as drills
from directory.drills.models import Drill, DrillAsked
from directory.settings import actions as settings_actions
from network import clock
from network.rules import is_officer
from network.sign_in.pressed import by_link
from network.site.answers import done, only
from outbox import kinds
from outbox.wording import tokens

PURPOSE = "drill"


@only(is_officer)
def cover(request: HttpRequest) -> HttpResponse:
    """The officer's: who can be asked in the coming weeks, where it is thin, how call-outs went, drills."""
    days, known_until = cover_rows.coming(), cover_rows.terms_known_until()
    return render(
        request,
        "directory/cover/cover.html",
        {
            "days": days,
            "picture": picture.picture(days),
            "terms_end": known_until if days and known_until and known_until < days[-1].on else None,
            "phases": needs.PHASES,
            "phase_headings": [f"#{words}" for _, words in needs.PHASES],
            "waiting": Listing.objects.visible_to(request.user)
            .filter(state=Listing.ASKED)
            .values_list("public_id", "person__name"),
            "figures": figures.call_outs(),
            "unreachable": [(row.public_id, row.person.name) for row in cover_rows.cannot_be_reached()],
            "drill_is_due": cover_rows.drill_is_due(),
            "drills": Drill.objects.visible_to(request.user)[:10],
        },
    )


@only(is_officer)
def directory_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, initial=settings_initial(settings_row()))
    if request.method == "POST" and form.is_valid():
        settings_actions.change(by=request.user, **form.cleaned_data)
        return done(request, "Saved. It holds from the next wave.", "directory:cover")
    return render(request, "directory/cover/directory_settings.html", {"form": form})


@require_POST
@only(is_officer)
def drill_start(request: HttpRequest) -> HttpResponse:
    drill = drills.start(by=request.user)
    return done(request, "The drill has begun. Every message says that it is one.", "directory:drill", drill.public_id)


def drill(request: HttpRequest, public_id) -> HttpResponse:
    row = get_object_or_404(Drill.objects.visible_to(request.user), public_id=public_id)
    asked = DrillAsked.objects.visible_to(request.user).filter(drill=row).select_related("listing__person")
    return render(
        request, "directory/cover/drill.html", {"drill": row, "report": figures.drill_report(row, list(asked))}
    )


@login_not_required
def drill_link(request: HttpRequest, token: str) -> HttpResponse:
    return tokens.to_cookie(request, PURPOSE, token, reverse("directory:drill-here"))


@login_not_required
@by_link
def drill_here(request: HttpRequest) -> HttpResponse:
    message = tokens.from_cookie(request, PURPOSE)
    if message is None:
        return render(request, "directory/answer_gone.html", status=404)
    asked = DrillAsked.objects.visible_to(message.to).filter(pk=kinds.pk_of(message)).select_related("drill").first()
    if request.method == "POST":
        drills.here_by_link(by=message.to, pk=kinds.pk_of(message))
    done = request.method == "POST" or (asked is not None and asked.answered_at is not None)
    over = asked is None or asked.drill.ends_at <= clock.now()
    return render(request, "directory/cover/drill_here.html", {"done": done, "over": over})
