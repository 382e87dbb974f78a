from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from inspections.support.actions import log as actions
from inspections.support.forms import EntryForm, LogForm
from inspections.support.models.log import LogEntry
from network import clock
from network.privacy import keys
from network.sign_in.second_factor import fresh_login_required
from network.site.answers import done


def log(request: HttpRequest) -> HttpResponse:
    """Matrix row 22: the head alone reads, writes, deletes and exports."""
    form = LogForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entry = actions.write(
            by=request.user,
            words=form.cleaned_data["words"],
            kind=form.kind(),
            happened_at=form.cleaned_data["happened_at"],
        )
        if entry.kind == LogEntry.CONCERN:
            return redirect("inspections:log-entry", entry.public_id)
        return done(request, "Written, with the time.", "inspections:log")
    shown = {
        "form": form,
        "entries": list(actions.opened(by=request.user)),
        "goes_on": actions.goes_on(by=request.user),
    }
    return render(request, "inspections/support/log.html", shown)


def log_entry(request: HttpRequest, public_id) -> HttpResponse:
    entry = _own(request, public_id)
    concern = entry.kind == LogEntry.CONCERN
    initial = {name: keys.unseal(getattr(entry, name)) for name in ("words", "raised_with", "came_of")}
    form = EntryForm(request.POST or None, initial=initial, concern=concern)
    if request.method == "POST" and form.is_valid():
        actions.change(by=request.user, entry=entry, **form.cleaned_data)
        return done(request, "Saved. The first time stays beside it.", "inspections:log")
    return render(request, "inspections/support/log_entry.html", {"form": form, "entry": entry, "concern": concern})


@require_POST
def log_entry_delete(request: HttpRequest, public_id) -> HttpResponse:
    actions.delete(by=request.user, entry=_own(request, public_id))
    return done(request, "Deleted.", "inspections:log")


@fresh_login_required
def log_export(request: HttpRequest) -> HttpResponse:
    """A plain text file with a neutral name."""
    kind = LogEntry.CONCERN if request.GET.get("what") == "concerns" else ""
    answer = HttpResponse(actions.as_text(by=request.user, kind=kind), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="notes-{clock.today()}.txt"'
    return answer


@fresh_login_required
def log_erase(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        actions.erase(by=request.user)
        return done(request, "All of it is gone, in the backups too.", "inspections:log")
    return render(request, "inspections/support/log_erase.html")


def _own(request: HttpRequest, public_id) -> LogEntry:
    return get_object_or_404(
        LogEntry.objects.visible_to(request.user).select_related("inspection"), public_id=public_id
    )
