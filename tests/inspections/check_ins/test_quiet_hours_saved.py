"""New quiet hours are planned by at once: no page says an hour in which nothing is sent any more."""

from datetime import date, time

import pytest
from django.urls import reverse

from inspections.check_ins.actions import planning
from inspections.models import CheckIn
from network import clock
from network.models import Person
from tests.announcing import words
from tests.inspections.story import at, call

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast, time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)
    Person.objects.filter(pk=cast.head.pk).update(quiet_from=time(20), quiet_until=time(7, 30), quiet_weekends=False)
    call(cast)
    planning.plan_check_ins()
    return cast


def save(browser, **hours):
    return words(browser.post(reverse("network:my-quiet-hours"), hours, follow=True).content.decode())


def test_after_the_press_both_pages_say_when_the_next_check_in_comes_by_the_new_hours(story, sign_in):
    browser = sign_in(story.head)
    planned = CheckIn.objects.filter(head=story.head, state=CheckIn.PLANNED).order_by("send_at")
    was = clock.local(planned[0].send_at)
    assert (was.date(), was.hour) == (date(2026, 12, 1), 17)
    assert "Tuesday 1 December at 17.00. It takes ten seconds." in words(browser.get("/today/").content.decode())
    said = save(browser, quiet_from="16:00", quiet_until="08:15")
    assert "Saved. By these hours your next check-in comes on Wednesday 2 December at 8.15." in said
    today = words(browser.get("/today/").content.decode())
    assert "Wednesday 2 December at 8.15. It takes ten seconds." in today
    assert "17.00" not in today
    for row in planned:
        assert time(8, 15) <= clock.local(row.send_at).time() < time(16)


def test_the_page_says_beforehand_that_it_is_planned_anew(story, sign_in):
    page = words(sign_in(story.head).get(reverse("network:my-quiet-hours")).content.decode())
    assert "When you save, your check-ins are planned anew at once, and you read when the next one comes." in page


def test_somebody_who_is_asked_nothing_just_saves(story, sign_in):
    said = save(sign_in(story.officer), quiet_from="18:00", quiet_until="08:00")
    assert "Saved." in said
    assert "check-in comes" not in said
