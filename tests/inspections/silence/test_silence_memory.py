"""Alarms have a memory across months, and an end. Pure, and with the real rows over months."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from inspections.answers.actions import answers as check_ins
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, SilenceStep
from inspections.silence.actions import silence
from inspections.silence.silence import Answer, Asked, Choices, is_short, next_step, steps
from inspections.silence.silence import silence as lasting_silence
from inspections.visits.schedule import Phase
from outbox.models import Message
from tests.inspections.story import at, enter_window, leave

START = datetime(2026, 9, 15, 10, tzinfo=UTC)
NO, LINK, SURE = Answer.NONE, Answer.BY_LINK, Answer.SURE
MONTH = timedelta(days=30)


def months(*answers):
    """One question a month; a link answer that was settled by speaking is "spoken"."""
    found = []
    for number, answer in enumerate(answers):
        asked_at = START + number * MONTH
        sure = answer in (SURE, "spoken")
        found.append(
            Asked(
                number,
                Phase.BEFORE,
                asked_at,
                SURE if sure else answer,
                heard_at=asked_at + timedelta(days=3) if sure else None,
                by_herself=answer is SURE,
                by_link=answer in (LINK, "spoken"),
            )
        )
    return found, START + (len(answers) - 1) * MONTH + timedelta(days=1)


@pytest.mark.parametrize(
    ("answers", "short"),
    [
        ([NO], False),
        ([NO, NO], False),
        ([NO, NO, NO], True),  # two have run their course
        ([NO, NO, NO, NO, NO], True),
        ([NO, NO, SURE, NO], False),  # she was heard of: it begins anew
        ([NO, NO, SURE, NO, NO, NO], True),
        ([LINK], False),
        ([LINK, LINK], True),  # as before, and nobody contradicted it
        ([LINK, NO], False),  # now there is no word of hers at all
        ([LINK, SURE, LINK], False),  # she spoke for herself since, perhaps against the link
        (["spoken", LINK], True),  # they have spoken, and what the link said stands
        (["spoken", NO], False),
        ([NO, LINK], False),
    ],
)
def test_when_the_ladder_is_the_short_one(answers, short):
    assert is_short(*months(*answers)) is short


def test_saving_her_choices_begins_anew():
    rows, now = months(NO, NO, NO, NO)
    assert is_short(rows, now)
    assert not is_short(rows, now, Choices(since=rows[2].asked_at - timedelta(days=1)))


def test_what_is_answered_late_in_one_silence_is_not_an_earlier_one():
    found = [Asked(n, Phase.AFTER, START + timedelta(days=n), LINK, by_link=True) for n in range(4)]
    assert not is_short(found, START + timedelta(days=5))


def test_the_steps_of_the_short_ladder():
    rows, now = months(NO, NO, NO)
    lasting = lasting_silence(rows, now)
    assert [due.step for due in steps(lasting, Choices(named=True), short=True)] == ["again", "once"]
    taken = {"again": now - timedelta(days=1), "buddy": now - timedelta(hours=2)}
    assert next_step(lasting, Choices(), taken, now + timedelta(days=5), short=True) is None


@pytest.fixture
def months_of(now, cast):
    """A head in the window, asked each month for half a year; `answer` is what she does with each question."""
    enter_window(cast)

    def live(answer):
        now.move_to(at("2026-12-01 12:00"))
        while datetime.now(UTC) < at("2027-07-01 12:00"):
            planning.plan_check_ins()
            if leave():
                answer()
            planning.mark_missed()
            silence.end_old()
            silence.look()
            now.shift(timedelta(hours=12))
        names = Message.objects.filter(kind="nudge-now").values_list("to__name", flat=True)
        return Counter(name.split()[0] for name in names)  # who heard how often that something cannot wait

    return live


@pytest.mark.on("sqlite")
@pytest.mark.django_db
def test_a_head_who_always_answers_by_link_ends_in_no_alarm_each_month(months_of, cast):
    def answer():
        questions = Message.objects.filter(kind="check-in", state=Message.SENT)
        for message in questions.exclude(occurrence__endswith="again"):
            check_ins.answer_by_link(message=message, answer="fine")

    assert months_of(answer) == {"Blake": 1}, "of the first question alone"
    monthly = SilenceStep.objects.values_list("step", flat=True)
    assert Counter(monthly) == {"again": 7, "buddy": 1, "reserve": 1, "last": 1, "once": 6}
    assert not CheckIn.objects.visible_to(cast.reserve).exists()


@pytest.mark.on("sqlite")
@pytest.mark.django_db
def test_a_head_who_never_answers_ends_in_two_alarms_and_an_ordinary_ask_a_month(months_of, cast, sign_in, now):
    assert months_of(lambda: None) == {"Blake": 2}
    assert Counter(SilenceStep.objects.values_list("step", flat=True))["once"] == 5
    asked = Message.objects.filter(occurrence__endswith=".once")
    assert set(asked.values_list("kind", "to__name")) == {("nudge", "Blake Example")}
    SilenceStep.objects.filter(step="once").update(stopped_at=None)
    text = " ".join(sign_in(cast.buddy).get(f"/standing-by/{cast.head.public_id}/").content.decode().split())
    assert "We have not heard from Hollis for a while" in text
    assert "Please ring once, when it suits you: it is not urgent, and nobody else is asked." in text
    check_ins.answer(by=cast.head, check_in=newest(), answer="fine")
    assert "for a while" not in sign_in(cast.buddy).get(f"/standing-by/{cast.head.public_id}/").content.decode()


def newest():
    return CheckIn.objects.select_related("head", "inspection").filter(state=CheckIn.MISSED).latest("due_at")


@pytest.mark.on("sqlite")
@pytest.mark.django_db
def test_the_page_says_in_advance_that_it_becomes_shorter(cast, now, sign_in):
    text = sign_in(cast.head).get("/if-i-go-quiet/").content.decode()
    assert "It does not go on for ever." in text
    assert "your buddy is asked to ring you once, when it suits" in text
    assert "On days on which we do not ask you anything, weekends and holidays as you chose, they stand still." in text
