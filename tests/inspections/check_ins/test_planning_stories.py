"""Any story of one head, with the real rows: dates move, inspections pause, time passes, messages leave. Whatever
happens, every planned check-in has its message, planning twice changes nothing, and no question is asked twice."""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.aftercare import actions as pauses
from inspections.calls.actions import inspections
from inspections.check_ins.actions import planning
from inspections.models import CheckIn
from inspections.visits.moments import LONDON
from network import clock
from network import models as m
from network.rules import WrongState
from outbox.models import Message
from outbox.reach import reach
from outbox.reach.days_off import DaysOff
from tests.inspections.story import MONDAY, call, enter_window

days = st.integers(1, 40)
steps = st.one_of(
    st.tuples(st.just("call"), st.just(0)),
    st.tuples(st.just("undo"), st.just(0)),
    st.tuples(st.just("move"), st.integers(0, 25)),
    st.tuples(st.just("longer"), st.integers(0, 6)),
    st.tuples(st.just("pause"), st.integers(1, 9)),
    st.tuples(st.just("put off"), st.just(0)),
    st.tuples(st.just("draft"), st.just(0)),
    st.tuples(st.just("publish"), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 5, 9, 20, 24, 48, 120, 24 * 9, 24 * 30])),
)
quiets = st.tuples(st.sampled_from([time(0), time(16), time(19)]), st.sampled_from([time(0), time(7, 30), time(9)]))


@pytest.fixture
def now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=st.lists(steps, min_size=2, max_size=9), quiet=quiets, weekends=st.booleans())
def test_any_story(cast, story, quiet, weekends):
    with time_machine.travel(MONDAY, tick=False) as moved, transaction.atomic():
        enter_window(cast)
        m.Person.objects.filter(pk=cast.head.pk).update(
            quiet_from=quiet[0], quiet_until=quiet[1], quiet_weekends=weekends
        )
        cast.head.refresh_from_db()
        asked: Counter[tuple] = Counter()
        for what, number in story:
            took_place(cast, what, number)
            must_hold(cast.head)
            if what == "wait":
                moved.shift(timedelta(hours=number))
                asked.update(leave())
                planning.mark_missed()
        assert max(asked.values(), default=0) <= 1, "no question goes out twice"
        transaction.set_rollback(True)


def took_place(cast, what, number):
    row = cast.head.inspections.filter(closed_at__isnull=True, undone_at__isnull=True).first()
    if what == "wait":
        planning.plan_check_ins()
    elif what == "call":
        call(cast)
    elif row is not None:
        try:
            done = WHAT[what](cast.head, row, number)
        except WrongState:
            return
        assert done is None or done.pk == row.pk


def moved_by(head, row, number):
    first = max(row.starts_on, clock.today()) + timedelta(days=number)
    return inspections.change(by=head, inspection=row, starts_on=first, ends_on=first + (row.ends_on - row.starts_on))


WHAT = {
    "undo": lambda head, row, _: inspections.undo(by=head, inspection=row),
    "move": moved_by,
    "longer": lambda head, row, more: inspections.change(
        by=head, inspection=row, ends_on=row.starts_on + timedelta(days=more)
    ),
    "pause": lambda head, row, away: pauses.pause(
        by=head, inspection=row, paused_on=clock.today(), resumes_on=clock.today() + timedelta(days=away)
    ),
    "put off": lambda head, row, _: pauses.put_off(by=head, inspection=row),
    "draft": lambda head, row, _: inspections.note_dates(
        by=head, inspection=row, draft_on=max(clock.today(), row.ends_on)
    ),
    "publish": lambda head, row, _: inspections.note_dates(
        by=head, inspection=row, draft_on=row.draft_on, published_on=max(clock.today(), row.ends_on)
    ),
}


def must_hold(head):
    planning.plan_check_ins()
    assert not planning.plan_check_ins(), "planning twice changes nothing"
    now, messages = clock.now(), {}
    for message in Message.objects.filter(kind="check-in"):
        if message.state == Message.DUE:
            assert message.about not in messages, "one at a time"
        messages[message.about, message.occurrence] = message
        if message.state == Message.DUE:
            messages[message.about] = message
    for row in CheckIn.objects.exclude(rule=CheckIn.AGAIN):
        about = f"checkin:{row.pk}"
        if row.state == CheckIn.PLANNED:
            message = messages.get((about, f"{row.public_id}.{row.generation}"))
            assert message is not None, "every planned check-in has its message"
            assert message.state in {Message.DUE, Message.SENT}
            assert (message.due_at, message.useful_until) == (row.send_at, row.useful_until)
            if message.state == Message.DUE and row.send_at > now:
                reached_at = reach.reachable_from(head, row.send_at, DaysOff())
                assert reached_at == row.send_at, "the sender would hold it back"
        elif row.state == CheckIn.CANCELLED:
            assert about not in messages, "nothing waits for what is no longer planned"


def leave():
    """What the sender does: whatever is due and still useful leaves. Which questions, as she knows them."""
    now = clock.now()
    due = Message.objects.filter(kind="check-in", state=Message.DUE, due_at__lte=now, useful_until__gt=now)
    gone = []
    for message in due:
        row = CheckIn.objects.get(pk=message.about.partition(":")[2])
        if row.state == CheckIn.PLANNED and message.occurrence == f"{row.public_id}.{row.generation}":
            gone.append((row.inspection_id, row.rule, row.occurrence))
            Message.objects.filter(pk=message.pk).update(state=Message.SENT, sent_at=now)
    return gone


def test_london_is_meant():
    assert datetime(2026, 11, 30, 9, 52, tzinfo=LONDON) == MONDAY
