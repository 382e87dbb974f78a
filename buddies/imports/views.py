"""Bring in pairings that stand already: choose a file, look, then ask."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from buddies.imports import actions, pairing_file
from buddies.imports.models import PairingImport
from buddies.pairings.forms import PairingFileForm
from buddies.rounds.queries import draft
from network.register.files.faults import BadFile
from network.rules import is_officer
from network.site.answers import done, only


@only(is_officer)
def pairing_imports(request: HttpRequest) -> HttpResponse:
    form = PairingFileForm(request.POST, request.FILES) if request.method == "POST" else PairingFileForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.upload(chunks=form.cleaned_data["file"].chunks(), by=request.user)
        except BadFile as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("buddies:pairing-import", made.public_id)
    return render(request, "buddies/imports/pairing_imports.html", {"form": form, "header": pairing_file.HEADER})


def _import(request: HttpRequest, public_id) -> PairingImport:
    return get_object_or_404(PairingImport.objects.visible_to(request.user), public_id=public_id)


def pairing_import(request: HttpRequest, public_id) -> HttpResponse:
    """What the file would ask, and what it would not, with row, column and why."""
    one = _import(request, public_id)
    rows, count = draft.named(one.rows[: draft.SIZE]), len(one.rows)
    caption = f"The first {len(rows)} of {count}" if count > len(rows) else "Those that can"
    context = {"import": one, "rows": rows, "count": count, "caption": caption}
    return render(request, "buddies/imports/pairing_import.html", context)


@require_POST
def pairing_import_apply(request: HttpRequest, public_id) -> HttpResponse:
    one = _import(request, public_id)
    asked = actions.apply(pairing_import=one, by=request.user)
    messages.success(request, f"{asked} {'pair is' if asked == 1 else 'pairs are'} asked to say that it holds.")
    return redirect("buddies:pairings")


@require_POST
def pairing_import_drop(request: HttpRequest, public_id) -> HttpResponse:
    actions.drop(pairing_import=_import(request, public_id), by=request.user)
    return done(request, "Dropped. Nobody was asked.", "buddies:pairing-imports")
