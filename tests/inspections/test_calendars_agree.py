"""The message, the page, the private calendar and the plan as a file all name the same time for a question."""

import re
from datetime import UTC, time

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from buddies.calendar import actions as calendar_links
from buddies.calendar import tokens as calendar_tokens
from buddies.models import CalendarLink
from inspections.answers.actions import answers as check_ins
from inspections.check_ins.actions import planning
from inspections.models import CheckIn
from inspections.visits.moments import LONDON
from network import models as m
from outbox.models import Message
from tests.inspections.story import at, call, enter_window
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(now, cast):
    """Of a head whose evenings begin at four: the question of the first evening comes the next morning."""
    enter_window(cast)
    m.Person.objects.filter(pk=cast.head.pk).update(quiet_from=time(16))
    cast.head.refresh_from_db()
    calendar_links.create(by=cast.head)
    return call(cast)


def entries(content):
    """{id: (title, when)}"""
    return {
        str(event["uid"]): (str(event["summary"]), event["dtstart"].dt)
        for event in Calendar.from_ical(content).walk("VEVENT")
    }


def moments(content):
    return {when.astimezone(UTC) for title, when in entries(content).values() if title == "Ten seconds"}


def feed_of(person):
    token = calendar_tokens.make(CalendarLink.objects.live().get(person=person))
    return Client().get(reverse("inspections:calendar-feed", args=[token])).content


def plan_of(client, inspection):
    return client.get(reverse("inspections:inspection-plan", args=[inspection.public_id])).content


def test_all_of_them_say_when_the_message_comes(inspection, cast, sign_in):
    leaves = set(Message.objects.filter(kind="check-in", state=Message.DUE).values_list("due_at", flat=True))
    assert at("2026-12-02 07:30") in leaves, "held by her night"
    client = sign_in(cast.head)
    assert moments(feed_of(cast.head)) == moments(plan_of(client, inspection)) == leaves
    page = as_read(client.get(reverse("inspections:inspection", args=[inspection.public_id])))
    for moment in leaves:
        local = moment.astimezone(LONDON)
        assert f"{local:%A} {local.day} {local:%B}, {local:%H.%M}: planned" in page


def test_the_line_of_days_says_when_each_evening_is_really_asked(inspection, cast, now, sign_in):
    """On the front page and on the inspection's: her evenings begin at four, so both questions wait for the morning."""
    client = sign_in(cast.head)
    pages = [reverse("inspections:today"), reverse("inspections:inspection", args=[inspection.public_id])]
    for page in pages:
        text = as_read(client.get(page))
        assert "On Wednesday 2 December at 7.30 we ask how it went." in text
        assert "On Thursday 3 December at 7.30 we ask how it went. One press. In confidence you may tell" in text
        assert not re.search(r"At \d+\.\d\d we ask", text)
    assert "Wednesday 2 December at 7.30. It takes ten seconds." in as_read(client.get(pages[0]))
    m.Person.objects.filter(pk=cast.head.pk).update(quiet_from=time(19))
    planning.plan_check_ins()
    for page in pages:
        text = as_read(client.get(page))
        assert text.count("At 17.00 we ask how it went.") == text.count("At 18.00 we ask how it went.") == 1
    now.move_to(at("2026-12-01 17:00"))  # from now on the question stands on the front page itself
    for page in pages:
        text = as_read(client.get(page))
        assert "At 17.00 we ask" not in text
        assert "Inspectors are on site." in text


def test_whoever_only_sees_the_days_reads_no_hour_of_hers(inspection, cast, sign_in):
    page = as_read(sign_in(cast.deputy).get(reverse("inspections:inspection", args=[inspection.public_id])))
    assert "Tuesday 1 December, day one" in page
    assert "we ask how it went" not in page


def test_an_entry_stays_whether_it_was_asked_answered_or_passed(inspection, cast, now):
    before = entries(feed_of(cast.head))
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    now.move_to(at("2026-12-01 17:30"))  # she may answer on her page; the message has not left
    assert entries(feed_of(cast.head)) == before
    now.move_to(at("2026-12-02 07:40"))
    check_ins.answer(by=cast.head, check_in=evening, answer="fine")
    assert entries(feed_of(cast.head)) == before
    now.move_to(at("2026-12-10 12:00"))
    planning.mark_missed()
    planning.plan_check_ins()
    assert before.items() <= entries(feed_of(cast.head)).items()


def test_asked_again_after_not_now_stands_in_neither(inspection, cast, now, sign_in):
    """It would tell whoever holds the address, or the calendar, what she answered."""
    now.move_to(at("2026-12-08 07:40"))
    day_five = CheckIn.objects.select_related("head", "inspection").get(rule="day-five")
    check_ins.answer(by=cast.head, check_in=day_five, answer="not_now")
    again = CheckIn.objects.get(rule=CheckIn.AGAIN)
    for content in (feed_of(cast.head), plan_of(sign_in(cast.head), inspection)):
        assert str(again.public_id).encode() not in content


def test_a_plan_imported_again_moves_its_entries_and_mixes_none(inspection, cast, now, sign_in):
    client = sign_in(cast.head)
    before = entries(plan_of(client, inspection))
    now.move_to(at("2026-12-02 07:40"))
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=cast.head, check_in=evening, answer="fine")
    assert entries(plan_of(client, inspection)) == before, "the others keep their ids when one is answered"
    assert len({when for _, when in before.values()}) == len(before), "one last day a day"
