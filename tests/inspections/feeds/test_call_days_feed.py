"""The usual call days as a feed: always with what they are, never a quiet calendar for a monitored school."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from buddies.calendar import actions as calendar_links
from buddies.calendar import tokens as calendar_tokens
from buddies.models import CalendarLink
from inspections.feeds.calendar_files import CAVEAT
from inspections.models import WindowOpening
from network import models as m
from tests.inspections.story import at, enter_window
from tests.inspections.windows.made import PastInspectionFactory
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    time_machine.move_to(at("2026-11-30 08:15"), tick=False)


@pytest.fixture
def story(cast):
    enter_window(cast)
    m.School.objects.filter(pk=cast.school.pk).update(kind_group="Academies")
    PastInspectionFactory(urn=cast.school.urn, kind="graded", started_on=date(2022, 5, 1), outcome="2")
    for person in (cast.head, cast.buddy, cast.directory_member):
        calendar_links.create(by=person)
    return cast


def address_of(person):
    token = calendar_tokens.make(CalendarLink.objects.live().get(person=person))
    return reverse("inspections:call-days-feed", args=[token])


def events_of(person):
    response = Client().get(address_of(person))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response.content, list(Calendar.from_ical(response.content).walk("VEVENT"))


def days_of(person):
    return [event["dtstart"].dt for event in events_of(person)[1]]


def test_the_days_of_her_own_school_each_with_what_they_are(story):
    m.Closure.objects.create(school=story.school, name="Marker day", starts_on="2026-12-07", ends_on="2026-12-07")
    content, events = events_of(story.head)
    days = [event["dtstart"].dt for event in events]
    assert date(2026, 12, 14) in days
    assert date(2026, 12, 7) not in days, "her school is shut on that day"
    assert date(2026, 12, 21) not in days, "holidays"
    assert date(2027, 5, 4) in days, "the Tuesday of a bank-holiday week"
    assert date(2027, 5, 3) not in days
    assert {str(event["summary"]) for event in events} == {"A usual day (our estimate)"}
    assert {str(event["description"]) for event in events} == {CAVEAT}
    for part in ("usually notified on these days", "Other visits can be notified on any day", "not Ofsted’s"):
        assert part in CAVEAT
    for private in (b"Hollis", b"Example", b"Marker", b"window"):
        assert private not in content


def test_it_does_not_tell_whether_she_is_in_the_window(story):
    before = events_of(story.head)[0]
    m.School.objects.update(in_window=False)
    assert events_of(story.head)[0] == before


def test_no_quiet_calendar_while_ofsted_is_monitoring(story):
    assert days_of(story.head)
    past = PastInspectionFactory(urn=story.school.urn, kind="full", started_on=date(2026, 1, 20), outcome="")
    m.AreaGrade.objects.create(inspection=past, area="Inclusion", grade="Needs attention")
    assert days_of(story.head) == []


def test_nor_where_a_person_says_so(story):
    WindowOpening.objects.create(
        school=story.school, is_open=True, from_on=date(2026, 9, 1), reason=WindowOpening.MONITORED
    )
    assert days_of(story.head) == []
    page = as_read(signed_in(story.head).get("/window/"))
    assert "it may ring on any day, so we show no quiet weeks" in page
    assert "a visit could be notified on any day" in page
    assert "covenant-week" not in page


def test_who_leads_no_school_has_no_days_and_no_address_of_them(story):
    assert days_of(story.directory_member) == []
    assert "usual-days" not in as_read(signed_in(story.directory_member).get("/my-calendar/"))
    page = as_read(signed_in(story.head).get("/my-calendar/"))
    assert address_of(story.head) in page
    assert CAVEAT in page


def test_the_days_of_two_schools_stand_once(story):
    second = m.School.objects.exclude(pk=story.school.pk).filter(authority=story.authority).first()
    m.School.objects.filter(pk=second.pk).update(kind_group="Academies")
    PastInspectionFactory(urn=second.urn, kind="graded", started_on=date(2022, 5, 1), outcome="2")
    m.Membership.objects.create(person=story.head, school=second, role=m.Membership.HEAD)
    days = days_of(story.head)
    assert len(days) == len(set(days)) > 20


@pytest.mark.parametrize("path", ["x" * 24, "", "../x"])
def test_only_the_very_address_works(story, path):
    assert Client().get(f"/calendar/{path}/usual-days.ics").status_code == 404
    assert Client().post(address_of(story.head)).status_code == 405


def test_the_window_page_leads_there_and_says_when_next_term_is_missing(story, time_machine):
    page = as_read(signed_in(story.head).get("/window/"))
    assert "/my-calendar/" in page
    assert "Calls usually come between 9.30 and 14.00: our estimate too" in page
    assert "We have no dates for your next term" not in page
    m.Term.objects.create(school=story.school, name="Own", starts_on="2026-09-02", ends_on="2026-12-18")
    page = as_read(signed_in(story.head).get("/window/"))
    assert "We have no dates for your next term" in page
    page = as_read(signed_in(story.officer).get("/network/terms/"))
    assert f"{story.school.name}: the next term is missing." in page
