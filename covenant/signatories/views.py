"""A representative's own page: her organisation's signature."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from covenant.signatories import actions
from covenant.signatories.models import Signatory
from covenant.text.models import CovenantText
from network import clock, rules
from network.models import Organisation


def our_signature(request: HttpRequest) -> HttpResponse:
    organisations = _organisations(request)
    signed = {
        one.organisation_id: one
        for one in Signatory.objects.visible_to(request.user)
        .filter(organisation__in=organisations)
        .select_related("text")
        .with_last_statement()
    }
    text = CovenantText.objects.visible_to(request.user).filter(published_on__isnull=False).first()
    rows = [(one, signed.get(one.pk)) for one in organisations]
    return render(
        request, "covenant/signatories/our_signature.html", {"rows": rows, "text": text, "year": clock.today().year}
    )


@require_POST
def our_signature_sign(request: HttpRequest, public_id) -> HttpResponse:
    organisation = own_organisation(request, public_id)
    actions.sign(by=request.user, organisation=organisation)
    messages.success(request, "Thank you. The officer checks it, and then your name stands on the public page.")
    return redirect("covenant:our-signature")


def own_organisation(request: HttpRequest, public_id) -> Organisation:
    """One she speaks for; any other is not there."""
    organisation = next((one for one in _organisations(request) if one.public_id == public_id), None)
    if organisation is None:
        raise Http404
    return organisation


def _organisations(request: HttpRequest) -> list:
    organisations = rules.represents(request.user)
    if not organisations:
        raise Http404
    return organisations
