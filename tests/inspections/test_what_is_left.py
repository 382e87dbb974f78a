"""Thirty days after it was over, no row tells who was silent, and when: not a tie, a message, nor the audit."""

from datetime import timedelta

import pytest
from django.db.models import signals

from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections, notify_call
from inspections.check_ins.actions import planning
from inspections.models import BuddyNote, CheckIn, Inspection, LogEntry, PleaseRing, SilenceStep, Told
from inspections.notes import actions as notes
from inspections.ringing.actions import please_ring
from inspections.silence.actions import silence
from inspections.standing_in.actions import begin
from inspections.support.actions import log
from network import clock, guarded
from network import models as m
from network.privacy import keys
from network.privacy.actions.retention import delete_over
from outbox.models import Message
from tests.inspections.story import call, enter_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent(now, cast):
    """A head who was called, put one check-in off, left the others unanswered, asked to be rung, and was rung."""
    enter_window(cast)
    since = m.AuditRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    inspection = call(cast)
    moment = clock.now()
    one = CheckIn.objects.filter(inspection=inspection, state=CheckIn.PLANNED).order_by("due_at").first()
    now.move_to(one.send_at + timedelta(minutes=5))
    check_ins.answer(by=cast.head, check_in=CheckIn.objects.get(pk=one.pk), answer=CheckIn.NOT_NOW)
    begin(by=None, head=cast.head, why=f"silence:{one.public_id}")
    SilenceStep.objects.create(check_in=one, step=SilenceStep.RESERVE, asked=cast.reserve)
    ring = please_ring.ask(head=cast.head, via=PleaseRing.LINK)
    please_ring.spoken(by=cast.buddy, ring=ring)
    silence.stop(head=cast.head, by=cast.buddy)
    notify_call.pass_on_unseen(minutes=30)
    inspections.close(by=cast.head, inspection=Inspection.objects.get(pk=inspection.pk))
    planning.plan_check_ins()
    Message.objects.update(state=Message.SENT, sent_at=moment)
    return since


def test_after_thirty_days_nothing_tells_who_was_silent(silent, cast, now):
    assert m.Tie.objects.filter(subject__startswith="standing-in:").exists()
    last = max(Message.objects.values_list("useful_until", flat=True))  # of what was planned ahead when she closed it
    now.move_to(last + timedelta(days=30))
    delete_over()
    assert not m.Tie.objects.filter(subject__startswith="standing-in:").exists()
    assert not Message.objects.exists()
    assert not SilenceStep.objects.exists()
    assert not PleaseRing.objects.exists()
    assert not Told.objects.exists()
    left = CheckIn.objects.filter(head=cast.head)
    assert not left.exclude(state=CheckIn.ANSWERED).exists(), "nor one named again"


def test_the_audit_which_stays_says_only_that_something_was_changed(silent, cast):
    rows = m.AuditRow.objects.filter(pk__gt=silent, concerns=cast.head)
    assert set(rows.values_list("verb", "what")) == {("record.change", "")}
    assert all(row.by is not None and row.detail == {} for row in rows), "and nothing of what the system did by itself"


def test_a_call_undone_leaves_nothing_after_thirty_days(cast, now):
    enter_window(cast)
    inspection = call(cast)
    inspections.undo(by=cast.head, inspection=inspection)
    now.move_to(clock.now() + timedelta(days=29))
    delete_over()
    assert Inspection.objects.exists()
    now.move_to(clock.now() + timedelta(days=2))
    delete_over()
    assert not Inspection.objects.exists()
    assert not Told.objects.exists()


def test_words_that_can_be_read_keep_their_row_and_those_that_cannot_lose_it(
    cast, now, django_capture_on_commit_callbacks
):
    enter_window(cast)
    inspection = call(cast)
    one = CheckIn.objects.filter(inspection=inspection).order_by("due_at").first()
    now.move_to(one.send_at)
    check_ins.answer(by=cast.head, check_in=CheckIn.objects.get(pk=one.pk), answer=CheckIn.FINE)
    notes.leave(by=cast.head, words="MARKERNOTE")
    log.write(by=cast.head, words="MARKERLOG")
    inspections.close(by=cast.head, inspection=Inspection.objects.get(pk=inspection.pk))
    closed = clock.now()
    answered = CheckIn.objects.filter(state=CheckIn.ANSWERED)
    for days, left in ((29, (1, 1, 1)), (31, (0, 0, 1)), (91, (0, 0, 0))):
        now.move_to(closed + timedelta(days=days))
        with django_capture_on_commit_callbacks(execute=True):
            keys.delete_due()
        delete_over()
        assert (answered.count(), BuddyNote.objects.count(), LogEntry.objects.count()) == left, days


def test_a_row_that_cannot_be_deleted_leaves_the_other_rows_and_lines_be(cast, now):
    for _ in range(3):
        PleaseRing.objects.create(head=cast.head, via=PleaseRing.LINK, ended_at=clock.now())
    bad = PleaseRing.objects.order_by("pk")[1]
    SilenceStep.objects.create(
        stopped_at=clock.now(),
        check_in=CheckIn.objects.create(
            head=cast.head,
            rule="month",
            occurrence="2026-11",
            due_at=clock.now(),
            send_at=clock.now(),
            useful_until=clock.now(),
            state=CheckIn.MISSED,
        ),
        step=SilenceStep.BUDDY,
    )
    now.move_to(clock.now() + timedelta(days=31))

    def refuse(instance, **_):
        if instance.pk == bad.pk:
            raise RuntimeError

    signals.pre_delete.connect(refuse, sender=PleaseRing)
    try:
        with pytest.raises(guarded.Failed) as told:
            delete_over()
    finally:
        signals.pre_delete.disconnect(refuse, sender=PleaseRing)
    assert told.value.count == 1
    assert list(PleaseRing.objects.all()) == [bad]
    assert not SilenceStep.objects.exists()
    delete_over()
    assert not PleaseRing.objects.exists()


def test_what_stayed_unanswered_is_remembered_until_she_is_heard_of(cast, now):
    """By the ladder, which would otherwise alarm somebody about her each month anew."""
    enter_window(cast)
    moment = clock.now()
    for number in range(3):
        at = moment + timedelta(days=30 * number)
        CheckIn.objects.create(
            head=cast.head,
            rule="month",
            occurrence=f"{number}",
            due_at=at,
            send_at=at,
            useful_until=at + timedelta(days=5),
            state=CheckIn.MISSED,
        )
    now.move_to(moment + timedelta(days=100))
    delete_over()
    assert CheckIn.objects.count() == 3
    last = CheckIn.objects.order_by("due_at").last()
    check_ins.we_have_spoken(by=cast.buddy, check_in=last)
    now.move_to(moment + timedelta(days=129))
    delete_over()
    assert CheckIn.objects.count() == 3
    now.move_to(moment + timedelta(days=131))
    delete_over()
    assert not CheckIn.objects.exists()


def test_a_silence_that_stands_still_over_the_summer_keeps_its_steps(cast, now):
    """A step that was forgotten would be taken again."""
    moment = clock.now()
    check_in = CheckIn.objects.create(
        head=cast.head, rule="month", due_at=moment, send_at=moment, useful_until=moment + timedelta(days=50)
    )
    step = SilenceStep.objects.create(check_in=check_in, step=SilenceStep.AGAIN)
    now.move_to(moment + timedelta(days=45))
    delete_over()
    assert SilenceStep.objects.exists()
    SilenceStep.objects.filter(pk=step.pk).update(stopped_at=clock.now())
    now.move_to(moment + timedelta(days=75))
    delete_over()
    assert not SilenceStep.objects.exists()
