"""The first hour after the call: a short list on the head's front page, to be left at any point; it ends by itself."""

import pytest
from django.urls import reverse

from inspections.calls.actions import first_hour, inspections, notify_call
from inspections.models import Inspection
from network.models import Tie
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests.inspections.story import at, call

pytestmark = pytest.mark.django_db
TITLE = "The first hour"


def front(sign_in, person) -> str:
    return " ".join(sign_in(person).get("/today/").content.decode().split())


def press(sign_in, person, inspection, what):
    address = reverse("inspections:inspection-first-hour", args=[inspection.public_id])
    return sign_in(person).post(address, {"what": what})


def test_it_begins_with_the_call_and_ends_when_all_of_it_is_done(story, sign_in):
    assert TITLE not in front(sign_in, story.head)
    inspection = call(story)
    text = front(sign_in, story.head)
    for words in (TITLE, "Write down the senior Ofsted number", "Nobody who stands by you has seen it yet."):
        assert words in text
    assert "inspectors will be here on Tuesday 1 December to Wednesday 2 December." in text
    assert press(sign_in, story.head, inspection, "chair").status_code == 302
    assert "The chair of governors knows." in front(sign_in, story.head)
    press(sign_in, story.head, inspection, "staff")
    notify_call.seen(by=story.buddy, inspection=inspection, reply="")
    text = front(sign_in, story.head)
    assert "The staff know." in text
    assert "Somebody who stands by you has seen it." in text
    assert text.index(f"Ring {story.buddy.first_name}") < text.index(TITLE), "whom to ring stands above it"
    Inspection.objects.update(senior_number="03000 000 000")
    assert TITLE not in front(sign_in, story.head), "all of it is done"


def test_it_can_be_left_at_any_point(story, sign_in):
    inspection = call(story)
    press(sign_in, story.head, inspection, "leave")
    assert TITLE not in front(sign_in, story.head)


def test_it_ends_on_the_first_day(story, sign_in, now):
    call(story)
    now.move_to(at("2026-12-01 07:00"))
    assert TITLE not in front(sign_in, story.head)


def test_a_head_without_a_buddy_reads_nothing_of_one(story, sign_in):
    Tie.objects.filter(head=story.head).delete()
    call(story)
    text = front(sign_in, story.head)
    assert TITLE in text
    assert "who stands by you" not in text


def test_a_name_without_the_number_is_not_the_number(story, sign_in):
    call(story, lead_inspector="L. Example")
    assert "The senior Ofsted number is written down." not in front(sign_in, story.head)


def test_it_stands_on_her_page_alone_and_nobody_is_told(story, sign_in):
    inspection = call(story)
    before = Message.objects.count()
    press(sign_in, story.head, inspection, "chair")
    assert Message.objects.count() == before
    for other in (story.buddy, story.reserve, story.officer, story.representative):
        assert TITLE not in sign_in(other).get("/today/", follow=True).content.decode()


def test_a_second_press_changes_nothing(story, now):
    inspection = call(story)
    first_hour.note(by=story.head, inspection=inspection, what="chair")
    noted = Inspection.objects.get().chair_told_at
    now.move_to(at("2026-11-30 11:00"))
    first_hour.note(by=story.head, inspection=inspection, what="chair")
    assert Inspection.objects.get().chair_told_at == noted


def test_whoever_may_not_change_the_inspection_notes_nothing(story):
    inspection = call(story)
    for other in (story.buddy, story.officer, story.representative):
        with pytest.raises(NotAllowed):
            first_hour.note(by=other, inspection=inspection, what="chair")
    inspections.undo(by=story.head, inspection=inspection)
    inspection.refresh_from_db()
    with pytest.raises(WrongState):
        first_hour.note(by=story.head, inspection=inspection, what="chair")
    assert Inspection.objects.get().chair_told_at is None


def test_a_line_that_is_none_is_not_there(story, sign_in):
    assert press(sign_in, story.head, call(story), "grade").status_code == 404
