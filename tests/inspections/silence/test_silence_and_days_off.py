"""What holds the message holds the clock: nobody is silent about a question that has not left, the ladder stands still
on days on which she is not asked, and nobody is asked in it at a time at which they are not to be reached."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from inspections.answers.actions import answers as check_ins
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, SilenceStep
from inspections.silence.actions import silence
from inspections.visits.moments import LONDON
from network import models as m
from network.privacy.actions.retention import delete_over
from outbox import kinds
from outbox.models import Message
from outbox.wording import tokens
from tests.inspections.story import at, call, leave
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def called(story, first, last):
    inspection = call(story, starts_on=first, ends_on=last)
    Message.objects.exclude(kind="check-in").delete()
    return inspection


def look(now, *moments, sending=True):
    """The steps taken at each of these moments."""
    found = []
    for moment in moments:
        now.move_to(at(moment))
        if sending:
            leave()
        planning.mark_missed()
        before = set(SilenceStep.objects.values_list("pk", flat=True))
        silence.look()
        found.append(SilenceStep.objects.exclude(pk__in=before).values_list("step", flat=True).first())
    return found


def row(rule):
    return CheckIn.objects.select_related("head", "inspection").get(rule=rule)


def heard_of_until(now, story, moment, *rules):
    now.move_to(at(moment))
    planning.plan_check_ins()
    leave()
    for rule in rules:
        check_ins.answer(by=story.head, check_in=row(rule), answer="fine")


def test_nobody_is_silent_about_a_question_that_never_left(story, now, sign_in):
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    heard_of_until(now, story, "2026-12-03 12:40", "evening", "last-evening", "day-after")
    days = [f"2026-12-{day:02} {hour}" for day in range(7, 15) for hour in ("08:00", "17:00")]
    assert set(look(now, *days, sending=False)) == {None}, "day five waits in the outbox all the while"
    Message.objects.filter(about=f"checkin:{row('day-five').pk}").update(state=Message.EXPIRED)
    planning.mark_missed()
    assert row("day-five").state == CheckIn.NOT_ASKED
    for person, page in ((story.head, "/check-ins/"), (story.buddy, f"/standing-by/{story.head.public_id}/")):
        text = as_read(sign_in(person).get(page))
        assert "Not asked: our message could not leave in time" in text
        assert "Not answered" not in text
    page = as_read(sign_in(story.head).get(f"/inspection/{row('day-five').inspection.public_id}/"))
    assert "Monday 7 December, 16.00: not asked" in page


def test_a_question_in_its_moment_of_leaving_is_neither_missed_nor_called_not_asked(story, now):
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    evening = row("evening")
    Message.objects.filter(about=f"checkin:{evening.pk}").update(
        state=Message.SENDING, leased_until=at("2026-12-03 00:00")
    )
    now.move_to(at("2026-12-02 12:00"))
    planning.mark_missed()
    assert row("evening").state == CheckIn.PLANNED


def test_the_hours_count_from_when_it_left_and_not_from_when_it_was_due(story, now):
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    heard_of_until(now, story, "2026-12-02 18:30", "evening", "last-evening")
    Message.objects.filter(about=f"checkin:{row('day-after').pk}").update(
        state=Message.SENT, sent_at=at("2026-12-04 11:00")
    )  # the mail server was away for most of a day
    assert look(now, "2026-12-04 03:30", "2026-12-04 12:30", "2026-12-04 18:59", sending=False) == [None, None, None]


def test_fridays_silence_goes_on_on_monday_and_the_second_question_lives(story, now):
    called(story, date(2026, 12, 2), date(2026, 12, 3))
    heard_of_until(now, story, "2026-12-03 18:30", "evening", "last-evening")
    assert row("day-after").send_at == at("2026-12-04 12:30"), "a Friday"
    weekend = ["2026-12-04 18:59", "2026-12-05 12:00", "2026-12-06 12:00", "2026-12-07 02:10", "2026-12-07 07:29"]
    assert look(now, *weekend) == [None] * 5, "nobody is asked at ten past two on Monday"
    assert look(now, "2026-12-07 07:30") == ["again"]
    again = Message.objects.get(occurrence__endswith=".again")
    assert again.due_at == at("2026-12-07 07:30")
    assert again.useful_until >= at("2026-12-08 07:30")
    assert kinds.get("check-in").still_wanted(again)
    heard_of_until(now, story, "2026-12-07 16:05")
    steps = ["2026-12-07 12:29", "2026-12-07 12:30", "2026-12-08 07:29", "2026-12-08 07:30", "2026-12-08 12:30"]
    assert look(now, *steps) == [None, "buddy", None, "reserve", "last"]


def test_a_question_on_the_last_day_of_term_is_followed_when_school_is_back(story, now):
    called(story, date(2026, 12, 16), date(2026, 12, 17))
    heard_of_until(now, story, "2026-12-17 18:30", "evening", "last-evening")
    assert row("day-after").send_at == at("2026-12-18 12:30")
    holidays = ["2026-12-18 18:59", *(f"2026-12-{day} 10:00" for day in range(19, 32)), "2027-01-03 12:00"]
    assert set(look(now, *holidays)) == {None}
    assert silence.end_old() == 0
    assert look(now, "2027-01-04 07:29", "2027-01-04 07:30", "2027-01-04 12:30") == [None, "again", "buddy"]


def test_a_silence_of_the_last_days_of_term_goes_on_in_september_where_it_stood(story, now):
    """Its steps are kept for as long as it lasts, through more nights of deletion than thirty: what was asked before
    the summer is not asked again."""
    m.Term.objects.create(authority=story.authority, name="Term", starts_on="2027-09-02", ends_on="2027-10-22")
    now.move_to(at("2027-07-12 10:00"))
    called(story, date(2027, 7, 14), date(2027, 7, 15))
    heard_of_until(now, story, "2027-07-16 12:40", "evening", "last-evening", "day-after")
    day_five = row("day-five")
    assert day_five.send_at == at("2027-07-20 16:00")
    before = ["2027-07-20 16:00", "2027-07-21 07:29", "2027-07-21 07:30", "2027-07-21 18:00"]
    assert look(now, *before) == [None, None, "again", "buddy"]
    for night in (at("2027-07-22 03:00") + timedelta(days=n) for n in range(42)):
        now.move_to(night)
        planning.plan_check_ins()
        planning.mark_missed()
        silence.end_old()
        delete_over()
        assert silence.look() == 0
    assert look(now, "2027-09-02 07:29", "2027-09-02 07:30", "2027-09-02 12:30") == [None, None, "reserve"]
    assert list(SilenceStep.objects.values_list("step", flat=True)) == ["again", "buddy", "reserve"]


def test_five_heads_were_once_reported_silent_about_day_five_in_the_holidays(story, now):
    """Day five fell on Monday 21 December: it is asked on the first day back, and nobody is told anything before."""
    called(story, date(2026, 12, 15), date(2026, 12, 16))
    heard_of_until(now, story, "2026-12-17 12:40", "evening", "last-evening", "day-after")
    assert row("day-five").send_at == at("2027-01-04 16:00")
    holidays = [f"2026-12-{day} {hour}" for day in range(18, 32) for hour in ("09:00", "17:00")]
    assert set(look(now, *holidays, "2027-01-04 15:59")) == {None}
    assert not Message.objects.filter(kind__startswith="nudge").exclude(to=story.head).exists()


def test_the_page_says_when_she_is_asked_and_why_then(story, now, sign_in):
    called(story, date(2026, 12, 15), date(2026, 12, 16))
    heard_of_until(now, story, "2026-12-17 12:40", "evening", "last-evening", "day-after")
    for person, page in ((story.head, "/check-ins/"), (story.buddy, f"/standing-by/{story.head.public_id}/")):
        text = as_read(sign_in(person).get(page))
        assert "The next is on Monday 4 January 2027, 16.00, when school is back." in text
    assert "Monday 4 January 2027" in as_read(sign_in(story.head).get("/today/"))


def test_the_buddy_is_asked_when_he_can_be_reached(story, now):
    m.Person.objects.filter(pk=story.buddy.pk).update(quiet_from=time(8), quiet_until=time(15))
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    assert look(now, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 14:59") == ["again", None, None]
    assert look(now, "2026-12-02 15:00") == ["buddy"]


def test_the_reserve_is_asked_when_they_can_be_reached_and_nobody_hears_that_it_cannot_wait(story, now):
    m.Person.objects.filter(pk=story.reserve.pk).update(quiet_from=time(11), quiet_until=time(14))
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    assert look(now, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00") == ["again", "buddy", None]
    assert look(now, "2026-12-02 14:00") == ["reserve"]
    asked = Message.objects.filter(to__in=[story.reserve, story.head], occurrence__startswith="stand-in:")
    assert set(asked.values_list("kind", flat=True)) == {"nudge"}


def test_the_last_step_waits_for_no_weekend_but_for_the_morning(story, now):
    """The head chose to be asked at weekends; her buddy did not."""
    m.Person.objects.filter(pk=story.head.pk).update(quiet_weekends=False, quiet_from=time(0), quiet_until=time(0))
    m.Person.objects.filter(pk=story.reserve.pk).update(quiet_weekends=False)
    story.head.refresh_from_db()
    called(story, date(2026, 12, 2), date(2026, 12, 3))
    heard_of_until(now, story, "2026-12-03 17:30", "evening")
    moments = ["2026-12-04 09:00", "2026-12-04 18:00", "2026-12-05 10:00", "2026-12-05 18:00"]
    assert look(now, *moments) == ["again", "buddy", "reserve", "last"]
    assert Message.objects.filter(to=story.buddy, kind="nudge-now").exists()


def test_the_last_step_is_not_taken_in_the_small_hours(story, now):
    called(story, date(2026, 12, 1), date(2026, 12, 2))
    assert look(now, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00") == ["again", "buddy", "reserve"]
    assert look(now, "2026-12-03 02:10", "2026-12-03 06:59", "2026-12-03 07:00") == [None, None, "last"]


def link_of(check_in):
    message = Message.objects.get(about=f"checkin:{check_in.pk}", occurrence=f"{check_in.public_id}.1")
    client = Client()
    client.get(message.path.replace("{token}", tokens.worked_out("check-in", message)), follow=True)
    return client


def test_not_now_on_a_friday_is_asked_on_monday_and_the_page_says_so(story, now):
    called(story, date(2026, 12, 2), date(2026, 12, 3))
    heard_of_until(now, story, "2026-12-04 12:40")
    page = link_of(row("day-after"))
    assert "We ask again on Monday 7 December" in as_read(page.get("/check-in/"))
    said = as_read(page.post("/check-in/", {"answer": "not_now"}))
    assert "We ask once more, on Monday 7 December, unless you had answered here before." in said
    again = row(CheckIn.AGAIN)
    assert again.send_at == again.due_at == at("2026-12-07 12:30")
    now.move_to(at("2026-12-07 12:30"))
    message = Message.objects.get(about=f"checkin:{again.pk}")
    assert kinds.get("check-in").still_wanted(message)
    assert message.due_at == again.send_at < message.useful_until


def test_not_now_before_the_holidays_is_asked_when_school_is_back(story, now):
    called(story, date(2026, 12, 16), date(2026, 12, 17))
    heard_of_until(now, story, "2026-12-18 12:40")
    page = link_of(row("day-after"))
    shown = as_read(page.get("/check-in/"))
    day = row("day-five").send_at.astimezone(LONDON).date()
    assert day == date(2027, 1, 4)
    assert "We ask again on Monday 4 January" in shown
    page.post("/check-in/", {"answer": "not_now"})
    assert not CheckIn.objects.filter(rule=CheckIn.AGAIN).exists(), "day five is asked then"
