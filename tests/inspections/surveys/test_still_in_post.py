from datetime import UTC, date, datetime, timedelta

import pytest

from inspections.models import StillInPost
from inspections.surveys.actions import still_in_post as actions
from inspections.surveys.still_in_post import Found, found, is_difficult
from inspections.windows.dates import add_months
from inspections.windows.history import Kind, Past
from network.models import AreaGrade, HeadMark, PastInspection
from tests import factories as f

BEGAN, PUBLISHED = date(2026, 1, 13), date(2026, 2, 24)


@pytest.mark.parametrize(
    ("difficult", "kind", "more"),
    [
        (True, Kind.FULL, {"concern": "SWK"}),
        (True, Kind.FULL, {"safeguarding": "Not met"}),
        (True, Kind.FULL, {"grades": {"Inclusion": "Urgent improvement"}}),
        (False, Kind.FULL, {"safeguarding": "Met", "grades": {"Inclusion": "Needs attention"}}),
        (True, Kind.GRADED, {"outcome": "4"}),
        (True, Kind.GRADED, {"safeguarding": "No"}),
        (False, Kind.GRADED, {"outcome": "3"}),
        (False, Kind.MONITORING, {"concern": "SM"}),
        (False, Kind.FULL, {"concern": "SM", "of_predecessor": True}),
    ],
)
def test_difficult(difficult, kind, more):
    assert is_difficult(Past(kind, BEGAN, PUBLISHED, **more)) is difficult


@pytest.mark.parametrize(
    ("marks", "today", "answer"),
    [
        ([("2026-01-05", "a"), ("2026-06-01", "a")], "2026-07-01", Found.SAME),
        ([("2026-01-05", "a"), ("2026-06-01", "b")], "2026-07-01", Found.OTHER),
        ([("2026-01-05", "a"), ("2026-02-10", "b"), ("2026-06-01", "b")], "2026-07-01", Found.OTHER),  # left between
        ([("2026-01-05", "a"), ("2026-06-01", "b"), ("2026-06-02", "a")], "2026-07-01", Found.OTHER),
        ([("2026-01-05", "a"), ("2026-05-01", "b")], "2026-06-01", Found.WAIT),  # not imported since
        ([("2026-01-05", "a"), ("2026-05-01", "b")], "2026-12-01", Found.UNKNOWN),
        ([("2026-06-01", "a")], "2026-07-01", Found.UNKNOWN),  # nobody knows who it was then
        ([("2025-03-01", "a"), ("2026-06-01", "a")], "2026-07-01", Found.UNKNOWN),
        ([("2026-01-05", "a"), ("2026-06-01", "a")], "2026-05-01", Found.WAIT),
    ],
)
def test_found(marks, today, answer):
    rows = [(date.fromisoformat(on), mark) for on, mark in marks]
    due = add_months(PUBLISHED, 3)
    assert due == date(2026, 5, 24)
    assert found(reversed(rows), BEGAN, due, date.fromisoformat(today)) is answer


@pytest.mark.django_db
def test_worked_out_once_from_the_register_alone(time_machine, django_assert_num_queries):
    time_machine.move_to(datetime(2026, 9, 1, 9, tzinfo=UTC), tick=False)
    school, easy = f.SchoolFactory(), f.SchoolFactory()
    school.authority.__class__.objects.update(in_network=True)
    for each, grade in ((school, "Urgent improvement"), (easy, "Expected standard")):
        past = PastInspection.objects.create(urn=each.urn, kind="full", started_on=BEGAN, published_on=PUBLISHED)
        AreaGrade.objects.create(inspection=past, area="Inclusion", grade=grade)
    for on, mark in ((BEGAN, "a"), (date(2026, 6, 1), "a"), (date(2026, 8, 25), "b")):
        HeadMark.objects.create(urn=school.urn, seen_on=on, mark=mark)
    with django_assert_num_queries(5):
        assert actions.work_out() == 2
    assert list(StillInPost.objects.order_by("months").values_list("urn", "months", "same_head")) == [
        (school.urn, 3, True),
        (school.urn, 6, False),
    ]
    assert actions.work_out() == 0
    time_machine.move_to(datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=300), tick=False)
    assert actions.work_out() == 1  # the register never told
    assert StillInPost.objects.get(months=12).same_head is None
