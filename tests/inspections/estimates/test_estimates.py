"""What nobody can be sure of is a row: with source, date and how sure; editable, and called an estimate."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from inspections.aftercare import actions as pauses
from inspections.estimates import actions
from inspections.models import EstimateRow, Inspection
from inspections.standby import actions as standby
from inspections.windows.estimates import ESTIMATES
from inspections.windows.models.estimates import estimates_in_force
from network import clock
from network import models as m
from network.rules import NotAllowed
from outbox.models import Message
from tests.inspections.story import at, call, enter_window
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    time_machine.move_to(at("2026-11-30 08:15"), tick=False)


@pytest.fixture
def story(cast):
    enter_window(cast)
    return cast


def set_to(story, code, **values):
    """Through the administrator's own page."""
    row = EstimateRow.objects.get(code=code)
    url = reverse("inspections:estimate-edit", args=[row.public_id])
    client = signed_in(story.administrator)
    form = client.get(url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | values
    response = client.post(url, given)
    assert response.status_code == 302, response.context["form"].errors
    row.refresh_from_db()
    return row


def text_of(person, name, **kwargs):
    response = signed_in(person).get(reverse(f"inspections:{name}", kwargs=kwargs or None))
    assert response.status_code == 200
    return as_read(response)


def test_the_rows_are_seeded_from_the_estimates():
    assert dict(estimates_in_force()) == {each.code: each for each in ESTIMATES}


@pytest.mark.parametrize("estimate", ESTIMATES, ids=lambda each: each.code)
def test_each_says_where_it_is_from_and_how_sure(estimate):
    assert estimate.source
    assert "[" not in estimate.source
    assert estimate.confidence in {"medium", "low"}, "what is sure is no estimate"
    assert sum((estimate.hour is not None, estimate.number is not None, bool(estimate.lines))) == 1


def test_the_page_of_the_administrator_shows_every_one_with_its_source(story):
    page = text_of(story.administrator, "estimates")
    for row in EstimateRow.objects.all():
        assert row.title in page
        assert reverse("inspections:estimate-edit", args=[row.public_id]) in page
    for other in ("window-rules", "deadline-rule-list", "terms"):
        assert reverse(f"inspections:{other}") in page, "every other rule is found from here"
    assert reverse("inspections:estimates") in as_read(signed_in(story.administrator).get("/more/"))


def test_only_an_administrator_changes_one_and_the_audit_keeps_it(story):
    row = EstimateRow.objects.get(code="pause_most")
    for person in (story.officer, story.head):
        with pytest.raises(NotAllowed):
            actions.change(by=person, estimate=row, values={"number": 3})
    set_to(story, "pause_most", number=3)
    assert m.AuditRow.objects.get(verb="estimate.change").detail == {"code": "pause_most", "fields": ["number"]}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("call_hours_to", {"hour": ""}),
        ("pause_most", {"number": "-1"}),
        ("may_be_told", {"lines": ""}),
        ("pause_most", {"from_date": "2026-12-01", "to_date": "2026-11-01"}),
        ("pause_most", {"source": ""}),
    ],
)
def test_what_makes_no_sense_is_refused(story, code, values):
    row = EstimateRow.objects.get(code=code)
    url = reverse("inspections:estimate-edit", args=[row.public_id])
    client = signed_in(story.administrator)
    form = client.get(url).context["form"]
    response = client.post(url, {name: form[name].value() or "" for name in form.fields} | values)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {list(values)[-1]}


def test_a_row_is_one_of_the_three():
    with pytest.raises(IntegrityError), transaction.atomic():
        EstimateRow.objects.filter(code="pause_most").update(hour=time(9))


def test_the_row_in_force_today_is_gone_by_and_the_newest_when_none_is(story, time_machine):
    row = EstimateRow.objects.get(code="pause_most")
    EstimateRow.objects.filter(pk=row.pk).update(to_date=date(2026, 12, 1))
    EstimateRow.objects.create(
        code="pause_most", title="A pause", number=9, source="Later", confidence="low", from_date=date(2026, 12, 2)
    )
    assert estimates_in_force().number("pause_most") == 5
    time_machine.move_to(at("2026-12-02 08:15"), tick=False)
    assert estimates_in_force().number("pause_most") == 9
    EstimateRow.objects.filter(number=9).update(to_date=date(2026, 12, 2))
    time_machine.move_to(at("2026-12-10 08:15"), tick=False)
    assert estimates_in_force().number("pause_most") == 9


# Each of them is gone by.


def leave():
    Message.objects.filter(kind="standby").update(state=Message.SENT, sent_at=clock.now())


def test_the_call_hours_move_the_standing_down(story, time_machine):
    set_to(story, "call_hours_to", hour="15:30")
    page = text_of(story.buddy, "standby")
    assert "tell you after 15.30" in page
    assert "our estimate, not Ofsted’s" in page
    standby.look()
    assert Message.objects.get(to=story.buddy, kind="standby").useful_until == at("2026-11-30 15:30")
    leave()
    time_machine.move_to(at("2026-11-30 14:30"), tick=False)
    assert standby.look() == 0
    time_machine.move_to(at("2026-11-30 15:31"), tick=False)
    assert standby.look() == 2


def test_call_hours_to_the_evening_are_still_stood_down(story, time_machine):
    set_to(story, "call_hours_to", hour="18:00")
    standby.look()
    leave()
    time_machine.move_to(at("2026-11-30 18:05"), tick=False)
    assert standby.look() == 2


def test_the_start_of_autumn(story, time_machine):
    m.Term.objects.create(authority=story.authority, name="Term", starts_on="2027-08-31", ends_on="2027-10-22")
    time_machine.move_to(at("2027-09-06 08:15"), tick=False)
    assert standby.look() == 2, "the fifth school day, as the Monday before was a bank holiday"
    Message.objects.all().delete()
    set_to(story, "autumn_school_days", number=5)
    assert standby.look() == 0
    assert "Quiet: the first days of term" in text_of(story.head, "window")


def test_the_length_of_a_visit_is_filled_in(story):
    set_to(story, "full_days", number=3)
    assert 'value="2026-12-03"' in text_of(story.head, "call")
    inspection = call(story)
    assert (inspection.starts_on, inspection.ends_on) == (date(2026, 12, 1), date(2026, 12, 3))


def test_another_kind_of_visit(story):
    set_to(story, "other_days", number=2)
    assert call(story, kind=Inspection.MONITORING).ends_on == date(2026, 12, 2)


def test_when_inspectors_come_back_after_a_pause(story, time_machine):
    inspection = call(story)
    set_to(story, "pause_back", number=2)
    set_to(story, "pause_most", number=7)
    time_machine.move_to(at("2026-12-01 13:00"), tick=False)
    page = text_of(story.head, "inspection-pause", public_id=inspection.public_id)
    assert "usually 2 working days later, and up to 7 working days later: our estimate" in page
    assert 'value="2026-12-03"' in page
    pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1))
    assert inspection.resumes_on == date(2026, 12, 3)


def test_the_figures_of_pauses_and_deferrals(story, time_machine):
    inspection = call(story)
    page = text_of(story.head, "inspection-put-off", public_id=inspection.public_id)
    assert "621 of 786 requests were agreed" in page
    assert "Schools Week, 6 March 2026; how sure: medium" in page
    set_to(story, "pauses_agreed", number=36)
    time_machine.move_to(at("2026-12-01 13:00"), tick=False)
    for name in ("inspection-pause", "call-a-colleague"):
        assert "36 of 37 requests were agreed" in text_of(story.head, name, public_id=inspection.public_id)


def test_the_reasons_for_putting_it_off(story):
    inspection = call(story)
    set_to(story, "deferral_reasons", lines="a flood\na fire")
    page = text_of(story.head, "inspection-put-off", public_id=inspection.public_id)
    assert "<li>a flood</li><li>a fire</li>" in page
    assert "police investigation" not in page


def test_who_can_be_told(story):
    page = text_of(story.head, "who-can-i-tell")
    assert "In force since January 2024, as far as we know; how sure: medium" in page
    set_to(story, "may_be_told", lines="your buddy\nyour sister <b>")
    page = text_of(story.head, "who-can-i-tell")
    assert "<li>your sister &lt;b&gt;</li>" in page
    assert "your union" not in page


def test_the_lead_of_the_window_moves_every_window_at_once(story):
    m.School.objects.filter(pk=story.school.pk).update(in_window=False, window_opens_on=None, kind_group="Academies")
    m.PastInspection.objects.create(
        urn=story.school.urn, kind="graded", started_on=date(2024, 3, 5), published_on=date(2024, 4, 5), outcome="2"
    )
    set_to(story, "window_lead", number=11)
    story.school.refresh_from_db()
    first = story.school.window_opens_on
    set_to(story, "window_lead", number=23)
    story.school.refresh_from_db()
    assert (first.year - story.school.window_opens_on.year) * 12 == 12
