from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from covenant.figures.measures import MEASURES
from covenant.figures.models import Figure, YearFigure
from covenant.figures.over_years import over_years
from covenant.public.views.signatories import one_page
from covenant.text.models import CovenantText
from network.privacy.retention import TABLE
from network.site import published
from network.site.public_page_cache import public_page_cache


def _latest(person) -> CovenantText | None:
    return (
        CovenantText.objects.visible_to(person).filter(published_on__isnull=False).prefetch_related("promises").first()
    )


def _with_figures(promises, person):
    figures: dict[int, list[str]] = {}
    for number, words in Figure.objects.visible_to(person).values_list("promise", "words"):
        figures.setdefault(number, []).append(words)
    return [(promise, figures.get(promise.number, [])) for promise in promises]


@login_not_required
@public_page_cache
def covenant(request: HttpRequest) -> HttpResponse:
    text = _latest(request.user)
    return render(
        request,
        "covenant/public/covenant.html",
        {
            "network": published.network(),
            "text": text,
            "promises": _with_figures(text.promises.all(), request.user) if text else [],
            **one_page(request.user),
        },
    )


@login_not_required
@public_page_cache
def covenant_text(request: HttpRequest, version: int) -> HttpResponse:
    text = get_object_or_404(
        CovenantText.objects.visible_to(request.user).prefetch_related("promises"), version=version
    )
    return render(request, "covenant/public/covenant_text.html", {"text": text})


@login_not_required
@public_page_cache
def how_it_is_kept(request: HttpRequest) -> HttpResponse:
    text = _latest(request.user)
    figures = {figure.code: figure for figure in Figure.objects.visible_to(request.user)}
    shares: dict[str, dict[str, int]] = {}
    for row in YearFigure.objects.visible_to(request.user):
        shares.setdefault(row.code, {})[row.school_year] = row.percent
    pictures = {code: over_years(years) for code, years in shares.items()}
    promises = [
        (
            promise,
            [
                (measure, figures.get(measure.code), pictures.get(measure.code))
                for measure in MEASURES
                if measure.promise == promise.number
            ],
        )
        for promise in (text.promises.all() if text else [])
    ]
    return render(request, "covenant/public/how_it_is_kept.html", {"promises": promises})


@login_not_required
@public_page_cache
def who_sees_what(request: HttpRequest) -> HttpResponse:
    return render(request, "covenant/public/who_sees_what.html", {"network": published.network(), "kept": TABLE})


@login_not_required
@public_page_cache
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "covenant/public/accessibility.html", {"network": published.network()})
