"""Term dates, for officers and administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from inspections.terms import actions, terms_file
from inspections.terms.forms import TermFileForm, TermForm, TermPreviewForm
from inspections.terms.picture import picture
from inspections.terms.queries import places_without_next_term, stored
from network.models import Authority, School
from network.rules import runs_the_network
from network.site.answers import done, only


@only(runs_the_network)
def terms(request: HttpRequest) -> HttpResponse:
    """What is stored, and a form to type a term or a closed day."""
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("what", "name", "first", "last")}
        actions.add(by=request.user, **given, **form.place)
        return done(request, "Added. The plans follow within a few minutes.", "inspections:terms")
    return _page(request, form, TermFileForm())


@require_POST
@only(runs_the_network)
def term_file(request: HttpRequest) -> HttpResponse:
    """Reads the file and shows what is in it, and what of it says nothing. Nothing is stored yet."""
    form = TermFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, TermForm(), form)
    file = form.cleaned_data["file"]
    found = terms_file.read(file.read(terms_file.LIMIT + 1), file.name)
    if found.problems:
        for problem in found.problems[:20]:
            form.add_error("file", problem)
        return _page(request, TermForm(), form)
    again = {"area": form.cleaned_data["area"], "urn": form.cleaned_data["urn"], "source": file.name[:300]}
    again |= {"dates": terms_file.as_csv(found.lines), "left": found.as_text()}
    preview = TermPreviewForm(initial=again, lines=found.lines)
    return _preview(request, preview, form.school or form.place["authority"])


@require_POST
@only(runs_the_network)
def term_file_apply(request: HttpRequest) -> HttpResponse:
    """All that was not struck out, or nothing."""
    found = terms_file.read(request.POST.get("dates", "").encode(), "dates.csv")
    form = TermPreviewForm(request.POST, lines=[] if found.problems else found.lines)
    if not form.lines or set(form.errors) - set(form.asked.values()):
        messages.error(request, "Nothing was stored. Please choose the file again.")
        return redirect("inspections:terms")
    if form.is_valid():
        put, taken = actions.replace(by=request.user, lines=form.kept, source=form.cleaned_data["source"], **form.place)
        said = f"{put} added, {taken} taken away." if put or taken else "Nothing has changed: it was all there."
        said = said if form.kept else "You left out every line: nothing was stored."
        return done(request, said, "inspections:terms")
    return _preview(request, form, form.school or form.place["authority"])


def _preview(request: HttpRequest, form: TermPreviewForm, place: Authority | School) -> HttpResponse:
    shown = {"form": form, "place": place, "picture": picture(form.lines)}
    return render(request, "inspections/terms/term_file.html", shown)


def _page(request: HttpRequest, form: TermForm, file_form: TermFileForm) -> HttpResponse:
    shown = {"form": form, "file_form": file_form, "rows": stored(), "missing": places_without_next_term()}
    return render(request, "inspections/terms/terms.html", shown)
