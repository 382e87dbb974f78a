"""The weeks after: deadlines with their sources, letters, the plan as a file, a pause, the call sheet."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from icalendar import Calendar

from config.environment import BASE_DIR
from inspections.aftercare import actions as pauses
from inspections.aftercare.letters import letters
from inspections.aftercare.pauses import is_unusually_long, last_day_after, usual_return
from inspections.calls.actions import inspections as actions
from inspections.check_ins.actions import planning
from inspections.models import DeadlineRule, Inspection
from inspections.visits.schedule import Visit
from network import models as m
from network.rules import NotAllowed, WrongState
from network.schools.calendar import Closure, bank_holidays
from network.site import published
from tests.inspections.story import at, call, planned
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(story):
    return call(story, senior_number="03000 000 000", lead_inspector="Lee Example", chair="Chris Example")


def page(sign_in, person, name, **kwargs):
    response = sign_in(person).get(reverse(f"inspections:{name}", kwargs=kwargs or None))
    assert response.status_code == 200
    return as_read(response)


def words(html):
    """What is read: without tags, one space between words."""
    return " ".join(strip_tags(html).split())


CHRISTMAS = Closure(date(2026, 12, 21), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("starts", "ends", "paused", "resumes", "last"),
    [
        # Tuesday and Wednesday, paused on the Tuesday, back on Wednesday: Wednesday stays the last day.
        ("2026-12-01", "2026-12-02", "2026-12-01", "2026-12-02", "2026-12-02"),
        ("2026-12-01", "2026-12-02", "2026-12-01", "2026-12-04", "2026-12-04"),
        # Paused on the last day: the rest of that day is still to come.
        ("2026-12-01", "2026-12-02", "2026-12-02", "2026-12-03", "2026-12-03"),
        # Over a weekend.
        ("2026-12-03", "2026-12-04", "2026-12-04", "2026-12-07", "2026-12-07"),
        ("2026-12-03", "2026-12-07", "2026-12-03", "2026-12-04", "2026-12-07"),
        ("2026-12-03", "2026-12-07", "2026-12-03", "2026-12-09", "2026-12-10"),
        # Over Christmas.
        ("2026-12-17", "2026-12-18", "2026-12-17", "2027-01-04", "2027-01-04"),
    ],
)
def test_last_day_after(starts, ends, paused, resumes, last):
    visit = Visit(starts_on=date.fromisoformat(starts), ends_on=date.fromisoformat(ends))
    found = last_day_after(
        visit, date.fromisoformat(paused), date.fromisoformat(resumes), (CHRISTMAS,), bank_holidays()
    )
    assert found == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("paused", "back"),
    [("2026-12-01", "2026-12-02"), ("2026-12-04", "2026-12-07"), ("2026-12-18", "2027-01-04")],
)
def test_usual_return(paused, back):
    assert usual_return(date.fromisoformat(paused), 1, (CHRISTMAS,)) == date.fromisoformat(back)


def test_five_working_days_are_usual_and_six_are_not():
    assert not is_unusually_long(date(2026, 12, 1), date(2026, 12, 8), 5)
    assert is_unusually_long(date(2026, 12, 1), date(2026, 12, 9), 5)


def test_a_pause_moves_the_plan(story, inspection, now):
    now.move_to(at("2026-12-01 13:00"))
    pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1), resumes_on=date(2026, 12, 4))
    assert planned() == {
        "evening 1": "Tue 01 Dec 17.00",
        "last-evening": "Fri 04 Dec 18.00",
        "day-after": "Mon 07 Dec 12.30",
        "day-five": "Wed 09 Dec 16.00",
    }
    assert inspection.generation == 2
    with pytest.raises(WrongState):
        pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 9))
    with pytest.raises(NotAllowed):
        pauses.pause(by=story.buddy, inspection=inspection, paused_on=date(2026, 12, 1))


def test_put_off_and_given_a_new_date(story, inspection, now):
    pauses.put_off(by=story.head, inspection=inspection)
    assert list(planned()) == ["month 2026-12"]
    actions.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 16))
    assert planned()["evening 1"] == "Tue 15 Dec 17.00"
    assert "month 2026-12" not in planned()


def test_what_has_begun_cannot_be_put_off(story, inspection, now):
    now.move_to(at("2026-12-02 10:00"))
    with pytest.raises(WrongState, match="pause"):
        pauses.put_off(by=story.head, inspection=inspection)


def test_the_page_of_a_pause(story, sign_in, inspection, now):
    now.move_to(at("2026-12-01 13:00"))
    text = page(sign_in, story.head, "inspection-pause", public_id=inspection.public_id)
    assert "Tell the lead inspector, Lee Example" in text
    assert "03000 000 000" in text
    assert "37 of 37 requests were agreed" in text
    url = reverse("inspections:inspection-pause", args=[inspection.public_id])
    client = sign_in(story.head)
    for given, message in [
        ({"paused_on": "2026-12-05"}, "Choose a day when inspectors were on site."),
        ({"paused_on": "2026-12-01", "resumes_on": "2026-12-01"}, "They come back on a later day."),
        ({"paused_on": ""}, "Please fill this in."),
    ]:
        assert message in as_read(client.post(url, given))
    response = client.post(url, {"paused_on": "2026-12-01", "resumes_on": "2026-12-14"}, follow=True)
    assert "More than 5 working days is unusual" in as_read(response)
    assert "The inspection is paused." in as_read(response)


def test_deadlines_warn_loudly_when_they_run_out_in_the_holidays(story, sign_in, inspection, now):
    actions.note_dates(by=story.head, inspection=inspection, draft_on=date(2026, 12, 16))
    text = page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert text.count("the days run out on Wednesday 23 December, in the holidays") == 2
    assert "By Wednesday 23 December 2026" in text
    assert "statutory, 6 January" in text
    assert "Keep to the earlier." in text
    assert "Sending minor points normally closes the way to a complaint" in text
    assert "Explanatory Notes to sections 15 and 17" in text


def test_deadlines_before_the_draft_are_estimates(story, sign_in, inspection):
    text = page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert "About Monday 11 January 2027</strong>, our estimate" in text
    assert "One choice of two, once" in text
    assert "anything, and before day one of the five: talk to your union" in words(text)


def note(story, inspection, **days):
    actions.note_dates(by=story.head, inspection=inspection, **days)


def test_a_day_that_was_written_down_stands_as_it_was_written(story, sign_in, inspection, now):
    note(story, inspection, draft_on=date(2027, 1, 11))
    text = page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert "Came on Monday 11 January 2027, as written down here" in words(text)
    assert "About Monday 11 January 2027" not in words(text)
    assert "Until Monday 18 January 2027 there is one choice" in words(text)
    assert "before day one" not in text, "it has come"
    assert "So decide before you send anything: talk to your union and your buddy first." in words(text)
    note(story, inspection, draft_on=date(2027, 1, 11), published_on=date(2027, 1, 29))
    text = page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert "Published on Friday 29 January 2027, as written down here" in words(text)
    assert "our estimate" not in words(text).split("Publication")[1].split("Parents get")[0]


@pytest.mark.parametrize(
    ("taken", "said", "gone"),
    [
        ("complained_on", "A formal complaint was sent on Thursday 14 January 2027.", "Comments on minor points"),
        ("minor_points_on", "Minor points were sent on Thursday 14 January 2027.", "A formal complaint"),
    ],
)
def test_the_way_not_chosen_is_on_the_page_no_longer(story, sign_in, inspection, taken, said, gone):
    note(story, inspection, draft_on=date(2027, 1, 11), **{taken: date(2027, 1, 14)})
    text = words(page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id))
    assert "The choice is made" in text
    of_it = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    for plan in (page(sign_in, story.head, "today"), of_it):
        assert "The draft report came. The choice is made." in plan
        assert "one choice" not in plan
    assert said in text
    assert gone not in text
    assert "One choice of two" not in text


def test_the_plan_for_a_calendar_holds_last_days_that_are_known_and_none_that_is_past_choosing(
    story, sign_in, inspection
):
    def last_days():
        url = reverse("inspections:inspection-plan", args=[inspection.public_id])
        events = Calendar.from_ical(sign_in(story.head).get(url).content).walk("VEVENT")
        return [event.decoded("dtstart") for event in events if "Last day" in event["summary"]]

    assert last_days() == [date(2026, 12, 3)], "no estimate"
    note(story, inspection, draft_on=date(2027, 1, 11))
    assert last_days() == [date(2026, 12, 3), date(2027, 1, 18)]
    note(story, inspection, draft_on=date(2027, 1, 11), minor_points_on=date(2027, 1, 14))
    assert last_days() == [date(2026, 12, 3)]


def test_the_line_of_days_expects_no_draft_after_publication(story, sign_in, inspection):
    assert "Draft report. Then five working days" in page(sign_in, story.head, "today")
    note(story, inspection, published_on=date(2027, 1, 29))
    assert "Draft report. Then five working days" not in page(sign_in, story.head, "today")


def test_a_pause_is_not_offered_after_inspectors_have_left(story, sign_in, inspection, now):
    now.move_to(at("2026-12-02 12:00"))
    assert "Ask for a pause" in page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    now.move_to(at("2026-12-02 21:32"))
    for text in (
        page(sign_in, story.head, "inspection", public_id=inspection.public_id),
        page(sign_in, story.head, "today"),
    ):
        assert "Something is not right?" in text
        assert "Ask for a pause" not in text, "they left in the afternoon"
        assert "Call a colleague now" not in text
    now.move_to(at("2026-12-03 08:00"))
    text = page(sign_in, story.head, "inspection", public_id=inspection.public_id)
    assert "Ring Ofsted about how it was carried out, until Thursday 3 December" in text
    assert "Ask for a pause" not in text


def test_one_working_day_is_one_day(story, sign_in, inspection):
    text = words(page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id))
    assert "1 working day by Ofsted’s own calendar" in text
    assert "1 working days" not in text


def test_deadlines_follow_a_rule_that_an_administrator_changed(story, sign_in, inspection):
    rule = DeadlineRule.objects.get(code="draft")
    form = sign_in(story.administrator).get(reverse("inspections:deadline-rule-edit", args=[rule.public_id]))
    given = {name: form.context["form"][name].value() or "" for name in form.context["form"].fields}
    sign_in(story.administrator).post(
        reverse("inspections:deadline-rule-edit", args=[rule.public_id]),
        given | {"number": 10, "from_date": "2025-11-10"},
    )
    assert m.AuditRow.objects.get(verb="deadline-rule.change").detail == {"code": "draft", "fields": ["number"]}
    planning.plan_check_ins()
    inspection.refresh_from_db()
    assert inspection.draft_expected_on == date(2026, 12, 16)
    assert planned()["draft-expected"] == "Wed 16 Dec 16.00"


def test_the_plan_as_a_file_has_fixed_words_alone(story, sign_in, inspection):
    response = sign_in(story.head).get(reverse("inspections:inspection-plan", args=[inspection.public_id]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = list(Calendar.from_ical(response.content).walk("VEVENT"))
    assert {str(event["summary"]) for event in events} == {
        "On site",
        "Ten seconds",
        "Last day: look at your page",
    }
    assert [event["dtstart"].dt for event in events if event["summary"] == "On site"] == [
        date(2026, 12, 1),
        date(2026, 12, 2),
    ]
    for private in (b"Hollis", b"Example", b"Lee", b"Ofsted", b"inspect"):
        assert private not in response.content


def test_letters_say_nothing_of_an_outcome():
    words = letters("Example Junior School", date(2026, 12, 1), date(2026, 12, 2))
    assert "on Tuesday 1 December to Wednesday 2 December" in words["staff"]
    assert "parents" not in words  # they get Ofsted’s own
    before = " ".join(text for name, text in words.items() if name != "published").casefold()
    for word in ("grade", "went well", "pleased", "strong", "good", "disappoint", "judgement"):
        assert word not in before


def test_a_letter_for_publication_waits_for_that_day(story, sign_in, inspection, now):
    url = {"public_id": inspection.public_id}
    assert "has been published" not in page(sign_in, story.head, "inspection-letters", **url)
    now.move_to(at("2027-01-27 12:00"))
    actions.note_dates(by=story.head, inspection=inspection, published_on=date(2027, 1, 27))
    assert "has been published" in page(sign_in, story.head, "inspection-letters", **url)


def test_who_can_i_tell_says_source_and_date(story, sign_in):
    text = page(sign_in, story.head, "who-can-i-tell")
    assert "your buddy" in text
    assert "November 2026" in text


def test_call_sheet(story, sign_in, inspection):
    text = page(sign_in, story.head, "call-sheet")
    number = story.buddy.contact_points.get(channel="sms").address
    assert text.index(f"tel:{number}") < text.index("03000 000 000") < text.index("tel:116123")
    response = sign_in(story.head).post("/call-sheet/keep/")
    assert response["Content-Disposition"] == 'attachment; filename="call-sheet.html"'
    kept = as_read(response)
    assert f"tel:{number}" in kept
    for line in published.helplines():
        assert line.phone in text, "the numbers an administrator keeps"
        assert line.phone in kept
    assert "A complaint is still open to you after the draft." in kept
    assert "governors or trustees: every one of them" in kept
    assert "http" not in kept
    assert "<script" not in kept


def test_call_sheet_of_somebody_else_has_no_numbers_of_hers(story, sign_in, inspection):
    text = page(sign_in, story.buddy, "call-sheet")
    assert story.head.contact_points.get(channel="sms").address not in text
    assert "Lee Example" not in text


def test_a_complaint_is_only_a_day(story, sign_in, inspection, now):
    now.move_to(at("2027-01-15 12:00"))
    sign_in(story.head).post(
        reverse("inspections:inspection-dates", args=[inspection.public_id]),
        {"draft_on": "2027-01-11", "complained_on": "2027-01-15", "what": "words"},
    )
    assert Inspection.objects.get().complained_on == date(2027, 1, 15)
    text = page(sign_in, story.head, "inspection-deadlines", public_id=inspection.public_id)
    assert "About Friday 5 March 2027" in text


def test_a_letter_stands_whole_on_paper_and_no_path_of_ours_behind_a_link(story, sign_in, inspection):
    text = page(sign_in, story.head, "inspection-letters", public_id=inspection.public_id)
    assert text.count('class="covenant-letter" aria-hidden="true"') == text.count("<textarea") > 0
    style = (BASE_DIR / "static/look.css").read_text().partition("@media print")[2]
    assert '.govuk-link[href^="/"]::after' in style
    assert ".covenant-letter + .govuk-textarea { display: none; }" in style
