"""The private calendar: one address a person, which shows busy times and nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from buddies.calendar import actions as calendar_links
from buddies.calendar import tokens as calendar_tokens
from buddies.models import CalendarLink
from buddies.steps.actions import contact, pairings
from inspections.models import CheckIn, Inspection
from network import clock

pytestmark = pytest.mark.django_db


def fetch(token: str):
    return Client().get(reverse("inspections:calendar-feed", args=[token]))


def events(person):
    response = fetch(calendar_tokens.make(CalendarLink.objects.live().get(person=person)))
    assert response.status_code == 200
    return response.content.decode(), sorted(
        str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")
    )


@pytest.fixture
def called(trio):
    """The head of an agreed pair has inspectors in, and a check-in ahead."""
    trio.in_force()
    today = clock.today()
    inspection = Inspection.objects.create(
        head=trio.head,
        school=trio.school,
        starts_on=today,
        ends_on=today + timedelta(days=1),
        lead_inspector="Lee Example",
        chair="Chris Example",
    )
    later = clock.now() + timedelta(hours=3)
    CheckIn.objects.create(
        head=trio.head,
        inspection=inspection,
        rule="evening",
        due_at=later,
        send_at=later,
        useful_until=later + timedelta(days=1),
    )
    for person in (trio.head, trio.buddy, trio.reserve):
        calendar_links.create(by=person)
    return trio


def test_each_sees_busy_times_under_neutral_titles(called):
    text, titles = events(called.head)
    assert titles == ["Busy", "Ten seconds"]
    for word in ("Hollis", "Blake", "Lee", "Chris", called.school.name, "nspect", "fsted", "uddy"):
        assert word not in text
    assert events(called.buddy)[1] == ["Kept free"]
    assert events(called.reserve)[1] == []


def test_when_the_two_mean_to_speak_stands_in_both_calendars(called):
    pairing = called.head.pairings_as_head.get()
    contact.next_contact(pairing=pairing, on=clock.today() + timedelta(days=3), by=called.buddy)
    assert events(called.head)[1] == ["Busy", "Kept free", "Ten seconds"]
    assert events(called.buddy)[1] == ["Kept free", "Kept free"]


def test_a_pairing_that_has_ended_is_gone_from_the_next_fetch(called):
    pairing = called.head.pairings_as_head.get()
    pairings.end(pairing=pairing, by=called.head)
    assert events(called.buddy)[1] == []


def test_the_address_can_be_changed_and_taken_away(called, sign_in):
    old = calendar_tokens.make(CalendarLink.objects.get(person=called.head))
    browser = sign_in(called.head)
    assert old in browser.get(reverse("buddies:my-calendar")).content.decode()
    browser.post(reverse("buddies:calendar-rotate"))
    new = calendar_tokens.make(CalendarLink.objects.get(person=called.head))
    assert (fetch(old).status_code, fetch(new).status_code) == (404, 200)
    browser.post(reverse("buddies:calendar-revoke"))
    assert fetch(new).status_code == 404
    browser.post(reverse("buddies:calendar-create"))
    fresh = calendar_tokens.make(CalendarLink.objects.live().get(person=called.head))
    assert fresh not in (old, new)
    assert fetch(fresh).status_code == 200


def test_only_the_very_token_works(called):
    token = calendar_tokens.make(CalendarLink.objects.get(person=called.head))
    for wrong in (token.upper(), token[:-1], f"{token}.", f"{token}=", token[::-1], "x" * 24):
        if wrong != token:
            assert fetch(wrong).status_code == 404
    called.head.is_active = False
    called.head.save()
    assert fetch(token).status_code == 404


def test_only_the_hash_is_stored_and_nothing_is_cached(called):
    link = CalendarLink.objects.get(person=called.head)
    assert calendar_tokens.make(link) not in str(CalendarLink.objects.values().get(pk=link.pk))
    response = fetch(calendar_tokens.make(link))
    assert response["Cache-Control"] == "private, no-store"
    assert Client().post(reverse("inspections:calendar-feed", args=[calendar_tokens.make(link)])).status_code == 405


def test_nobody_sees_anothers_link(called):
    assert not CalendarLink.objects.visible_to(called.officer).exists()
    assert CalendarLink.objects.visible_to(called.head).get().person == called.head
