"""What those around the pair find when a call has come: the reserve on their front page, the deputy's call sheet."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.aftercare import actions as pauses
from inspections.calls.actions import inspections as actions
from network.models import Tie
from tests.inspections.story import at, call, enter_window
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
READY = "Please be ready for Hollis Example"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)


@pytest.fixture
def story(cast):
    enter_window(cast)
    return cast


def phone_of(person) -> str:
    return person.contact_points.get(channel="sms").address


def today_of(person) -> str:
    return as_read(signed_in(person).get("/today/"))


# --- the reserve ---


def test_the_reserve_reads_first_thing_that_they_may_be_asked_to_stand_in(story, time_machine):
    assert READY not in today_of(story.reserve)
    call(story)
    page = today_of(story.reserve)
    assert page.index("<h1") < page.index(READY) < page.index("<h2", page.index(READY) + 1)
    assert "There is nothing for you to do today" not in page
    for private in (story.school.name, "1 December", phone_of(story.head)):
        assert private not in page
    time_machine.move_to(at("2026-12-02 18:00"), tick=False)
    assert READY in today_of(story.reserve)
    time_machine.move_to(at("2026-12-03 08:00"), tick=False)
    page = today_of(story.reserve)
    assert READY not in page
    assert "ready" not in page, "the inspectors have left"


@pytest.mark.parametrize("how", ["undone", "put off", "stands in", "reserve no more"])
def test_it_goes_when_there_is_nothing_to_be_ready_for(story, how):
    inspection = call(story)
    tie = Tie.objects.live().get(head=story.head, person=story.reserve)
    if how == "undone":
        actions.undo(by=story.head, inspection=inspection)
    elif how == "put off":
        pauses.put_off(by=story.head, inspection=inspection)
    elif how == "stands in":
        Tie.objects.create(head=story.head, person=story.reserve, kind=Tie.BUDDY, from_at=at("2026-11-30 09:52"))
    else:
        Tie.objects.filter(pk=tie.pk).update(to_at=at("2026-11-30 09:52"))
    assert READY not in today_of(story.reserve)


def test_only_the_reserve_who_was_told_reads_it(story):
    call(story)
    for person in (story.head, story.buddy, story.deputy, story.ex_buddy, story.other_head, story.shared_with):
        assert READY not in today_of(person)


# --- the call sheet ---


def test_each_link_to_a_call_sheet_is_named_for_what_it_opens(story):
    inspection = call(story, senior_number="03000 000 000", lead_inspector="Lee Example", chair="Chris Example")
    page = reverse("inspections:inspection", args=[inspection.public_id])
    sheet = reverse("inspections:inspection-call-sheet", args=[inspection.public_id])
    assert "My call sheet" in as_read(signed_in(story.head).get(page))
    for person in (story.deputy, story.buddy):
        browser = signed_in(person)
        text = as_read(browser.get(page))
        assert "My call sheet" not in text
        assert f'href="{sheet}">Hollis’s call sheet: whom to ring</a>' in text
        opened = as_read(browser.get(sheet))
        assert "Call sheet for Hollis Example" in opened
        for handed_on in ("Lee Example", "tel:03000000000", "Chris Example", "tel:116123"):
            assert handed_on in opened
    assert phone_of(story.buddy) not in as_read(signed_in(story.deputy).get(sheet))
    assert story.buddy.name not in as_read(signed_in(story.deputy).get(sheet))
    assert signed_in(story.head).get(sheet).url == reverse("inspections:call-sheet"), "hers has her buddy's number"
    for person in (story.reserve, story.shared_with, story.other_head, story.officer):
        assert signed_in(person).get(sheet).status_code == 404


def test_the_sheet_follows_what_the_head_writes_down(story):
    inspection = call(story)
    sheet = reverse("inspections:inspection-call-sheet", args=[inspection.public_id])
    assert "Lee Example" not in as_read(signed_in(story.deputy).get(sheet))
    actions.change(
        by=story.head,
        inspection=inspection,
        starts_on=date(2026, 12, 1),
        ends_on=date(2026, 12, 2),
        lead_inspector="Lee Example",
    )
    assert "Lee Example" in as_read(signed_in(story.deputy).get(sheet))
