"""Facts that no test can check: who looked last, when it comes up again, one press, and the age on every page."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.facts import actions, queries
from inspections.models import DeadlineRule, EstimateRow, WindowRule
from inspections.windows.estimates import ESTIMATES
from network import checks
from network import models as m
from network.rules import NotAllowed
from network.schools import ofsted_line
from tests.inspections.story import at, call
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
MODELS = [WindowRule, DeadlineRule, EstimateRow, m.Helpline]
TODAY = date(2026, 11, 30)


def page_of(person, name="facts", **where) -> str:
    return " ".join(as_read(signed_in(person).get(reverse(f"inspections:{name}", kwargs=where))).split())


def everything_checked(on: date) -> None:
    for model in MODELS:
        model.objects.update(checked_on=on)


@pytest.mark.parametrize(
    ("checked", "until"),
    [
        (None, None),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 5, 18), date(2027, 8, 16)),
        (date(2027, 7, 1), date(2027, 8, 17)),
        (date(2027, 8, 16), date(2027, 8, 17)),
        (date(2027, 8, 17), date(2027, 11, 15)),
        (date(2027, 8, 18), date(2027, 11, 16)),
    ],
)
def test_it_comes_up_after_90_days_and_two_weeks_before_september(checked, until):
    assert checks.next_by(checked) == until


@pytest.mark.parametrize("today", [date(2027, 1, 5), date(2027, 8, 17), date(2027, 8, 18), date(2027, 10, 1)])
@pytest.mark.parametrize("days", [0, 1, 20, 44, 45, 46, 89, 90, 91, 400])
def test_both_ways_of_saying_it_agree(today, days):
    checked = date.fromordinal(today.toordinal() - days)
    assert (checked < checks.oldest(today)) is (checks.next_by(checked) < today)


def test_each_fact_is_listed_with_source_and_age(story):
    page = page_of(story.administrator)
    assert page.count("Still right") >= sum(model.objects.count() for model in MODELS)
    assert 'href="https://legislation.gov.uk/ukpga/2005/18"' in page
    assert "Not yet checked by this network" in page
    assert "Check now" in page


@pytest.mark.parametrize("kind", queries.KINDS)
def test_one_press_says_that_it_is_still_right(story, kind):
    model = queries.KINDS[kind][0]
    row = model.objects.first()
    url = reverse("inspections:fact-checked", args=[kind, row.public_id])
    answer = signed_in(story.administrator).post(url, follow=True)
    assert "Written down: checked today, by you." in as_read(answer)
    row.refresh_from_db()
    assert (row.checked_on, row.checked_by, row.check_is_due) == (TODAY, story.administrator, False)
    said = m.AuditRow.objects.get(verb="fact.check")
    assert (said.by, said.what) == (story.administrator, f"{kind}:{row.public_id}")
    page = page_of(story.administrator)
    assert f"Checked on 30 November 2026 by {story.administrator.name}" in page
    assert "Next check by 28 February 2027" in page


def test_nobody_else_may_and_an_unknown_kind_is_not_there(story):
    row = EstimateRow.objects.first()
    with pytest.raises(NotAllowed):
        actions.still_right(by=story.officer, kind="estimate", row=row)
    unknown = reverse("inspections:fact-checked", args=["school", row.public_id])
    assert signed_in(story.administrator).post(unknown).status_code == 404
    assert EstimateRow.objects.filter(checked_on__isnull=False).count() == 0


def test_what_is_due_stands_on_the_administrators_today(story, now):
    number = sum(model.objects.count() for model in MODELS)
    words = "have not been checked for 90 days, or since the middle of August, or ever"
    assert f"{number} rules, estimates and helplines {words}" in page_of(story.administrator, "today")
    everything_checked(TODAY)
    assert words not in page_of(story.administrator, "today")
    EstimateRow.objects.filter(code="call_hours_to").update(checked_on=date(2026, 9, 1))
    now.move_to(at("2026-12-01 09:00"))
    assert "1 rule, estimate or helpline has not been checked" in page_of(story.administrator, "today")
    assert "or since the middle of August" not in page_of(story.officer, "today")


def test_whoever_corrects_a_fact_has_looked_at_it(story):
    row = EstimateRow.objects.get(code="call_hours_to")
    url = reverse("inspections:estimate-edit", args=[row.public_id])
    said = {"hour": "15:00", "source": row.source, "confidence": row.confidence, "from_date": "1 September 2024"}
    assert signed_in(story.administrator).post(url, said).status_code == 302
    row.refresh_from_db()
    assert (row.checked_on, row.checked_by) == (TODAY, story.administrator)


@pytest.mark.parametrize("code", ["ofsted_line", "letters"])
def test_what_stands_in_the_software_is_checked_and_not_changed(story, code):
    row = EstimateRow.objects.get(code=code)
    url = reverse("inspections:estimate-edit", args=[row.public_id])
    said = {"lines": "another", "source": "s", "confidence": row.confidence, "from_date": "1 September 2024"}
    assert signed_in(story.administrator).post(url, said).status_code == 302
    assert EstimateRow.objects.get(code=code).lines == row.lines


def test_ofsteds_number_is_what_the_fact_says():
    (fact,) = (each for each in ESTIMATES if each.code == "ofsted_line")
    assert fact.each == [ofsted_line.NUMBER, ofsted_line.HOURS]


def test_pages_say_how_old_a_fact_is(story):
    inspection = call(story)
    where = {"public_id": inspection.public_id}
    pages = [("window", {}), ("inspection-deadlines", where), ("inspection-put-off", where), ("who-can-i-tell", {})]
    for name, at_ in pages:
        assert "not yet checked by this network" in page_of(story.head, name, **at_), name
    everything_checked(date(2026, 11, 2))
    for name, at_ in pages:
        page = page_of(story.head, name, **at_)
        assert "checked on 2 November 2026" in page, name
        assert "not yet checked by this network" not in page, name
