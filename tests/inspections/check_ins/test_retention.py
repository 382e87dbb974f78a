"""Each word of hers has its date: none is kept for longer because it was said late, or because nothing followed."""

from datetime import date, timedelta

import pytest
from django.db.models import Q

from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections
from inspections.check_ins.actions import retention
from inspections.models import CheckIn, Inspection, PleaseRing, SilenceStep
from inspections.ringing.actions import please_ring
from network import clock
from network import models as m
from network.privacy import keys
from network.privacy.actions.retention import delete_over
from network.rules import WrongState
from outbox.models import Message
from tests.inspections.story import MONDAY, at, call

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=30)


def asked(head, rule, inspection=None, occurrence="late") -> CheckIn:
    moment = clock.now()
    return CheckIn.objects.create(
        head=head,
        inspection=inspection,
        rule=rule,
        occurrence=occurrence,
        due_at=moment,
        send_at=moment,
        useful_until=moment + timedelta(days=4),
    )


def key(head) -> m.WordKey:
    return m.WordKey.objects.exclude(subject="silence").get(owner=head, deleted_at__isnull=True)


def test_a_question_of_before_that_is_answered_after_the_call_has_its_thirty_days(story, now):
    monthly = asked(story.head, "month")
    now.move_to(at("2026-12-01 09:00"))
    call(story)
    now.move_to(at("2027-02-01 09:00"))
    check_ins.answer(by=story.head, check_in=monthly, answer=CheckIn.FINE)
    assert key(story.head).keep_until == clock.now() + KEPT
    now.move_to(at("2027-03-04 09:00"))
    assert keys.delete_due() == 1


def live(head) -> list[m.WordKey]:
    mine = m.WordKey.objects.filter(owner=head, deleted_at__isnull=True).exclude(subject="silence")
    return list(mine.order_by("made_at"))


def said(check_in) -> str:
    check_in.refresh_from_db()
    return check_ins.words_of(check_in=check_in, reader=check_in.head)[0]


def test_what_is_answered_when_the_thirty_days_have_begun_has_thirty_of_its_own(
    story, now, django_capture_on_commit_callbacks
):
    soon, late = asked(story.head, "month"), asked(story.head, "month", occurrence="later")
    check_ins.answer(by=story.head, check_in=soon, answer=CheckIn.FINE)
    call(story)
    now.move_to(MONDAY + timedelta(days=28))
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.NOT_GREAT, note="MARKERLATE")
    assert [each.keep_until for each in live(story.head)] == [MONDAY + KEPT, clock.now() + KEPT]
    now.move_to(MONDAY + timedelta(days=29, hours=-1))
    late.refresh_from_db()
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.FINE, note="MARKERCHANGED")
    assert len(live(story.head)) == 2, "a changed answer keeps the date of when it was given"
    now.move_to(MONDAY + timedelta(days=57))
    with django_capture_on_commit_callbacks(execute=True):
        assert keys.delete_due() == 1
    assert (said(soon), said(late)) == ("", CheckIn.FINE)
    now.move_to(MONDAY + timedelta(days=59))
    with django_capture_on_commit_callbacks(execute=True):
        assert keys.delete_due() == 1
    assert said(late) == ""


@pytest.mark.parametrize("first", [True, False])
def test_a_question_of_the_days_on_site_answered_weeks_later_is_not_gone_the_next_night(story, now, first):
    inspection = call(story)
    last = inspection.ends_on
    early, late = (asked(story.head, "evening", inspection, one) for one in ("first", "second"))
    if first:
        check_ins.answer(by=story.head, check_in=early, answer=CheckIn.FINE)
    now.move_to(at(f"{last + timedelta(days=29 if first else 40)} 09:00"))
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.NOT_GREAT)
    moment = clock.now()
    now.move_to(moment + timedelta(days=2))
    keys.delete_due()
    assert [each.keep_until for each in live(story.head)] == [moment + KEPT]
    assert said(late) == CheckIn.NOT_GREAT


def test_new_days_on_site_shorten_nothing_that_was_said_late(story, now):
    inspection = call(story)
    late = asked(story.head, "evening", inspection)
    now.move_to(at(f"{inspection.ends_on + timedelta(days=10)} 09:00"))
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.FINE)
    moment = clock.now()
    inspections.change(by=story.head, inspection=inspection, starts_on=inspection.starts_on - timedelta(days=1))
    assert key(story.head).keep_until == moment + KEPT
    inspection.refresh_from_db()
    inspections.change(by=story.head, inspection=inspection, ends_on=clock.today() + timedelta(days=1))
    assert key(story.head).keep_until > moment + KEPT


def test_a_call_undone_lets_what_was_said_late_go_on_too(story):
    late = asked(story.head, "month")
    inspection = call(story)
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.FINE)
    inspections.undo(by=story.head, inspection=Inspection.objects.get(pk=inspection.pk))
    assert key(story.head).keep_until is None
    assert retention.end_before() == 0
    m.Tie.objects.filter(head=story.head, kind=m.Tie.BUDDY).update(to_at=clock.now())
    assert retention.end_before() == 1


def test_what_is_about_a_closed_inspection_is_not_answered_any_more(story, now):
    inspection = call(story)
    late = asked(story.head, "day-five", inspection)
    inspections.close(by=story.head, inspection=inspection)
    late.refresh_from_db()
    with pytest.raises(WrongState, match="cannot be answered now"):
        check_ins.answer(by=story.head, check_in=CheckIn.objects.get(pk=late.pk), answer=CheckIn.FINE)
    assert not m.WordKey.objects.filter(owner=story.head, subject__contains="after").exists()


def test_words_changed_after_the_close_keep_the_date_of_the_close(story, now):
    inspection = call(story)
    late = asked(story.head, "day-five", inspection)
    check_ins.answer(by=story.head, check_in=late, answer=CheckIn.FINE)
    now.move_to(MONDAY + timedelta(minutes=1))
    inspections.close(by=story.head, inspection=inspection)
    closed = clock.now()
    now.move_to(MONDAY + timedelta(hours=20))
    fresh = CheckIn.objects.select_related("head", "inspection").get(pk=late.pk)
    check_ins.answer(by=story.head, check_in=fresh, answer=CheckIn.NOT_GREAT)
    assert key(story.head).keep_until == closed + KEPT


def test_a_call_undone_lets_the_phase_before_go_on(story):
    check_ins.answer(by=story.head, check_in=asked(story.head, "month"), answer=CheckIn.FINE)
    inspection = call(story)
    assert key(story.head).keep_until == clock.now() + KEPT
    inspections.undo(by=story.head, inspection=Inspection.objects.get(pk=inspection.pk))
    assert key(story.head).keep_until is None


@pytest.mark.parametrize("over", ["pairing", "window"])
def test_without_a_call_the_phase_before_ends_with_the_pairing_or_the_window(story, now, over):
    check_ins.answer(by=story.head, check_in=asked(story.head, "month"), answer=CheckIn.FINE)
    assert retention.end_before() == 0
    assert key(story.head).keep_until is None
    if over == "pairing":
        m.Tie.objects.filter(head=story.head, kind=m.Tie.BUDDY).update(to_at=clock.now())
    else:
        m.School.objects.filter(pk=story.school.pk).update(in_window=False, window_opens_on=date(2028, 9, 1))
    assert retention.end_before() == 1
    assert key(story.head).keep_until == clock.now() + KEPT
    assert retention.end_before() == 0


def test_a_window_that_was_closed_by_mistake_and_opens_again_takes_no_words_with_it(story, now):
    check_ins.answer(by=story.head, check_in=asked(story.head, "month"), answer=CheckIn.FINE)
    m.School.objects.filter(pk=story.school.pk).update(in_window=False)
    assert retention.end_before() == 1
    m.School.objects.filter(pk=story.school.pk).update(in_window=True)
    assert retention.end_before() == 0
    assert key(story.head).keep_until is None
    call(story)
    assert retention.end_before() == 0
    assert key(story.head).keep_until == clock.now() + KEPT, "of what was said before a call the days go on"
    Inspection.objects.update(closed_at=clock.now())
    assert retention.end_before() == 0
    assert key(story.head).keep_until == clock.now() + KEPT


def test_that_she_asked_to_be_rung_or_was_not_well_leaves_no_trace_after_thirty_days(story, now):
    """Without words or keys, rows and messages would still tell it, in every backup."""
    call(story)
    evening = asked(story.head, "evening")
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.NOT_GREAT)
    ring = please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    SilenceStep.objects.create(check_in=evening, step=SilenceStep.BUDDY, asked=story.buddy)
    please_ring.spoken(by=story.head, ring=ring)
    traces = Message.objects.filter(Q(about__startswith="checkin:") | Q(about__startswith="ring:"), to=story.buddy)
    traces.update(state=Message.SENT, sent_at=clock.now())
    assert traces.count() == 2
    now.move_to(MONDAY + timedelta(days=29))
    delete_over()
    assert (traces.count(), PleaseRing.objects.count(), SilenceStep.objects.count()) == (2, 1, 1)
    now.move_to(MONDAY + timedelta(days=34))
    delete_over()
    assert not traces.exists()
    assert not PleaseRing.objects.exists()
    assert not SilenceStep.objects.exists()
    assert CheckIn.objects.filter(pk=evening.pk).exists(), "with its words"
