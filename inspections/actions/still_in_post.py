"""Works out, from public registers alone, whether heads are still in post after a difficult result."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from inspections.models import StillInPost
from inspections.still_in_post import MONTHS, Found, due_on, found, is_difficult
from inspections.window_history import Kind, Past
from network import clock
from network.models import AreaGrade, HeadMark, PastInspection, School

LOOK_BACK = timedelta(days=550)  # a year, the time an import may take, and some


def work_out(*, by: None = None) -> int:
    """Every hour. Each answer is written once and stands; what the register does not tell yet is asked again."""
    today = clock.today()
    difficult = _difficult(today - LOOK_BACK)
    urns = {urn for urn, _ in difficult}
    done = set(StillInPost.objects.filter(urn__in=urns).values_list("urn", "published_on", "months"))
    marks: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for urn, seen_on, mark in HeadMark.objects.filter(urn__in=urns).values_list("urn", "seen_on", "mark"):
        marks[urn].append((seen_on, mark))
    rows = []
    for urn, past in difficult:
        for months in MONTHS:
            if past.published_on is None or (urn, past.published_on, months) in done:
                continue
            answer = found(marks[urn], past.started_on, due_on(past.published_on, months), today)
            if answer is not Found.WAIT:
                rows.append(StillInPost(urn=urn, published_on=past.published_on, months=months, same_head=answer.value))
    StillInPost.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _difficult(since: date) -> list[tuple[str, Past]]:
    """Of the network's own schools: only theirs are marked."""
    ours = School.objects.in_network().values("urn")
    published = PastInspection.objects.filter(urn__in=ours, published_on__gte=since, published_on__lte=clock.today())
    grades: dict[int, dict[str, str]] = defaultdict(dict)
    areas = AreaGrade.objects.filter(inspection__in=published.order_by().values("pk")).order_by()
    for inspection, area, grade in areas.values_list("inspection_id", "area", "grade"):
        grades[inspection][area] = grade
    columns = ("pk", "urn", "urn_at_time", "kind", "started_on", "published_on", "outcome", "concern", "safeguarding")
    rows = []
    for pk, urn, then, kind, began, out, outcome, concern, safe in published.order_by().values_list(*columns):
        of_predecessor = bool(then) and then != urn
        past = Past(Kind(kind), began, out, outcome, concern, safe, grades.get(pk, {}), of_predecessor)
        if is_difficult(past):
            rows.append((urn, past))
    return rows
