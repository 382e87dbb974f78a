from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from network import rules
from network.register.actions import register as actions
from network.register.files.examine import LIMIT
from network.register.files.faults import BadFile
from network.register.forms import RegisterFileForm
from network.register.importing import preview
from network.register.models.imports import RefusedRow, RegisterImport
from network.register.models.read_part import ReadPart
from network.site.answers import done, only
from network.site.middleware import takes_large_files

LISTED = 30


@takes_large_files(LIMIT + 1_000_000, may_send=rules.runs_the_network)
@only(rules.runs_the_network)
def register(request: HttpRequest) -> HttpResponse:
    """What the network knows of the register, and as of when; a new file is brought in here."""
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _upload(request, form)
        if made is not None:
            return redirect("network:register-import", made.public_id)
    imports = RegisterImport.objects.visible_to(request.user)
    newest: dict[str, RegisterImport] = {}
    for applied in imports.filter(state=RegisterImport.APPLIED).order_by("kind", "-place"):
        newest.setdefault(applied.kind, applied)
    return render(
        request,
        "network/register/register.html",
        {
            "form": form,
            "kinds": [(title, newest.get(kind)) for kind, title in RegisterImport.KINDS],
            "imports": imports.only("public_id", "kind", "as_at", "state", "authority", "areas", "brought_at")[:LISTED],
        },
    )


def _upload(request: HttpRequest, form: RegisterFileForm) -> RegisterImport | None:
    values = dict(form.cleaned_data)
    file = values.pop("file")
    try:
        made = actions.upload(by=request.user, chunks=file.chunks(), name=file.name, **values)
    except (BadFile, rules.WrongState) as fault:
        form.add_error("file", str(fault))
        return None
    if made.state == RegisterImport.APPLIED:
        messages.info(request, "This very file was applied already, and nothing was changed since: nothing to do.")
    return made


def register_import(request: HttpRequest, public_id) -> HttpResponse:
    """One file: how far it is read, what it would change, what it did."""
    found = get_object_or_404(RegisterImport.objects.visible_to(request.user), public_id=public_id)
    if found.state in (RegisterImport.WAITING, RegisterImport.READING):
        template = (
            "network/register/_register_progress.html" if request.htmx else "network/register/register_import.html"
        )
        return render(request, template, {"import": found})
    if request.htmx:  # the reading has ended while its progress was watched
        return HttpResponse(headers={"HX-Refresh": "true"})
    what = request.GET.get("what", "")
    return render(
        request,
        "network/register/register_import.html",
        {
            "import": found,
            "questions": actions.questions(register_import=found) if found.state == RegisterImport.READY else [],
            "fields": [(preview.label(name), many) for name, many in _most_first(found.counts.get("fields", {}))],
            "what": what,
        }
        | _shown(request, found, what),
    )


def _shown(request: HttpRequest, found: RegisterImport, what: str) -> dict:
    """A page of the rows asked for. Schools are shown until they are applied; refused rows stay to be read."""
    after = request.GET.get("after", "")
    after = after if after.isascii() and after.isdigit() and len(after) < 10 else ""
    if what == "refused":
        rows = list(
            RefusedRow.objects.visible_to(request.user)
            .filter(register_import=found, id__gt=int(after or 0))
            .order_by("id")
            .values("id", "row", "column", "why")[: preview.PAGE + 1]
        )
        return {
            "refused": rows[: preview.PAGE],
            "next": rows[preview.PAGE - 1]["id"] if len(rows) > preview.PAGE else "",
        }
    is_gias = found.kind == RegisterImport.GIAS and found.state == RegisterImport.READY
    if is_gias and what in (preview.ADDED, preview.CHANGED, preview.CLOSED, preview.REOPENED):
        parts = ReadPart.objects.visible_to(request.user).filter(register_import=found, kind=ReadPart.SCHOOLS)
        schools = preview.page(parts.only("changes"), what, int(after or 0))
        more = len(schools) > preview.PAGE
        return {"schools": schools[: preview.PAGE], "next": int(after or 0) + preview.PAGE if more else ""}
    return {}


def _most_first(fields: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(fields.items(), key=lambda field: -field[1])


@require_POST
def register_import_apply(request: HttpRequest, public_id) -> HttpResponse:
    found = get_object_or_404(RegisterImport.objects.visible_to(request.user), public_id=public_id)
    try:
        actions.apply(by=request.user, register_import=found, sure=request.POST.get("sure") == "yes")
    except rules.WrongState as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, f"Applied. The data is of {found.as_at:%-d %B %Y}.")
    return redirect("network:register-import", found.public_id)


@require_POST
def register_import_discard(request: HttpRequest, public_id) -> HttpResponse:
    found = get_object_or_404(RegisterImport.objects.visible_to(request.user), public_id=public_id)
    actions.discard(by=request.user, register_import=found)
    return done(request, "Discarded. Nothing was changed.", "network:register")
