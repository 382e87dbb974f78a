"""She answers while the ladder is looked at: nobody is asked about it, or whoever was hears at once that she was heard
of. Real threads, real commits, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from inspections.answers.actions import answers as check_ins
from inspections.models import CheckIn, SilenceStep
from inspections.silence.actions import silence
from outbox.models import Message
from tests.inspections.story import at, call, enter_window, leave

pytestmark = pytest.mark.django_db(transaction=True)
MEET = 3  # seconds in which one may wait for the other to come by; where one must wait for the other's end, it does


@pytest.fixture
def quiet(now, cast):
    """The buddy's step is due."""
    enter_window(cast)
    call(cast)
    now.move_to(at("2026-12-02 07:30"))
    leave()
    assert silence.look() == 1
    now.move_to(at("2026-12-02 12:00"))
    return cast


def answering_while_it_is_looked_at(quiet, monkeypatch, *, moment, rule):
    """The look stops before it acts on this head, or after it has found what to do and before it does it."""
    reached, done = Event(), Event()
    name = {"before it acts": "_take", "while it acts": "_whom"}[moment]
    real = getattr(silence, name)

    def held(*given, **more):
        reached.set()
        done.wait(MEET)
        return real(*given, **more)

    def look():
        try:
            return silence.look()
        finally:
            connection.close()

    def answer():
        try:
            assert reached.wait(30)
            check_in = CheckIn.objects.select_related("head", "inspection").get(rule=rule)
            check_ins.answer(by=quiet.head, check_in=check_in, answer="fine")
        finally:
            done.set()
            connection.close()

    monkeypatch.setattr(silence, name, held)
    with ThreadPoolExecutor(2) as pool:
        looked, answered = pool.submit(look), pool.submit(answer)
        answered.result()
        return looked.result()


@pytest.mark.parametrize("moment", ["before it acts", "while it acts"])
def test_an_answer_meets_the_buddys_step(quiet, monkeypatch, moment):
    answering_while_it_is_looked_at(quiet, monkeypatch, moment=moment, rule="evening")
    assert_nobody_is_left_asking(quiet)


@pytest.mark.parametrize("moment", ["before it acts", "while it acts"])
def test_an_answer_to_a_later_question_meets_the_reserves_step(quiet, now, monkeypatch, moment):
    assert silence.look() == 1  # the buddy
    now.move_to(at("2026-12-02 18:30"))
    CheckIn.objects.filter(rule="evening").update(state=CheckIn.MISSED)
    leave()
    answering_while_it_is_looked_at(quiet, monkeypatch, moment=moment, rule="last-evening")
    assert_nobody_is_left_asking(quiet)
    assert not CheckIn.objects.visible_to(quiet.reserve).exists(), "she stands in for nothing"


def assert_nobody_is_left_asking(quiet):
    assert not SilenceStep.objects.filter(stopped_at__isnull=True).exists()
    for step in SilenceStep.objects.exclude(asked=quiet.head).exclude(asked=None):
        over = Message.objects.filter(to=step.asked, about__startswith="silence-over:")
        assert over.exists(), "whoever was asked hears that she was heard of"
    assert silence.look() == 0
