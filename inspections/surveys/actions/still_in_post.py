"""Works out, from public registers alone, whether heads are still in post after a difficult result."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from inspections.surveys.models import StillInPost
from inspections.surveys.still_in_post import MONTHS, Found, found, is_difficult
from inspections.windows.dates import add_months
from inspections.windows.history import Kind, Past
from network import clock, guarded
from network.models import AreaGrade, HeadMark, PastInspection, School

LOOK_BACK = timedelta(days=550)  # a year, the time an import may take, and some


def work_out(*, by: None = None) -> int:
    """Every hour. Each answer is written once and stands; what the register does not tell yet is asked again."""
    today = clock.today()
    with guarded.rows() as each:
        difficult = _difficult(today - LOOK_BACK, each)
        urns = {urn for _, urn, _ in difficult}
        done = set(StillInPost.objects.filter(urn__in=urns).values_list("urn", "published_on", "months"))
        marks: dict[str, list[tuple[date, str]]] = defaultdict(list)
        for urn, seen_on, mark in HeadMark.objects.filter(urn__in=urns).values_list("urn", "seen_on", "mark"):
            marks[urn].append((seen_on, mark))
        rows: list[StillInPost] = []
        for pk, urn, past in difficult:
            with each(pk, in_transaction=False):
                rows += _answers(urn, past, marks[urn], done, today)
        StillInPost.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _answers(
    urn: str, past: Past, marks: list[tuple[date, str]], done: set[tuple[str, date, int]], today: date
) -> list[StillInPost]:
    """What the register tells by now and is not written yet."""
    rows = []
    for months in MONTHS:
        if past.published_on is None or (urn, past.published_on, months) in done:
            continue
        answer = found(marks, past.started_on, add_months(past.published_on, months), today)
        if answer is not Found.WAIT:
            rows.append(StillInPost(urn=urn, published_on=past.published_on, months=months, same_head=answer.value))
    return rows


def _difficult(since: date, each: guarded.Guard) -> list[tuple[int, str, Past]]:
    """Of the network's own schools: only theirs are marked. With the key of each in the register."""
    ours = School.objects.in_network().values("urn")
    published = PastInspection.objects.filter(urn__in=ours, published_on__gte=since, published_on__lte=clock.today())
    grades: dict[int, dict[str, str]] = defaultdict(dict)
    areas = AreaGrade.objects.filter(inspection__in=published.order_by().values("pk")).order_by()
    for inspection, area, grade in areas.values_list("inspection_id", "area", "grade"):
        grades[inspection][area] = grade
    columns = ("pk", "urn", "urn_at_time", "kind", "started_on", "published_on", "outcome", "concern", "safeguarding")
    rows = []
    for pk, urn, then, kind, began, out, outcome, concern, safe in published.order_by().values_list(*columns):
        with each(pk, in_transaction=False):
            of_predecessor = bool(then) and then != urn
            past = Past(Kind(kind), began, out, outcome, concern, safe, grades.get(pk, {}), of_predecessor)
            if is_difficult(past):
                rows.append((pk, urn, past))
    return rows
