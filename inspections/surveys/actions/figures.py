"""What the public page says of the promises: worked out here, suppressed, and pushed down as words."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from buddies.models import Pairing
from covenant.figures import actions as figures
from covenant.models import Figure
from directory.models import CallOut
from inspections.surveys.actions.counted import year_of
from inspections.surveys.models import PublishedTables
from inspections.surveys.questions import DONE, TAKEN_UP
from network import clock, guarded
from network.models import Membership, School
from network.plurals import count

FEW = 5  # below this nothing is told apart
OFF = FEW // 2  # how far a count rounded to the nearest five may be from what was counted
STANDS = timedelta(days=28)  # a figure stands so long, lest two readings differ by one head
YEAR = timedelta(days=365)
BUDDIES, CALLS, HELP_TAKEN_UP = "heads-with-a-buddy", "call-outs-answered", "help-taken-up"
BANDS = ((0.9, "More than nine in ten"), (0.75, "More than three in four"), (0.5, "More than half of all"))
# Of the totals: kind and question, the promise, the cell that counts for it, and how it goes on.
OF_TOTALS = {
    "survey-somebody": ("survey", "somebody", 1, "mostly", "say that there is somebody to turn to when it gets hard"),
    "survey-support": ("survey", "support", 4, "mostly", "trust that they would be supported first"),
    "conduct-respect": ("conduct", "respect", 2, "mostly", "were treated with courtesy and respect"),
    "still-in-post-12": (
        "still-in-post",
        "12",
        4,
        "same",
        "are in the register a year later. Moves, retirements and chosen departures cannot be told apart",
    ),
}


def publish(*, by: None = None) -> bool:
    """Every hour. Writes only what changed, and a figure no more often than every four weeks."""
    changed: list[bool] = []
    guarded.steps(
        lambda: changed.append(_publish(1, BUDDIES, *_heads_with_a_buddy())),
        lambda: changed.append(_publish(2, CALLS, _calls_answered())),
        lambda: changed.append(_publish_help()),
        *(lambda code=code: changed.append(_publish_total(code)) for code in OF_TOTALS),
    )
    return any(changed)


def _publish(promise: int, code: str, words: str | None, percent: int | None = None) -> bool:
    if words is None:
        return figures.take_down(code=code)
    today = clock.today()
    if Figure.objects.filter(code=code, counted_on__gt=today - STANDS).exists():
        return False
    changed = figures.publish(promise=promise, code=code, words=words, counted_on=today)
    if percent is not None:
        _publish_year(code, year_of(day=today), percent, today)
    return changed


def _publish_year(code: str, year: str, percent: int, counted_on: date) -> None:
    figures.publish_year(code=code, school_year=year, percent=percent, counted_on=counted_on)


def _publish_total(code: str) -> bool:
    """From the totals as they stand, suppressed and four weeks old at the least: never from the answers. The newest
    year that tells enough; nothing where a cell that counts is hidden."""
    kind, question, promise, cell, goes_on = OF_TOTALS[code]
    rows = list(PublishedTables.objects.filter(kind=kind).order_by("-school_year"))
    for row in rows:
        table = row.tables.get(question)
        if row.school_year and table and (counted := _counted(table, cell)):
            _publish_year(code, row.school_year, at_least(counted, table["total"]), row.counted_on)
    for row in rows:
        words = share_in_words(row.tables.get(question), cell, goes_on)
        if words is not None:
            return figures.publish(promise=promise, code=code, words=words, counted_on=row.counted_on)
    return figures.take_down(code=code)


def _publish_help() -> bool:
    """From the totals as they stand, too. Nothing where a number that counts is hidden."""
    rows = PublishedTables.objects.filter(kind="help").order_by("-school_year")
    row = next((row for row in rows if _taken_up(row)), None)
    if row is None:
        return figures.take_down(code=HELP_TAKEN_UP)
    asked = count(_taken_up(row), "request")
    words = f"Of the help that heads asked for in the school year {row.school_year}, about {asked} were taken up"
    return figures.publish(promise=3, code=HELP_TAKEN_UP, words=words, counted_on=row.counted_on)


def _taken_up(row: PublishedTables) -> int:
    """Nought where it is hidden."""
    cells = row.tables.get("became", {}).get("cells", {})
    taken_up, done = cells.get(TAKEN_UP), cells.get(DONE)
    return 0 if taken_up is None or done is None else int(taken_up + done)


def share_in_words(table: Mapping[str, Any] | None, cell: str, goes_on: str) -> str | None:
    """Of a suppressed table: a band that is certain whatever the rounding did, else about how many; and about how many
    heads it is about. None where the cell is hidden."""
    counted = _counted(table, cell)
    if not table or not counted:
        return None
    total = table["total"]
    least, most = (counted - OFF) / (total + OFF), (counted + OFF) / (total - OFF)
    band = next((words for above, words in BANDS if least > above), "Fewer than half" if most < 0.5 else "")
    return f"{band.removesuffix(' of all') or f'About {counted}'} of about {total} heads {goes_on}"


def _counted(table: Mapping[str, Any] | None, cell: str) -> int | None:
    """Of a suppressed table; nought or None where the cell is hidden."""
    if not table:
        return None
    counted: int | None = table.get("mostly") if cell == "mostly" else table["cells"].get(cell)
    return counted


def at_least(counted: int, of: int) -> int:
    """The percentage that is certain whatever the rounding of the two counts did, in steps of five."""
    return max(0, FEW * ((counted - OFF) * 100 // ((of + OFF) * FEW)))


def in_words(with_buddy: int, heads: int) -> str | None:
    """The band in which the counts are; None while either count could point at somebody."""
    if heads < FEW or with_buddy < FEW:
        return None
    share = with_buddy / heads
    for least, words in BANDS:
        if share > least:
            return f"{words} heads in the window have a buddy"
    return "At most half of all heads in the window have a buddy yet"


def _heads_with_a_buddy() -> tuple[str | None, int | None]:
    """In words, and in percent. Every school in the window counts, whether its head has joined or not: the promise is
    to each of them."""
    heads = (
        Membership.objects.live()
        .heads()
        .filter(school=OuterRef(OuterRef("pk")), person__is_active=True, person__joined_at__isnull=False)
    )
    paired = Pairing.objects.in_force().filter(head__in=heads.values("person"))
    counted = (
        School.objects.open()
        .in_network()
        .filter(in_window=True)
        .annotate(has_buddy=Exists(paired))
        .aggregate(heads=Count("pk"), with_buddy=Count("pk", filter=Q(has_buddy=True)))
    )
    words = in_words(counted["with_buddy"], counted["heads"])
    rounded = (FEW * round(counted[each] / FEW) for each in ("with_buddy", "heads"))
    return words, at_least(*rounded) if words else None


def _calls_answered() -> str | None:
    answered = CallOut.objects.filter(raised_at__gte=clock.now() - YEAR, won_at__isnull=False).count()
    if answered < FEW:
        return None
    return f"About {FEW * round(answered / FEW)} calls for a colleague were answered in the past year"
