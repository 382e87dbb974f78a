"""For those who run the network: signatures to check, and the covenant's own text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from covenant.signatories import actions as signatories
from covenant.signatories.models import Signatory
from covenant.statements import actions as statements
from covenant.statements.models import Statement
from covenant.stewarding.forms import PaperSignatureForm, TextForm
from covenant.text import actions as texts
from covenant.text.models import CovenantText
from network import rules
from network.site.answers import done, only


@only(rules.runs_the_network)
def signatories_manage(request: HttpRequest) -> HttpResponse:
    everybody = Signatory.objects.visible_to(request.user).select_related("organisation", "text")
    due = request.GET.get("due") == "on"
    signed = everybody.due() if due else everybody.exclude(state=Signatory.ASKED)
    return render(
        request,
        "covenant/stewarding/signatories_manage.html",
        {
            "waiting": everybody.filter(state=Signatory.ASKED)[:100],
            "signed": signed.prefetch_related("statements")[:300],
            "due": due,
            "texts": CovenantText.objects.visible_to(request.user),
        },
    )


@only(rules.runs_the_network)
def signatory_record(request: HttpRequest) -> HttpResponse:
    text = CovenantText.objects.visible_to(request.user).filter(published_on__isnull=False).first()
    form = PaperSignatureForm(request.POST or None)
    if request.method == "POST" and text is not None and form.is_valid():
        signatories.record_on_paper(by=request.user, text=text, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['name']} stands among the signatories.")
        return redirect("covenant:signatories-manage")
    return render(request, "covenant/stewarding/signatory_record.html", {"form": form, "text": text})


@require_POST
def signatory_approve(request: HttpRequest, public_id) -> HttpResponse:
    return _moved(request, signatories.approve, public_id, "is now a signatory, in public")


@require_POST
def signatory_pause(request: HttpRequest, public_id) -> HttpResponse:
    return _moved(request, signatories.pause, public_id, "now reads “Paused”, in public")


@require_POST
def signatory_take_back(request: HttpRequest, public_id) -> HttpResponse:
    return _moved(request, signatories.take_back, public_id, "is a signatory again")


@require_POST
def signatory_withdraw(request: HttpRequest, public_id) -> HttpResponse:
    return _moved(request, signatories.withdraw, public_id, "now reads “Withdrawn”, in public")


@require_POST
@only(rules.runs_the_network)
def statement_take_down(request: HttpRequest, public_id, year: int) -> HttpResponse:
    one = get_object_or_404(
        Statement.objects.visible_to(request.user).select_related("signatory__organisation"),
        signatory__public_id=public_id,
        for_year=year,
    )
    statements.take_down(by=request.user, statement=one)
    name = one.signatory.organisation.name
    messages.success(request, f"The statement of {name} for {year} is taken down. Its representative can make another.")
    return redirect("covenant:signatories-manage")


@only(rules.runs_the_network)
def covenant_text_write(request: HttpRequest) -> HttpResponse:
    form = TextForm(request.POST or None, initial=None if request.POST else _as_it_stands(request))
    if request.method == "POST" and form.is_valid():
        text = texts.write(
            by=request.user,
            title=form.cleaned_data["title"],
            introduction=form.cleaned_data["introduction"],
            promises=form.promises(),
        )
        messages.success(request, "Written. Nobody outside sees it until you publish it.")
        return redirect("covenant:covenant-text", version=text.version)
    return render(request, "covenant/stewarding/covenant_text_write.html", {"form": form})


@require_POST
@only(rules.runs_the_network)
def covenant_text_publish(request: HttpRequest, version: int) -> HttpResponse:
    text = get_object_or_404(CovenantText.objects.visible_to(request.user), version=version)
    texts.publish(by=request.user, text=text)
    messages.success(request, f"Version {version} is published. It can be signed from now on, and never changed.")
    return redirect("covenant:signatories-manage")


@only(rules.runs_the_network)
def _moved(request: HttpRequest, action, public_id, words: str) -> HttpResponse:
    one = get_object_or_404(
        Signatory.objects.visible_to(request.user).select_related("organisation"), public_id=public_id
    )
    action(by=request.user, signatory=one)
    return done(request, f"{one.organisation.name} {words}.", "covenant:signatories-manage")


def _as_it_stands(request: HttpRequest) -> dict[str, str]:
    """The latest version's words, to begin the next one with."""
    latest = CovenantText.objects.visible_to(request.user).prefetch_related("promises").first()
    if latest is None:
        return {}
    words = {"title": latest.title, "introduction": latest.introduction}
    for promise in latest.promises.all():
        words |= {f"title_{promise.number}": promise.title, f"words_{promise.number}": promise.words}
    return words
