"""What a message about a head and those beside her announces stands on the page it leads to, until it is settled."""

from datetime import date, timedelta

import pytest

from inspections.aftercare import actions as pauses
from inspections.answers.actions import answers as check_ins
from inspections.answers.asks import not_great
from inspections.buddy_care import actions as buddy_care
from inspections.calls.actions import inspections as actions
from inspections.check_ins.actions import planning
from inspections.models import BuddyCheckIn, CheckIn, PleaseRing, SilenceStep
from inspections.offers import actions as offers
from inspections.ringing.actions import please_ring
from inspections.silence.actions import sharing, silence
from inspections.standby import actions as standby
from inspections.support.actions import log, log_warnings, plan_days, support
from network import clock
from network.members.actions import ties
from network.models import Tie, WordKey
from network.people.asks import Viewer
from network.privacy import keys
from outbox.models import Message
from tests import factories as f
from tests.announcing import announces, page_behind, words
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


@announces("check-in")
def test_the_question_is_asked_behind_its_link_and_on_her_front_page_until_she_has_answered(story, evening):
    question = Message.objects.get(kind="check-in", about=f"checkin:{evening.pk}")
    assert "How is it going? One press is enough." in page_behind(question)
    head = signed_in(story.head)
    assert f"/check-ins/{evening.public_id}/" in head.get("/today/").content.decode()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    assert f"/check-ins/{evening.public_id}/" not in head.get("/today/").content.decode()


@announces("nudge:checkin")
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


@announces("nudge:inspection")
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


@announces("nudge:inspection")
@pytest.mark.parametrize("what", ["draft", "published", "put off", "paused"])
def test_what_happened_to_the_inspection_stands_on_her_buddys_page_until_it_is_past(story, inspection, now, what):
    if what == "draft":
        now.move_to(at("2027-01-11 09:00"))
        actions.note_dates(by=story.head, inspection=inspection, draft_on=date(2027, 1, 11))
        said = "The draft came on Monday 11 January. There is one choice of two, until Monday 18 January: in 7 days."
    elif what == "published":
        now.move_to(at("2027-01-29 09:00"))
        actions.note_dates(by=story.head, inspection=inspection, published_on=date(2027, 1, 29))
        said = "The report was published on Friday 29 January."
    elif what == "put off":
        pauses.put_off(by=story.head, inspection=inspection)
        said = "The inspection is put off. There is no new date yet."
    else:
        now.move_to(at("2026-12-01 12:00"))
        pauses.pause(by=story.head, inspection=inspection, paused_on=date(2026, 12, 1), resumes_on=date(2026, 12, 3))
        said = "The inspection is paused. Inspectors come back on Thursday 3 December."
    message = newest(story.buddy, "inspection")
    assert said in page_behind(message)
    if what == "draft":
        days = {"draft_on": date(2027, 1, 11), "minor_points_on": date(2027, 1, 12)}
        actions.note_dates(by=story.head, inspection=inspection, **days)
    elif what == "published":
        now.shift(timedelta(days=3, minutes=1))
    elif what == "put off":
        actions.change(by=story.head, inspection=inspection, starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 13))
    else:
        now.move_to(at("2026-12-03 08:00"))
    assert said not in page_behind(message)


def test_an_inspection_that_is_put_off_is_nowhere_called_one_that_comes_on_its_old_days(story, inspection):
    pauses.put_off(by=story.head, inspection=inspection)
    text = words(signed_in(story.buddy).get("/today/").content.decode())
    assert "The inspection is put off." in text
    assert "1 December to 2 December" not in text


@announces("nudge:head")
def test_days_that_she_shares_stand_on_the_others_page_until_she_takes_them_back(story, inspection):
    tie = sharing.share_days(by=story.head, person=story.other_head)
    message = newest(story.other_head, "head")
    assert "Hollis Example shares the days with you: 1 December to 2 December." in page_behind(message)
    sharing.withdraw(by=story.head, tie=tie)
    assert "shares the days with you" not in page_behind(message)


@announces("nudge:quiet", "nudge:silence-over")
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


@announces("nudge:checkin")
def test_that_she_went_quiet_stands_on_her_buddys_page_until_she_is_heard_of(story, evening, now):
    go_quiet(now, "2026-12-02 07:30", "2026-12-02 08:30")
    message = newest(story.buddy, "checkin")
    assert "Has gone quiet. Please ring." in page_behind(message)
    evening.refresh_from_db()
    check_ins.answer(by=story.head, check_in=evening, answer=CheckIn.FINE)
    assert "Has gone quiet" not in page_behind(message)


@announces("nudge:head")
def test_an_answer_by_link_waits_on_her_own_page_for_a_press_until_she_has_made_it(story, evening, now):
    link = Message.objects.get(kind="check-in", about=f"checkin:{evening.pk}")
    check_ins.answer_by_link(message=link, answer=CheckIn.FINE)
    go_quiet(now, "2026-12-02 08:30")
    assert SilenceStep.objects.filter(step="again").exists()
    message = newest(story.head, "head")
    assert "That was me" in page_behind(message)
    evening.refresh_from_db()
    check_ins.confirm(by=story.head, check_in=evening)
    assert "That was me" not in page_behind(message)


@announces("nudge:log")
def test_that_her_log_goes_soon_stands_above_it_until_it_is_kept_for_longer(story, inspection, now):
    log.write(by=story.head, words="words")
    actions.close(by=story.head, inspection=inspection)
    now.shift(timedelta(days=60))
    log_warnings.warn()
    message = newest(story.head, "log")
    assert "What you wrote about an inspection that is closed goes on Sunday 28 February 2027" in page_behind(message)
    keys.keep(WordKey.objects.get(owner=story.head, subject=message.about), None)
    assert "an inspection that is closed goes on" not in page_behind(message)


@announces("standby", "standby-over")
def test_the_morning_and_the_end_of_a_usual_day_stand_on_the_page_of_the_standby(story, now):
    now.move_to(at("2026-12-07 08:15"))
    standby.look()
    ready = Message.objects.get(to=story.buddy, kind="standby")
    assert "Today is a usual day. Please keep your phone near until 14.00." in page_behind(ready)
    Message.objects.filter(kind="standby").update(state=Message.SENT, sent_at=clock.now())
    now.move_to(at("2026-12-07 14:05"))
    standby.look()
    over = Message.objects.get(to=story.buddy, kind="standby-over")
    for message in (ready, over):
        text = page_behind(message)
        assert "Today is a usual day." not in text
        assert "The usual hours are over for today." in text
    now.move_to(at("2026-12-08 09:00"))
    assert "The usual hours are over for today." not in page_behind(over)


@announces("nudge:offer")
def test_who_asked_for_help_stands_on_the_contacts_page_until_they_take_it_back(story):
    offer = offers.put_up(by=story.officer, kind="supervision", title="Example supervision", contact=story.officer)
    ask = offers.ask(by=story.head, offer=offer)
    message = newest(story.officer, "offer")
    assert "Hollis Example, Example Junior School Example supervision" in page_behind(message)
    offers.take_back(by=story.head, ask=ask)
    assert "Hollis Example" not in page_behind(message)


@announces("nudge:agreement")
def test_that_the_agreement_ends_soon_stands_there_until_it_is_renewed(story, now):
    buddy_care.agree(by=story.buddy)
    now.shift(timedelta(days=355))
    buddy_care.remind()
    message = newest(story.buddy, "agreement")
    assert "Please read it again and renew it by" in page_behind(message)
    buddy_care.agree(by=story.buddy)
    assert "Please read it again" not in page_behind(message)


@announces("nudge:buddycheckin")
def test_how_the_buddy_is_is_asked_behind_its_link_until_it_is_answered(story, inspection, now):
    now.move_to(at("2026-12-03 17:02"))
    buddy_care.look()
    message = newest(story.buddy, "buddycheckin")
    assert "Now it is about you. One press is enough." in page_behind(message)
    buddy_care.answer(by=story.buddy, check_in=BuddyCheckIn.objects.get(), answer="fine")
    assert "One press is enough." not in page_behind(message)


@pytest.fixture
def plan(story, inspection, now):
    now.move_to(at("2026-12-03 10:00"))
    actions.note_dates(by=story.head, inspection=inspection, published_on=date(2026, 12, 3))
    return support.open_plan(by=story.head, inspection=inspection)


@announces("nudge:plan")
def test_a_plan_she_shares_stands_behind_its_link_until_she_takes_it_back(story, plan):
    support.share(by=story.head, plan=plan, person=story.buddy)
    message = newest(story.buddy, "plan")
    assert "Hollis" in page_behind(message)
    support.take_back(by=story.head, plan=plan, person=story.buddy)
    assert "Hollis" not in page_behind(message)


@announces("nudge:planday")
def test_a_day_of_a_plan_stands_behind_its_link_until_it_moves(story, plan, now):
    line = support.add_line(by=story.head, plan=plan, kind="peer_review", by_on=date(2026, 12, 9))
    now.move_to(at("2026-12-09 00:30"))
    plan_days.remind()
    message = newest(story.head, "planday")
    assert "9 December" in page_behind(message)
    support.change_line(by=story.head, line=line, kind="peer_review", by_on=date(2027, 1, 20))
    assert "9 December" not in page_behind(message)


@announces("nudge:ring")
def test_that_she_asks_to_be_rung_stands_on_her_buddys_page_until_somebody_rings(story):
    ring = please_ring.ask(by=story.head, head=story.head, via=PleaseRing.SIGNED_IN)
    message = newest(story.buddy, "ring")
    assert "Asks to be rung. Now, if you can." in page_behind(message)
    please_ring.taking(by=story.buddy, ring=ring)
    assert "Asks to be rung." not in page_behind(message)


@announces("nudge:told")
def test_that_the_call_has_come_stands_on_her_buddys_page_until_it_is_over(story, inspection):
    message = newest(story.buddy, "told")
    assert "The call has come: 1 December to 2 December." in page_behind(message)
    actions.close(by=story.head, inspection=inspection)
    assert "1 December to 2 December" not in page_behind(message)
