"""Published figures, as the apps above have counted and suppressed them."""

from datetime import date

from django.db import transaction

from covenant.figures.models import Figure, YearFigure
from network import audit
from network.site import published


@transaction.atomic
def publish(*, promise: int, code: str, words: str, counted_on: date, by: None = None) -> bool:
    """By the count alone. True when the public page reads differently from now on: also where nothing but the day on
    which it was counted is new."""
    figure, made = Figure.objects.get_or_create(
        code=code, defaults={"promise": promise, "words": words, "counted_on": counted_on}
    )
    if not made and figure.words == words and figure.counted_on >= counted_on:
        return False
    Figure.objects.filter(pk=figure.pk).update(promise=promise, words=words, counted_on=counted_on)
    audit.record(by=by, verb="figure.publish", what=f"figure:{code}")
    published.changed()
    return True


@transaction.atomic
def publish_year(*, code: str, school_year: str, percent: int, counted_on: date, by: None = None) -> bool:
    """The share of a school year, by the count alone, in steps of five. True when the public page reads differently."""
    if percent % 5:
        raise ValueError("a share that is published is rounded to five")
    row, made = YearFigure.objects.get_or_create(
        code=code, school_year=school_year, defaults={"percent": percent, "counted_on": counted_on}
    )
    if not made and (row.percent == percent or row.counted_on >= counted_on):
        return False
    YearFigure.objects.filter(pk=row.pk).update(percent=percent, counted_on=counted_on)
    audit.record(by=by, verb="figure.publish-year", what=f"figure:{code}")
    published.changed()
    return True


@transaction.atomic
def take_down(*, code: str, by: None = None) -> bool:
    """There are too few now to name nobody."""
    if not Figure.objects.filter(code=code).delete()[0]:
        return False
    audit.record(by=by, verb="figure.take-down", what=f"figure:{code}")
    published.changed()
    return True
