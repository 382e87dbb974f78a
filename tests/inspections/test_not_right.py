"""Something is not right: the ladder with its clock, wherever she looks; a pause noted, seen and corrected."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from inspections.aftercare import actions as pauses
from inspections.calls.actions import inspections as actions
from inspections.calls.actions import notify_call
from inspections.models import DeadlineRule, Inspection
from network.models import Closure, ExtraHoliday
from network.rules import WrongState
from network.schools.calendar import bank_holidays_known_until
from tests.directory import make
from tests.inspections.story import at, call, enter_window, planned
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)


@pytest.fixture
def story(cast):
    enter_window(cast)
    return cast


@pytest.fixture
def inspection(story):
    return call(story, senior_number="03000 000 000", lead_inspector="Lee Example")


def today_of(person):
    return as_read(signed_in(person).get("/today/"))


def page_of(person, inspection, name="inspection"):
    response = signed_in(person).get(reverse(f"inspections:{name}", args=[inspection.public_id]))
    assert response.status_code == 200
    return as_read(response)


LADDER = (
    "Tell the lead inspector",
    "tel:03000000000",
    "Ask for a pause",
    "so can your employer",
    "Ring Ofsted about how it was carried out, until Thursday 3 December",
    "A complaint is still open to you after the draft has come",
)


@pytest.mark.parametrize(
    ("moment", "left"),
    [("2026-12-01 11:00", "in 2 days"), ("2026-12-02 15:00", "tomorrow")],
    ids=["day one", "day two"],
)
def test_the_whole_ladder_in_its_order_with_the_clock(story, inspection, time_machine, moment, left):
    time_machine.move_to(at(moment), tick=False)
    pages = [
        today_of(story.head),
        page_of(story.head, inspection),
        page_of(story.deputy, inspection),
        page_of(story.buddy, inspection),
        page_of(story.head, inspection, "call-a-colleague"),
        page_of(story.buddy, inspection, "call-a-colleague"),
    ]
    for page in pages:
        places = [page.index(step, page.index(LADDER[0])) for step in LADDER]
        assert places == sorted(places)
        assert f"until Thursday 3 December: {left}." in page
        assert "Call a colleague now" in page
    pause = reverse("inspections:inspection-pause", args=[inspection.public_id])
    assert [pause in page for page in pages] == [True, True, True, False, True, False]
    for page in (pages[0], pages[1]):
        assert reverse("inspections:log") in page, "her own log, from where she is"
    assert reverse("inspections:log") not in pages[2]


def test_a_day_that_has_passed_promises_nothing_any_more(story, inspection, time_machine):
    notify_call.seen(by=story.buddy, inspection=inspection)
    assert "Saw it at 09.52." in today_of(story.head)
    time_machine.move_to(at("2026-12-02 11:00"), tick=False)
    page = today_of(story.head)
    assert "Saw it on Monday at 09.52." in page, "read on Wednesday, a time alone would be of that day"
    assert "Last day for the next-day call about conduct. Blake rings you." in page
    assert "In confidence you may tell your buddy" in page
    time_machine.move_to(at("2027-01-28 11:00"), tick=False)
    actions.note_dates(by=story.head, inspection=inspection, published_on=date(2027, 1, 27))
    page = today_of(story.head)
    assert "Last day for the next-day call about conduct." in page
    assert "Blake rings you" not in page
    assert "provisional outcome" not in page, "what is published may be told"


def test_before_the_first_day_it_says_from_when(story, inspection):
    page = today_of(story.head)
    assert "From Tuesday 1 December, while inspectors are on site, you can call a colleague" in page
    assert "Call a colleague now" not in page
    assert "From Tuesday 1 December you can call a colleague here" in page_of(story.head, inspection)


def test_the_day_after_the_next_day_call_is_still_open_and_then_it_has_passed(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-03 08:30"), tick=False)
    for page in (today_of(story.head), page_of(story.head, inspection)):
        assert "Something was not right?" in page
        assert "today, until the end of the day" in page
        assert "Call a colleague now" not in page
    time_machine.move_to(at("2026-12-04 08:30"), tick=False)
    for page in (today_of(story.head), page_of(story.head, inspection)):
        assert "Something was not right?" not in page


def test_the_clock_follows_the_rule_that_an_administrator_keeps(story, inspection, time_machine):
    DeadlineRule.objects.filter(code="next-day-call").update(number=3)
    time_machine.move_to(at("2026-12-01 11:00"), tick=False)
    for page in (
        today_of(story.head),
        page_of(story.head, inspection),
        page_of(story.head, inspection, "inspection-deadlines"),
    ):
        assert "Monday 7 December" in page


@pytest.mark.parametrize(("counted_in", "until"), [("A", "Wednesday 9"), ("B", "Thursday 3"), ("AB", "Thursday 3")])
def test_every_page_counts_by_the_calendar_that_an_administrator_chose(
    story, inspection, time_machine, counted_in, until, django_assert_max_num_queries
):
    DeadlineRule.objects.filter(code="next-day-call").update(counted_in=counted_in)
    days = {"starts_on": date(2026, 11, 27), "ends_on": date(2026, 12, 8)}  # eleven days shut: longer than a week
    Closure.objects.create(school=story.school, name="Closed", **days)
    time_machine.move_to(at("2026-12-01 11:00"), tick=False)
    head = signed_in(story.head)
    with django_assert_max_num_queries(20):
        front = head.get("/today/")
    for page in (
        as_read(front),
        page_of(story.head, inspection),
        page_of(story.head, inspection, "call-a-colleague"),
    ):
        assert f"{until} December: in" in page
    assert f"{until} December" in page_of(story.head, inspection, "inspection-deadlines")


def test_while_it_is_paused_no_page_offers_to_ask_for_a_pause(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 11:00"), tick=False)
    pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1), resumes_on=date(2026, 12, 3))
    time_machine.move_to(at("2026-12-02 11:00"), tick=False)
    for text in (
        today_of(story.head),
        page_of(story.head, inspection),
        page_of(story.head, inspection, "call-a-colleague"),
    ):
        assert "It is paused." in text
        assert "Ask for a pause" not in text


def test_while_colleagues_are_asked_that_stands_above_the_button_that_asked_them(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 10:00"), tick=False)
    make.listing(story.acceptor)
    signed_in(story.head).post(f"/inspection/{inspection.public_id}/call-a-colleague/", {})
    time_machine.move_to(at("2026-12-01 10:01"), tick=False)
    front = today_of(story.head)
    assert front.index("We are asking colleagues now") < front.index("Something is not right?")


def test_on_site_her_buddy_can_be_rung_from_the_first_card(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 10:00"), tick=False)
    signed_in(story.buddy).post(f"/inspection/{inspection.public_id}/seen/")
    number = story.buddy.contact_points.get(channel="sms").address
    front = today_of(story.head)
    called, rung = front.index("Call a colleague now"), front.index(f'href="tel:{number}"')
    assert called < rung < front.index("Tell the lead inspector")


def test_every_page_leaves_out_an_extra_bank_holiday(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 11:00"), tick=False)
    ExtraHoliday.objects.create(on=date(2026, 12, 3), name="A coronation")
    for page in (
        today_of(story.head),
        page_of(story.head, inspection),
        page_of(story.head, inspection, "call-a-colleague"),
    ):
        assert "until Friday 4 December: in 3 days" in page
    assert "Friday 4 December" in page_of(story.head, inspection, "inspection-deadlines")


def test_the_deadlines_say_when_bank_holidays_are_not_known_yet(story, inspection):
    last = bank_holidays_known_until()
    said = f"The bank holidays after {last.day} {last:%B %Y} are not known here yet"
    assert said not in page_of(story.head, inspection, "inspection-deadlines")
    Inspection.objects.filter(pk=inspection.pk).update(starts_on=last, ends_on=last)
    assert said in page_of(story.head, inspection, "inspection-deadlines")


def test_no_day_that_is_filled_in_falls_on_an_extra_bank_holiday(story):
    ExtraHoliday.objects.create(on=date(2026, 12, 1), name="A coronation")
    page = as_read(signed_in(story.head).get(reverse("inspections:call")))
    assert 'value="2026-12-02"' in page
    assert 'value="2026-12-01"' not in page
    inspection = call(story)
    assert (inspection.starts_on, inspection.ends_on) == (date(2026, 12, 2), date(2026, 12, 3))


def test_nor_does_the_day_they_come_back(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-02 11:00"), tick=False)
    for day in (3, 4):
        ExtraHoliday.objects.create(on=date(2026, 12, day), name="A coronation")
    page = page_of(story.head, inspection, "inspection-pause")
    assert 'value="2026-12-07"' in page  # the Monday after
    paused = pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 2))
    assert (paused.resumes_on, paused.ends_on) == (date(2026, 12, 7), date(2026, 12, 7))


def test_no_day_on_site_is_counted_on_an_extra_bank_holiday(story, inspection, time_machine):
    ExtraHoliday.objects.create(on=date(2026, 12, 1), name="A coronation")
    time_machine.move_to(at("2026-12-02 11:00"), tick=False)
    assert "Day one. Inspectors are on site." in today_of(story.head)
    for page in (today_of(story.head), page_of(story.head, inspection)):
        assert "Wednesday 2 December, day one" in page
        assert "day two" not in page


def test_a_rule_that_has_yet_to_begin_or_has_ended_is_not_gone_by(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 11:00"), tick=False)
    rule = DeadlineRule.objects.get(code="next-day-call")
    for number, first, last in ((3, date(2027, 1, 1), None), (4, date(2020, 1, 1), date(2026, 11, 30))):
        rule.pk, rule.public_id = None, uuid4()
        rule.number, rule.from_date, rule.to_date = number, first, last
        rule.save(force_insert=True)
    for name in ("inspection", "inspection-deadlines"):
        assert "Thursday 3 December" in page_of(story.head, inspection, name)
    assert "until Thursday 3 December: in 2 days" in today_of(story.head)


def test_a_pause_stands_in_the_line_of_days(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 13:00"), tick=False)
    pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1), resumes_on=date(2026, 12, 4))
    assert "Inspectors come back on Friday 4 December." in today_of(story.head)
    assert "Inspectors come back on Friday 4 December." in page_of(story.buddy, inspection)


def test_a_pause_that_is_corrected_counts_the_days_to_come_once(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-01 13:00"), tick=False)
    for back in (date(2026, 12, 7), date(2026, 12, 4), date(2026, 12, 3)):
        pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1), resumes_on=back)
        assert inspection.ends_on == back, "one day was still to come, whenever they come back"
    assert planned()["last-evening"] == "Thu 03 Dec 18.00"
    assert planned()["evening 1"] == "Tue 01 Dec 17.00"


def test_what_is_put_off_cannot_be_paused(story, inspection, time_machine):
    pauses.put_off(by=story.head, inspection=inspection)
    time_machine.move_to(at("2026-12-01 13:00"), tick=False)
    with pytest.raises(WrongState, match="new date"):
        pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1))


def test_the_loud_warning_stands_on_the_page_of_the_inspection_too(story, inspection, time_machine):
    actions.note_dates(by=story.head, inspection=inspection, draft_on=date(2026, 12, 16))
    warning = "the days run out on Wednesday 23 December, in the holidays"
    for person in (story.head, story.deputy, story.buddy):
        assert page_of(person, inspection).count(warning) == 2
    assert warning not in page_of(story.shared_with, inspection), "who was shown the days sees the days"
    time_machine.move_to(at("2026-12-24 09:00"), tick=False)
    assert warning not in page_of(story.head, inspection)


def test_writing_down_that_the_draft_came_leads_to_the_one_choice(story, inspection, time_machine):
    time_machine.move_to(at("2026-12-16 10:00"), tick=False)
    browser = signed_in(story.head)
    url = reverse("inspections:inspection-dates", args=[inspection.public_id])
    answer = browser.post(url, {"draft_on": "2026-12-16"}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("inspections:inspection-deadlines", args=[inspection.public_id])
    page = as_read(answer)
    assert page.index("One choice of two, once") < page.index("By Wednesday 23 December 2026")
    answer = browser.post(url, {"draft_on": "2026-12-16", "published_on": "2027-01-27"}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("inspections:inspection", args=[inspection.public_id])


def test_the_plan_is_one_press_from_the_inspection(story, inspection):
    address = reverse("inspections:inspection-plan", args=[inspection.public_id])
    for person in (story.head, story.deputy, story.buddy):
        assert address in page_of(person, inspection)
    assert address not in page_of(story.shared_with, inspection)
