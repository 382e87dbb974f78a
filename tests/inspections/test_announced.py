"""What a message about a head and those beside her announces stands on the page it leads to, until it is settled."""

from datetime import date, timedelta

import pytest

from inspections.aftercare import actions as pauses
from inspections.answers.actions import answers as check_ins
from inspections.answers.asks import not_great
from inspections.calls.actions import inspections as actions
from inspections.check_ins.actions import planning
from inspections.models import CheckIn
from inspections.silence.actions import silence
from network import clock
from network.members.actions import ties
from network.models import Tie
from network.people.asks import Viewer
from outbox.models import Message
from tests import factories as f
from tests.announcing import page_behind, words
from tests.inspections.story import at, call, leave
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(story):
    return call(story)


@pytest.fixture
def evening(inspection, now):
    now.move_to(at("2026-12-01 17:05"))
    return CheckIn.objects.select_related("head", "inspection").get(rule="evening")


def newest(person, about):
    return Message.objects.filter(to=person, about__startswith=f"{about}:").latest("created_at", "pk")


def go_quiet(now, *moments):
    for moment in moments:
        now.move_to(at(moment))
        leave()
        planning.mark_missed()
        silence.look()


def test_the_question_is_asked_behind_its_link_and_on_her_front_page_until_she_has_answered(story, evening):
    question = Message.objects.get(kind="check-in", about=f"checkin:{evening.pk}")
    assert "How is it going? One press is enough." in page_behind(question)
    head = signed_in(story.head)
    assert f"/check-ins/{evening.public_id}/" in head.get("/today/").content.decode()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    assert f"/check-ins/{evening.public_id}/" not in head.get("/today/").content.decode()


@pytest.mark.parametrize("settled", ["spoken", "changed", "three days"])
def test_that_it_is_not_great_stands_on_her_buddys_page_until_they_have_spoken(story, evening, now, settled):
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    message = newest(story.buddy, "checkin")
    text = page_behind(message)
    assert "Hollis Example has answered a check-in On Tuesday at 17.05. Please read it today." in text
    assert "Not great" not in text, "the answer itself stands behind it, where reading is noted"
    if settled == "spoken":
        now.shift(timedelta(minutes=30))
        signed_in(story.buddy).post(f"/check-ins/{evening.public_id}/spoken/")
    elif settled == "changed":
        evening.refresh_from_db()
        check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    else:
        now.shift(timedelta(days=3, minutes=1))
    assert "has answered a check-in" not in page_behind(message)


def test_what_she_answers_is_announced_to_nobody_but_whoever_stands_by_her_and_fine_to_nobody(story, evening):
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    for person in (story.reserve, story.deputy, story.shared_with, story.ex_buddy, story.other_head):
        assert "has answered a check-in" not in signed_in(person).get("/today/").content.decode()
    evening.refresh_from_db()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    assert "has answered a check-in" not in signed_in(story.buddy).get("/today/").content.decode()


def test_it_comes_back_when_she_says_so_again_after_they_have_spoken(story, evening, now):
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    now.shift(timedelta(hours=1))
    check_ins.we_have_spoken(by=story.buddy, check_in=evening)
    now.shift(timedelta(hours=1))
    evening.refresh_from_db()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    today = signed_in(story.buddy)
    assert "has answered a check-in" in today.get("/today/").content.decode()
    now.shift(timedelta(minutes=1))
    today.post(f"/check-ins/{evening.public_id}/spoken/")
    assert "has answered a check-in" not in today.get("/today/").content.decode()


def test_the_card_costs_the_same_for_one_head_and_for_many(story, evening, django_assert_num_queries):
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    for _ in range(3):
        head = f.PersonFactory()
        ties.open_tie(by=None, head=head, person=story.buddy, kind=Tie.BUDDY, subject="pairing:x")
        row = CheckIn.objects.create(
            head=head, rule="month", occurrence="2026-12", due_at=clock.now(), send_at=clock.now(),
            useful_until=clock.now() + timedelta(days=1),
        )  # fmt: skip
        check_ins.answer(by=head, check_in=row, answer=CheckIn.NOT_GREAT)
    with django_assert_num_queries(3):
        assert len(not_great(viewer=Viewer(story.buddy, clock.now()))) == 4


def test_days_that_moved_stand_on_her_buddys_page_until_the_inspection_is_over(story, inspection, now):
    actions.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    message = newest(story.buddy, "inspection")
    text = page_behind(message)
    assert "8 December to 9 December" in text
    assert "The days have moved. It is now Tuesday 8 December to Wednesday 9 December." in text
    assert "1 December" not in text
    browser = signed_in(story.buddy)
    address = f"/inspection/{inspection.public_id}/days/seen/"
    assert f'action="{address}"' in browser.get("/today/").content.decode()
    browser.post(address)
    assert "The days have moved." not in page_behind(message)
    now.shift(timedelta(minutes=1))
    actions.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9))
    assert "The days have moved. It is now Wednesday 9 December." in page_behind(message)
    actions.change(by=story.head, inspection=inspection, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    actions.close(by=story.head, inspection=inspection)
    assert "8 December" not in page_behind(message)


def test_an_inspection_that_is_put_off_is_nowhere_called_one_that_comes_on_its_old_days(story, inspection):
    pauses.put_off(by=story.head, inspection=inspection)
    text = words(signed_in(story.buddy).get("/today/").content.decode())
    assert "The inspection is put off." in text
    assert "1 December to 2 December" not in text


def test_whoever_she_named_reads_that_she_went_quiet_and_then_that_she_was_heard_of(story, evening, now):
    silence.choose(by=story.head, on=True, ask_reserve=False, named=story.other_head)
    go_quiet(now, "2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00")
    asked = newest(story.other_head, "quiet")
    assert "Hollis Example wished that you be asked if they went quiet." in page_behind(asked)
    evening.refresh_from_db()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    over = newest(story.other_head, "silence-over")
    for message in (asked, over):
        text = page_behind(message)
        assert "went quiet" not in text
        assert "We have heard from Hollis since you were asked to ring." in text
    now.shift(timedelta(days=11))
    assert "We have heard from" not in page_behind(over)
