"""A line of the support plan may be put right by the head, and by nobody else."""

from datetime import UTC, date, datetime

import pytest

from inspections.calls.actions import inspections
from inspections.models import Inspection, PlanLine, SupportPlan
from inspections.support.actions import plan_opened, support
from network.models import AuditRow
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from tests.people import signed_in

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)


@pytest.fixture
def plan(cast) -> SupportPlan:
    """Published, and shared with her employer's representative and her buddy."""
    inspection = inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )
    plan = support.open_plan(by=cast.head, inspection=inspection)
    Inspection.objects.filter(pk=inspection.pk).update(
        draft_on=date(2026, 12, 2), draft_noted_at=THURSDAY, published_on=date(2026, 12, 3), published_noted_at=THURSDAY
    )
    plan = SupportPlan.objects.get(pk=plan.pk)
    for person in (cast.representative, cast.buddy):
        support.share(by=cast.head, plan=plan, person=person)
    return plan


def fresh(line) -> PlanLine:
    return PlanLine.objects.select_related("plan__head", "plan__inspection").get(pk=line.pk)


def state(line) -> str:
    return plan_opened.line(fresh(line)).state


def test_the_head_changes_a_line_in_her_browser_whoever_offered_it(cast, plan):
    line = support.add_line(
        by=cast.representative, plan=plan, kind="trust", words="A day a week", by_on=date(2026, 12, 9)
    )
    browser, url = signed_in(cast.head), f"/support/line/{line.public_id}/change/"
    assert url in browser.get(f"/support/{plan.public_id}/").content.decode()
    form = browser.get(url).content.decode()
    assert "A day a week" in form
    assert 'value="2026-12-09"' in form
    sent = {"kind": "specialist", "lead": "Lou Example", "words": "Two days a week", "by_on": "2026-12-16"}
    page = browser.post(url, sent, follow=True).content.decode()
    for words in ("Changed.", "A specialist", "Two days a week", "Lead: Lou Example.", "By 16 December 2026"):
        assert words in page
    assert "A day a week" not in page
    assert "Two days a week" in signed_in(cast.representative).get(f"/support/{plan.public_id}/").content.decode()


def test_the_words_stay_sealed_and_the_audit_tells_nothing_of_them(cast, plan):
    line = support.add_line(by=cast.head, plan=plan, kind="union")
    support.change_line(by=cast.head, line=line, kind="union", lead="MARKERLEAD", words="MARKERWORDS")
    row = fresh(line)
    assert keys.unseal(row.lead) == "MARKERLEAD"
    assert "MARKER" not in str(PlanLine.objects.values())
    assert {(one.what, str(one.detail)) for one in AuditRow.objects.filter(concerns=plan.head)} == {("", "{}")}


def test_what_was_agreed_waits_to_be_agreed_anew_and_what_she_confirmed_stays(cast, plan):
    line = support.add_line(by=cast.head, plan=plan, kind="council", shared=True)
    support.agree(by=cast.representative, line=line)
    support.agree(by=cast.representative, line=line)
    assert state(line) == PlanLine.AGREED
    browser, url = signed_in(cast.head), f"/support/line/{line.public_id}/change/"
    assert "it waits to be agreed again" in browser.get(url).content.decode()
    support.change_line(by=cast.head, line=fresh(line), kind="council", words="More of it")
    assert state(line) == PlanLine.OFFERED
    support.confirm(by=cast.head, line=fresh(line), kept=True)
    support.change_line(by=cast.head, line=fresh(line), kind="council", words="All of it")
    assert state(line) == PlanLine.KEPT


def test_an_agreement_to_what_she_has_just_changed_does_not_count(cast, plan):
    line = support.add_line(by=cast.head, plan=plan, kind="council", shared=True)
    as_read = fresh(line)
    support.change_line(by=cast.head, line=fresh(line), kind="trust")
    support.agree(by=cast.representative, line=as_read)
    assert state(line) == PlanLine.OFFERED


def test_nobody_else_changes_it_not_even_who_offered_it(cast, plan):
    line = support.add_line(by=cast.representative, plan=plan, kind="trust", words="A day a week")
    url = f"/support/line/{line.public_id}/change/"
    for who in (cast.representative, cast.buddy, cast.officer, cast.deputy, cast.other_head):
        with pytest.raises(NotAllowed):
            support.change_line(by=who, line=fresh(line), kind="union")
        assert signed_in(who).get(url).status_code == 404
        assert signed_in(who).post(url, {"kind": "union"}).status_code == 404
        assert url not in signed_in(who).get(f"/support/{plan.public_id}/").content.decode()
    assert plan_opened.line(fresh(line)).kind == "trust"


def test_a_closed_plan_is_not_changed(cast, plan):
    line = support.add_line(by=cast.head, plan=plan, kind="union")
    support.close(by=cast.head, plan=plan)
    with pytest.raises(WrongState, match="closed"):
        support.change_line(by=cast.head, line=fresh(line), kind="other")
    assert signed_in(cast.head).get(f"/support/line/{line.public_id}/change/").status_code == 404


def test_a_review_before_its_day_is_said_at_the_field_and_nothing_is_changed(cast, plan):
    line = support.add_line(by=cast.head, plan=plan, kind="union")
    sent = {"kind": "other", "by_on": "2026-12-16", "review_on": "2026-12-15"}
    page = signed_in(cast.head).post(f"/support/line/{line.public_id}/change/", sent).content.decode()
    assert "The review comes before the day it is due." in page
    assert plan_opened.line(fresh(line)).kind == "union"


@pytest.mark.parametrize("mistyped", ["16/12/0026", "16/12/2062", "31/12/9999"])
def test_a_mistyped_year_is_asked_about_and_nothing_is_changed(cast, plan, mistyped):
    browser, before = signed_in(cast.head), PlanLine.objects.count()
    for what, name in (("offer", "by_on"), ("offer", "review_on"), ("meeting", "on"), ("departure", "on")):
        sent = {"kind": "other", "imposed_by": "dfe", "reason": "words", name: mistyped}
        answer = browser.post(f"/support/{plan.public_id}/add/{what}/", sent).content.decode()
        assert "That is more than three years away. Please check the year." in answer, (what, name)
    assert PlanLine.objects.count() == before
    assert not plan.meetings.exists()
    assert not plan.departures.exists()
