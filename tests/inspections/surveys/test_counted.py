"""Conduct feedback and the survey: counted, never read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from inspections.calls.actions import inspections
from inspections.models import ConductFeedback, Inspection, PublishedTables, StillInPost, SurveyAnswer
from inspections.surveys.actions import counted
from inspections.surveys.questions import CONDUCT, SURVEY
from network.models import AuditRow
from network.rules import NotAllowed, WrongState
from tests.people import signed_in

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)
FINE = dict.fromkeys(CONDUCT, 4)
WELL = dict.fromkeys(SURVEY, 3)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)
    return time_machine


@pytest.fixture
def inspection(cast) -> Inspection:
    return inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )


def answered(*marks: int, year: str = "2026/27") -> None:
    before = SurveyAnswer.objects.count()
    for number, mark in enumerate(marks):
        SurveyAnswer.objects.create(once=f"{before + number}", school_year=year, answers=dict.fromkeys(SURVEY, mark))


def cells() -> list[int | None]:
    return list(PublishedTables.objects.get(kind="survey").tables["rest"]["cells"].values())


def test_feedback_is_the_heads_once_and_after_the_last_day(cast, inspection):
    for who in (cast.deputy, cast.buddy, cast.officer, cast.representative):
        with pytest.raises(NotAllowed):
            counted.give_feedback(by=who, inspection=inspection, answers=FINE)
    assert counted.give_feedback(by=cast.head, inspection=inspection, answers=FINE)
    assert not counted.give_feedback(by=cast.head, inspection=inspection, answers=dict.fromkeys(CONDUCT, 1))
    row = ConductFeedback.objects.get()
    assert (row.answers, row.school_year) == (FINE, "2026/27")


@pytest.mark.parametrize("change", [{"ends_on": date(2026, 12, 3)}, {"paused_on": date(2026, 12, 2)}])
def test_not_while_inspectors_are_or_may_come_back(cast, inspection, change):
    Inspection.objects.filter(pk=inspection.pk).update(**change)
    inspection.refresh_from_db()
    with pytest.raises(WrongState, match="the day after"):
        counted.give_feedback(by=cast.head, inspection=inspection, answers=FINE)
    page = signed_in(cast.head).get(f"/feedback/{inspection.public_id}/").content.decode()
    assert "This opens on the day after" in page
    assert "<fieldset" not in page


def test_no_row_points_at_her(cast, inspection):
    before = AuditRow.objects.count()
    browser = signed_in(cast.head)
    browser.post(f"/feedback/{inspection.public_id}/", FINE)
    browser.post("/survey/", WELL)
    assert AuditRow.objects.count() == before
    stored = str([*ConductFeedback.objects.values(), *SurveyAnswer.objects.values()])
    for word in (inspection.public_id, inspection.public_id.hex, cast.head.public_id, cast.school.urn, "2026-12"):
        assert str(word) not in stored
    assert not ConductFeedback.objects.visible_to(cast.head).exists()
    assert not SurveyAnswer.objects.visible_to(cast.administrator).exists()


def test_the_survey_is_answered_once_a_school_year(cast, now):
    browser = signed_in(cast.head)
    assert "Give it" in browser.get("/survey/").content.decode()
    for _ in range(2):
        browser.post("/survey/", WELL)
    assert SurveyAnswer.objects.get().answers == WELL
    assert "You have answered" in browser.get("/survey/").content.decode()
    now.move_to(THURSDAY + timedelta(days=300), tick=False)
    assert counted.answer_the_survey(by=cast.head, answers=WELL)
    for who in (cast.deputy, cast.officer, cast.representative):
        with pytest.raises(NotAllowed):
            counted.answer_the_survey(by=who, answers=WELL)


@pytest.mark.parametrize("sent", [WELL | {"rest": 6}, WELL | {"rest": "x"}, {"rest": 3}, WELL | {"rest": ""}])
def test_every_question_on_the_scale_or_nothing(cast, sent):
    assert "There is a problem" in signed_in(cast.head).post("/survey/", sent).content.decode()
    assert not SurveyAnswer.objects.exists()


def test_too_few_are_not_shown(cast):
    answered(1, 2, 3, 4)
    assert counted.publish() == 0
    assert "Too few yet" in signed_in(cast.other_head).get("/totals/").content.decode()


def test_a_report_stands_four_weeks_and_never_differs_by_one_head(cast, now):
    answered(*[1] * 2, *[2] * 7, *[4] * 11, *[5] * 12)
    assert counted.publish() == 1
    assert cells() == [None, None, None, 10, 10]
    answered(*[4] * 9)
    assert counted.publish() == 0
    now.move_to(THURSDAY + timedelta(days=28), tick=False)
    assert counted.publish() == 1
    assert cells() == [None, None, None, 20, 10]
    answered(*[4] * 4)
    now.move_to(THURSDAY + timedelta(days=80), tick=False)
    assert counted.publish() == 0


def test_members_see_what_was_stored_and_what_it_cannot_tell(cast):
    answered(*[2] * 6, *[3] * 13, *[4] * 8, year="2025/26")
    for months in (3, 6):
        for number in range(12):
            StillInPost.objects.create(urn=f"{number:06}", published_on=THURSDAY, months=months, same_head=number > 5)
    assert counted.publish() == 2
    page = signed_in(cast.representative).get("/totals/").content.decode()
    assert "School year 2025/26" in page
    assert "about 25" in page
    assert "Moves, retirements and chosen departures cannot be told apart." in page
    assert "After 6 months" in page
    assert "After 12 months" not in page
