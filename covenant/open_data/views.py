"""The signatories as data, for anybody."""

import csv
import io
import json
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from covenant.signatories.models import Signatory
from network.csv_cells import MARK, inert
from network.models import Organisation
from network.site.public_page_cache import public_page_cache

COLUMNS = ("organisation", "kind", "state", "signed_on", "version", "page", "last_statement_on")
KINDS, STATES = dict(Organisation.KINDS), dict(Signatory.STATES)


@login_not_required
@public_page_cache
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "covenant/open_data/open_data.html", {"columns": COLUMNS})


@login_not_required
@public_page_cache
def signatories_json(request: HttpRequest) -> HttpResponse:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(request)]
    return HttpResponse(json.dumps({"signatories": rows}, ensure_ascii=False), content_type="application/json")


@login_not_required
@public_page_cache
def signatories_csv(request: HttpRequest) -> HttpResponse:
    out = io.StringIO()
    out.write(MARK)
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([inert(cell) for cell in row] for row in _rows(request))
    return HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")


def _rows(request: HttpRequest):
    rows = Signatory.objects.visible_to(request.user).public().order_by("organisation__name", "public_id")
    columns = ("organisation__name", "organisation__kind", "state", "signed_on", "text__version", "public_id")
    values = rows.with_last_statement().values_list(*columns, "last_statement_on")
    for name, kind, state, signed_on, version, public_id, said_on in values:
        page = settings.BASE_URL + reverse("covenant:signatory", kwargs={"public_id": public_id})
        yield name, KINDS[kind], STATES[state], _day(signed_on), str(version), page, _day(said_on)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
