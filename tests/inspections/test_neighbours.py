"""In every task of this app: one row raises, its neighbours go on, and the task ends as failed. The bad row comes
first, and is tried again by the next look."""

from datetime import timedelta

import pytest
from django.db.models import F

from inspections import tasks
from inspections.buddy_care import actions as buddy_care
from inspections.calls.actions import inspections, notify_call
from inspections.check_ins.actions import planning, retention
from inspections.models import BuddyAgreement, BuddyCheckIn, CheckIn, Inspection, PleaseRing, SilenceStep, Told
from inspections.ringing.actions import please_ring
from inspections.silence.actions import silence
from inspections.standby import actions as standby
from inspections.standing_in import actions as standing_in
from inspections.support.actions import log, log_warnings
from inspections.windows.actions import afresh as windows_afresh
from inspections.windows.actions import next_call_days, windows
from network import clock, guarded
from network import models as m
from network.models import WordKey
from network.privacy import keys
from outbox.models import Message
from tests import factories as f
from tests.faulty import plant
from tests.inspections.story import at, enter_window
from tests.inspections.windows.made import school_inspected

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast, now):
    """Two heads in the same story: `cast.head`, whose rows come first, and `cast.other_head`."""
    enter_window(cast)
    other = cast.other_head
    f.TieFactory(head=other, person=cast.ex_buddy, kind=m.Tie.BUDDY)
    f.TieFactory(head=other, person=cast.shared_with, kind=m.Tie.RESERVE)
    m.School.objects.filter(memberships__person=other).update(in_window=True)
    m.Person.objects.filter(pk=other.pk).update(joined_at=at("2026-09-01 09:00"))
    cast.things["others_school"] = other.memberships.get().school
    return cast


@pytest.fixture
def called(two):
    two.things["hers"] = inspections.the_call_has_come(by=two.head, school=two.school, head=two.head)
    two.things["others"] = inspections.the_call_has_come(
        by=two.other_head, school=two.others_school, head=two.other_head
    )
    return two


def fails(task):
    with pytest.raises(guarded.Failed):
        task()


def of_head(two):
    return lambda *args, **given: given["head"] == two.head


def test_asked_to_ring_and_nobody_took_it(two, now, monkeypatch):
    for head in (two.head, two.other_head):
        please_ring.ask(head=head, via="signed-in", by=head)
    now.shift(timedelta(minutes=31))
    with monkeypatch.context() as fault:
        plant(fault, standing_in, "begin", of_head(two))
        fails(tasks.pass_on)
        assert [ring.head for ring in PleaseRing.objects.filter(passed_on_at__isnull=False)] == [two.other_head]
    tasks.pass_on()
    assert PleaseRing.objects.filter(passed_on_at__isnull=False).count() == 2


def test_asked_to_ring_two_days_ago(two, now, monkeypatch):
    for head in (two.head, two.other_head):
        please_ring.ask(head=head, via="signed-in", by=head)
    now.shift(timedelta(hours=49))
    with monkeypatch.context() as fault:
        plant(fault, standing_in, "end", of_head(two))
        fails(tasks.tick)
        assert [ring.head for ring in PleaseRing.objects.filter(ended_at__isnull=False)] == [two.other_head]
    tasks.tick()
    assert not PleaseRing.objects.open().exists()


def quiet(two, now):
    """Neither has answered her first question of the two days."""
    now.move_to(at("2026-12-02 11:00"))
    asked = CheckIn.objects.filter(due_at__lte=clock.now(), inspection__isnull=False)
    asked.update(state=CheckIn.MISSED, useful_until=F("due_at"))
    assert {row.head for row in asked} == {two.head, two.other_head}


def test_a_silence_that_lasts(called, now, monkeypatch):
    quiet(called, now)
    with monkeypatch.context() as fault:
        plant(fault, silence, "_ask", lambda check_in, *rest: check_in.head == called.head)
        fails(tasks.pass_on)
        assert {step.check_in.head for step in SilenceStep.objects.all()} == {called.other_head}
    tasks.pass_on()
    assert {step.check_in.head for step in SilenceStep.objects.all()} == {called.head, called.other_head}


def test_a_silence_of_ten_school_days_ago(called, now, monkeypatch):
    quiet(called, now)
    tasks.pass_on()
    now.shift(timedelta(days=15))
    with monkeypatch.context() as fault:
        plant(fault, standing_in, "end", of_head(called))
        fails(silence.end_old)
        left = SilenceStep.objects.filter(stopped_at__isnull=True)
        assert {step.check_in.head for step in left} == {called.head}
    silence.end_old()
    assert not left.all().exists()


def test_a_call_that_the_buddy_has_not_seen(called, now, monkeypatch):
    now.shift(timedelta(minutes=31))
    with monkeypatch.context() as fault:
        plant(fault, notify_call, "_reserve_stands_in", lambda inspection, by: inspection == called.hers)
        fails(tasks.pass_on)
        passed = Told.objects.filter(role=Told.BUDDY, passed_on_at__isnull=False)
        assert [told.inspection for told in passed] == [called.others]
    tasks.pass_on()
    assert passed.all().count() == 2


def test_an_inspection_that_is_over(called, now, monkeypatch):
    now.move_to(at("2028-06-01 10:00"))
    with monkeypatch.context() as fault:
        plant(fault, inspections, "close", lambda *, by, inspection: inspection == called.hers)
        fails(tasks.tick)
        assert list(Inspection.objects.open()) == [called.hers]
    tasks.tick()
    assert not Inspection.objects.open().exists()


def test_a_plan_that_cannot_be_made(called, now, monkeypatch):
    CheckIn.objects.all().delete()
    with monkeypatch.context() as fault:
        plant(fault, planning.planning_inputs, "of_heads", lambda *, heads, now: called.head.pk in heads)
        fails(tasks.tick)
        assert {row.head for row in CheckIn.objects.all()} == {called.other_head}
    tasks.tick()
    assert {row.head for row in CheckIn.objects.all()} == {called.head, called.other_head}


def test_a_buddy_who_cannot_be_asked_how_it_was(called, now, monkeypatch):
    now.move_to(at("2026-12-03 17:02"))
    with monkeypatch.context() as fault:
        plant(fault, buddy_care, "_ask", lambda inspection, *rest: inspection == called.hers)
        fails(tasks.tick)
        assert {row.inspection for row in BuddyCheckIn.objects.all()} == {called.others}
    tasks.tick()
    assert BuddyCheckIn.objects.count() == 2


def test_an_agreement_that_ends_soon(two, now, monkeypatch):
    for person in (two.buddy, two.ex_buddy):
        BuddyAgreement.objects.create(buddy=person, version=1, renew_on=clock.today() + timedelta(days=5))
    with monkeypatch.context() as fault:
        plant(fault, buddy_care, "_reminder", lambda row: row.buddy == two.buddy)
        fails(tasks.remind)
        told = Message.objects.filter(about__startswith="agreement:")
        assert [row.to for row in told] == [two.ex_buddy]
    tasks.remind()
    assert told.all().count() == 2


def test_a_morning_on_standby(two, now, monkeypatch):
    now.move_to(at("2026-11-30 08:15"))
    with monkeypatch.context() as fault:
        put = standby.outbox
        plant(fault, put, "put_many", lambda *, wanted, by: two.buddy in [one.to for one in list(wanted)])
        fails(standby.look)
        ready = Message.objects.filter(kind=standby.READY)
        assert two.buddy not in {row.to for row in ready}
        assert two.ex_buddy in {row.to for row in ready}
    standby.look()
    assert two.buddy in {row.to for row in ready.all()}


def test_words_whose_thirty_days_begin(two, now, monkeypatch):
    for head in (two.head, two.other_head):
        keys.key_for(owner=head, subject=f"head{retention.BEFORE}")
    m.School.objects.update(in_window=False)
    with monkeypatch.context() as fault:
        plant(fault, keys, "keep", lambda key, until: key.owner_id == two.head.pk)
        fails(tasks.remind)
        begun = WordKey.objects.filter(keep_until__isnull=False)
        assert [key.owner for key in begun] == [two.other_head]
    tasks.remind()
    assert begun.all().count() == 2


def test_a_log_that_goes_soon(called, now, monkeypatch):
    for head, inspection in ((called.head, called.hers), (called.other_head, called.others)):
        log.write(by=head, words="words")
        inspections.close(by=head, inspection=inspection)
    now.shift(timedelta(days=61))
    with monkeypatch.context() as fault:
        put = log_warnings.outbox
        plant(fault, put, "put_many", lambda *, wanted, by: called.head in [one.to for one in list(wanted)])
        fails(tasks.remind)
        warned = Message.objects.filter(about__startswith="log:")
        assert [row.to for row in warned] == [called.other_head]
    tasks.remind()
    assert warned.all().count() == 2


def test_a_window_that_cannot_be_worked_out(db, now, monkeypatch):
    bad, good = school_inspected(), school_inspected()
    with monkeypatch.context() as fault:
        plant(fault, windows_afresh, "_facts", lambda row, *rest: row.pk == bad.pk)
        fails(tasks.refresh_windows)
        assert list(m.School.objects.filter(in_window=True)) == [good]
    tasks.refresh_windows()
    assert set(m.School.objects.filter(in_window=True)) == {bad, good}


def test_a_window_whose_request_cannot_be_opened_is_opened_with_it_at_the_next_look(db, now, monkeypatch):
    """The two belong together: a window that stood open without its request would never ask for a buddy."""
    bad, good = school_inspected(), school_inspected()
    with monkeypatch.context() as fault:
        plant(fault, windows.requests, "open_for_school", lambda *, school, why, by: school == bad)
        fails(tasks.refresh_windows)
        assert list(m.School.objects.filter(in_window=True)) == [good]
    tasks.refresh_windows()
    assert bad.buddy_requests.exists()


def test_a_school_whose_next_call_day_cannot_be_said(two, monkeypatch):
    own = [(s.pk, s.authority_id) for s in (two.school, two.others_school)]
    m.School.objects.filter(pk__in=[pk for pk, _ in own]).update(window_rule="W1")
    m.Term.objects.create(school=two.school, name="Own", starts_on="2026-09-01", ends_on="2026-12-18")
    with monkeypatch.context() as fault:
        terms = m.Term.objects.filter(school=two.school).count()
        plant(fault, next_call_days, "usual_days", lambda calendar, *rest: len(calendar.terms) == 1)
        assert terms == 1
        fails(next_call_days.push_down)
        days = dict(m.School.objects.values_list("pk", "next_call_day_on"))
        assert days[two.school.pk] is None
        assert days[two.others_school.pk] is not None
    next_call_days.push_down()
    two.school.refresh_from_db()
    assert two.school.next_call_day_on is not None


STEPS = {
    "tick": ["planning.mark_missed", "please_ring.end_old", "silence.end_old", "inspections.close_passed"],
    "pass_on": ["please_ring.pass_on_waiting", "silence.look", "notify_call.pass_on_unseen"],
    "refresh_windows": ["windows.look", "next_call_days.push_down"],
    "publish_figures": ["figures.publish", "still_in_post.work_out", "counted.publish", "statements.look"],
    "remind": ["retention.end_before", "log_warnings.warn", "plan_days.remind"],
}
STEPS["tick"] += ["due.plan_due", "standing_in.look", "buddy_care.look", "standby.look"]
STEPS["remind"] += ["buddy_care.remind"]


@pytest.mark.parametrize(("task", "bad"), [(task, bad) for task, steps in STEPS.items() for bad in steps])
def test_a_step_that_fails_does_not_stop_the_others(db, monkeypatch, task, bad):
    ran = []

    def step(name):
        def run(**given):
            ran.append(name)
            if name == bad:
                raise RuntimeError("planted")

        return run

    for name in STEPS[task]:
        module, function = name.split(".")
        monkeypatch.setattr(getattr(tasks, module), function, step(name))
    fails(getattr(tasks, task))
    assert ran == STEPS[task]
