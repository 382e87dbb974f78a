import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from covenant.signatories.models import Signatory
from covenant.statements.models import Statement
from network.models import Organisation
from network.site import published
from network.site.public_page_cache import public_page_cache

A_PAGE = 100
IS_ID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
KINDS = dict(Organisation.KINDS)
STATES = {Signatory.PAUSED: "Paused", Signatory.WITHDRAWN: "Withdrawn"}


def one_page(person, after: str | None = None) -> dict:
    """One page of signatories by name, as plain values; `after` is the public id of the last of the page before."""
    rows = Signatory.objects.visible_to(person).public().order_by("organisation__name", "public_id")
    if after:
        last = get_object_or_404(Signatory.objects.visible_to(person).select_related("organisation"), public_id=after)
        rows = rows.filter_after(last.organisation.name, last.public_id)
    columns = ("public_id", "organisation__name", "organisation__kind", "state", "signed_on", "review_due")
    values = list(rows.with_last_statement().values_list(*columns, "last_statement_on")[: A_PAGE + 1])
    shown = [
        {
            "id": public_id,
            "name": name,
            "kind": KINDS[kind],
            "state": STATES.get(state),
            "signed_on": signed_on,
            "review_due": due and state == Signatory.SIGNED,
            "statement_on": statement_on,
        }
        for public_id, name, kind, state, signed_on, due, statement_on in values[:A_PAGE]
    ]
    return {"signatories": shown, "more_after": shown[-1]["id"] if len(values) > A_PAGE else None}


@login_not_required
@public_page_cache(paged=True)
def signatories(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after")
    if after and not IS_ID.match(after):
        raise Http404
    page = one_page(request.user, after)
    return render(request, "covenant/public/signatories.html", {"network": published.network(), **page})


@login_not_required
@public_page_cache
def signatory(request: HttpRequest, public_id) -> HttpResponse:
    one = get_object_or_404(
        Signatory.objects.visible_to(request.user)
        .select_related("organisation", "text")
        .prefetch_related("text__promises"),
        public_id=public_id,
    )
    statements = Statement.objects.visible_to(request.user).filter(signatory=one)
    return render(request, "covenant/public/signatory.html", {"signatory": one, "statements": statements})


@login_not_required
@public_page_cache
def sign_the_covenant(request: HttpRequest) -> HttpResponse:
    return render(request, "covenant/public/sign_the_covenant.html", {"network": published.network()})
