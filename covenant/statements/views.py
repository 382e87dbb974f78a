"""A representative makes her organisation's yearly statement."""

from django.contrib import messages
from django.db.models import F, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from covenant.signatories import rules as signatory_rules
from covenant.signatories.models import Signatory
from covenant.signatories.views import own_organisation
from covenant.statements import actions
from covenant.statements.forms import StatementForm
from covenant.statements.models import Statement
from network import clock
from network.models import School
from network.rules import WrongState


def our_statement(request: HttpRequest, public_id) -> HttpResponse:
    signatory = _signed(request, public_id)
    year = clock.today().year
    made = Statement.objects.visible_to(request.user).filter(signatory=signatory, for_year=year).first()
    form = StatementForm(request.POST or None)
    shown = {"form": form, "signatory": signatory, "made": made, "year": year}
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if request.POST.get("checked"):
            actions.make(by=request.user, signatory=signatory, words=words)
            messages.success(request, f"Thank you. Everybody can read your statement for {year}.")
            return redirect("covenant:signatory", public_id=signatory.public_id)
        shown |= {"check": words, "schools": _schools_named(request, words)}
    return render(request, "covenant/statements/our_statement.html", shown)


def _schools_named(request: HttpRequest, words: str) -> list[str]:
    """The names of the network's own schools that stand in the words: a statement names none."""
    named = School.objects.visible_to(request.user).in_network().alias(words=Value(words))
    found = named.filter(words__icontains=F("name")).order_by("name")
    return list(found.values_list("name", flat=True).distinct()[:5])


def _signed(request: HttpRequest, public_id) -> Signatory:
    organisation = own_organisation(request, public_id)
    signatory = (
        Signatory.objects.visible_to(request.user)
        .select_related("organisation", "text")
        .prefetch_related("text__promises")
        .filter(organisation=organisation)
        .first()
    )
    if signatory is None:
        raise WrongState(
            "Your organisation has not signed yet. Sign first: the statement says how you kept what you signed."
        )
    signatory_rules.check_state(signatory, Signatory.SIGNED)
    return signatory
