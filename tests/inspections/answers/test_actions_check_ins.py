from datetime import time, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail

from inspections import rules
from inspections.answers.actions import answers as check_ins
from inspections.models import CheckIn, PleaseRing
from inspections.ringing.actions import please_ring
from network import models as m
from network.members.actions import ties
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.sending import sender
from tests.inspections.story import at, call, enter_window, planned, waiting

pytestmark = pytest.mark.django_db

FINE, NOT_GREAT, RING_ME, NOT_NOW = (answer for answer, _ in CheckIn.ANSWERS)


@pytest.fixture
def story(now, cast):
    enter_window(cast)
    call(cast)
    now.move_to(at("2026-12-01 17:05"))
    Message.objects.exclude(kind="check-in").delete()
    return cast


@pytest.fixture
def check_in(story):
    return CheckIn.objects.select_related("head", "inspection").get(rule="evening")


@pytest.fixture
def link(check_in):
    return Message.objects.get(about=f"checkin:{check_in.pk}")


def said(check_in, reader):
    check_in.refresh_from_db()
    beside = rules.spans_beside(reader, check_in.head)
    return check_ins.words_of(check_in=check_in, reader=reader, beside=beside)


def test_by_link_one_answer_is_recorded_once(story, check_in, link):
    assert check_ins.answer_by_link(message=link, answer=FINE)
    assert not check_ins.answer_by_link(message=link, answer=FINE)
    assert said(check_in, story.head)[0] == FINE
    assert (check_in.state, check_in.via, check_in.answered_at) == ("answered", "link", at("2026-12-01 17:05"))
    assert waiting("nudge-soon") == []


WORSE = [(FINE, NOT_NOW), (FINE, NOT_GREAT), (NOT_NOW, NOT_GREAT), (FINE, RING_ME), (NOT_NOW, RING_ME)]
WORSE += [(NOT_GREAT, RING_ME)]


@pytest.mark.parametrize(("first", "then"), WORSE)
def test_by_link_a_worse_answer_always_goes_through(story, check_in, link, now, first, then):
    """Whoever or whatever pressed first: a mail filter, or she herself an hour ago or yesterday."""
    CheckIn.objects.exclude(pk=check_in.pk).update(state=CheckIn.CANCELLED)
    check_ins.answer_by_link(message=link, answer=first)
    Message.objects.exclude(kind="check-in").delete()
    now.shift(timedelta(hours=25))
    assert check_ins.answer_by_link(message=link, answer=then)
    assert said(check_in, story.head)[0] == then
    assert said(check_in, story.buddy)[0] == then
    assert check_in.answered_at == at("2026-12-02 18:05")
    told = {NOT_GREAT: [("Blake", "nudge-soon", "checkin")], RING_ME: [("Blake", "nudge-now", "ring")]}
    assert [row for row in waiting() if row[1] != "check-in"] == told.get(then, [])
    assert CheckIn.objects.filter(rule=CheckIn.AGAIN).exists() is (NOT_NOW in (first, then))


@pytest.mark.parametrize(("first", "then"), [(then, first) for first, then in WORSE])
def test_by_link_a_better_answer_changes_nothing(story, check_in, link, first, then):
    check_ins.answer_by_link(message=link, answer=first)
    before = list(Message.objects.order_by("pk").values())
    assert not check_ins.answer_by_link(message=link, answer=then)
    assert said(check_in, story.head)[0] == first
    assert list(Message.objects.order_by("pk").values()) == before


def test_a_worse_answer_by_link_leaves_her_words_and_that_she_was_surely_heard_of(story, check_in, link, now):
    check_ins.answer(by=story.head, check_in=check_in, answer=FINE, note="Long day", note_shared=True)
    now.shift(timedelta(minutes=5))
    assert check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    assert said(check_in, story.buddy) == (NOT_GREAT, "Long day")
    assert (check_in.via, check_in.sure_at) == ("link", at("2026-12-01 17:05"))
    assert waiting("nudge-soon") == [("Blake", "nudge-soon", "checkin")]


def test_the_answer_lies_sealed_under_the_pairings_key(story, check_in, link):
    check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    stored = CheckIn.objects.values_list("answer", flat=True).get(pk=check_in.pk)
    assert NOT_GREAT not in stored
    key = m.WordKey.objects.get(owner=story.head)
    tie = m.Tie.objects.get(head=story.head, kind=m.Tie.BUDDY, to_at=None)
    assert key.subject == f"pairing:{tie.public_id.hex}:during:{check_in.inspection_id}"
    assert key.keep_until == at("2027-01-02 00:00"), "30 days after the last day on site"


def test_words_are_gone_with_their_key(story, check_in, link):
    check_ins.answer_by_link(message=link, answer=FINE)
    key = m.WordKey.objects.get(owner=story.head)
    keys.key_store.delete(key.id)
    assert said(check_in, story.head) == ("", "")


@pytest.mark.parametrize("answer", ["", "great", "FINE", "planned"])
def test_by_link_only_the_four_answers(story, check_in, link, answer):
    assert not check_ins.answer_by_link(message=link, answer=answer)
    check_in.refresh_from_db()
    assert check_in.state == CheckIn.PLANNED


def test_a_link_of_a_check_in_that_moved_answers_nothing(story, check_in, link):
    CheckIn.objects.filter(pk=check_in.pk).update(generation=2)
    assert not check_ins.answer_by_link(message=link, answer=FINE)


def test_a_link_of_a_cancelled_check_in_answers_nothing(story, check_in, link):
    CheckIn.objects.filter(pk=check_in.pk).update(state=CheckIn.CANCELLED)
    assert not check_ins.answer_by_link(message=link, answer=FINE)


def test_not_great_reaches_the_buddy_the_same_day(story, link):
    check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    assert waiting("nudge-soon") == [("Blake", "nudge-soon", "checkin")]
    assert Message.objects.get(kind="nudge-soon").due_at == at("2026-12-01 17:05")


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        pytest.param("2026-12-01 19:40", "2026-12-01 19:40", id="in the buddy's quiet hours"),
        pytest.param("2026-12-01 23:55", "2026-12-01 23:55", id="just before midnight"),
        pytest.param("2026-12-02 03:10", "2026-12-02 07:00", id="in the small hours: in the morning of that day"),
    ],
)
def test_not_great_reaches_the_buddy_the_same_day_whatever_the_quiet_hours(story, link, now, answered, told):
    m.Person.objects.filter(pk=story.buddy.pk).update(quiet_from=time(18), quiet_until=time(8))
    now.move_to(at(answered))
    check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    now.move_to(at(told))
    mail.outbox.clear()
    sender.send_due()
    assert [each.to for each in mail.outbox if "/c/" not in each.body] == [["blake@example.org"]]
    message = Message.objects.get(kind="nudge-soon")
    assert (message.state, message.sent_at) == (Message.SENT, at(told))


def test_please_ring_me_reaches_the_buddy_at_once(story, link):
    check_ins.answer_by_link(message=link, answer=RING_ME)
    assert waiting("nudge-now") == [("Blake", "nudge-now", "ring")]
    ring = PleaseRing.objects.get()
    assert (ring.head, ring.via, ring.check_in) == (story.head, "link", link_check_in(link))


def link_check_in(link):
    return CheckIn.objects.get(pk=link.about.partition(":")[2])


def test_not_now_is_asked_again_tomorrow_once(story, now, check_in, link):
    CheckIn.objects.filter(rule="last-evening").update(state=CheckIn.CANCELLED)
    check_ins.answer_by_link(message=link, answer=NOT_NOW)
    assert planned(rule=CheckIn.AGAIN) == {"again evening:1": "Wed 02 Dec 17.00"}
    again = CheckIn.objects.get(rule=CheckIn.AGAIN)
    now.move_to(at("2026-12-02 17:30"))
    CheckIn.objects.exclude(pk=again.pk).filter(state=CheckIn.PLANNED).update(state=CheckIn.CANCELLED)
    check_ins.answer_by_link(message=Message.objects.get(about=f"checkin:{again.pk}"), answer=NOT_NOW)
    assert planned() == {}


def test_not_now_pressed_a_day_late_is_asked_again_the_day_after_that(story, now, check_in, link):
    """The monthly question may be answered for days: "not now" on one of them is no "ask me at once"."""
    CheckIn.objects.exclude(pk=check_in.pk).update(state=CheckIn.CANCELLED)
    now.move_to(at("2026-12-02 17:30"))
    assert check_ins.asked_again_at(check_in=check_in) == at("2026-12-03 17:00")


def test_not_now_adds_nothing_where_tomorrow_is_planned(story, link):
    check_ins.answer_by_link(message=link, answer=NOT_NOW)
    assert planned(rule=CheckIn.AGAIN) == {}


def test_signed_in_she_answers_with_words_of_her_own(story, check_in):
    check_ins.answer(by=story.head, check_in=check_in, answer=FINE, note="Long day", note_shared=False)
    assert said(check_in, story.head) == (FINE, "Long day")
    assert said(check_in, story.buddy) == (FINE, "")
    assert check_in.via == "signed_in"


def test_a_shared_note_is_read_by_the_buddy(story, check_in):
    check_ins.answer(by=story.head, check_in=check_in, answer=FINE, note="Long day", note_shared=True)
    assert said(check_in, story.buddy) == (FINE, "Long day")


def test_signed_in_an_answer_may_be_changed_for_a_day(story, now, check_in, link):
    check_ins.answer_by_link(message=link, answer=FINE)
    check_in.refresh_from_db()
    now.shift(timedelta(hours=23, minutes=59))
    assert check_ins.answer(by=story.head, check_in=check_in, answer=NOT_GREAT)
    assert said(check_in, story.head)[0] == NOT_GREAT
    assert waiting("nudge-soon") == [("Blake", "nudge-soon", "checkin")]
    now.shift(timedelta(minutes=1))
    with pytest.raises(WrongState):
        check_ins.answer(by=story.head, check_in=check_in, answer=FINE)


@pytest.mark.parametrize("who", ["buddy", "deputy", "other_head", "officer", "reserve"])
def test_nobody_answers_for_her(story, check_in, who):
    with pytest.raises(NotAllowed):
        check_ins.answer(by=getattr(story, who), check_in=check_in, answer=FINE)


def test_nothing_is_answered_before_it_is_asked(story, check_in):
    later = CheckIn.objects.get(rule="day-five")
    with pytest.raises(WrongState):
        check_ins.answer(by=story.head, check_in=later, answer=FINE)


def test_we_have_spoken_is_marked_as_by_the_buddy(story, check_in):
    assert check_ins.we_have_spoken(by=story.buddy, check_in=check_in)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.via) == ("answered", "by_buddy")
    assert said(check_in, story.buddy) == ("", "")
    assert not check_ins.we_have_spoken(by=story.buddy, check_in=check_in), "said once"
    with pytest.raises(NotAllowed):
        check_ins.we_have_spoken(by=story.reserve, check_in=check_in)


def beside_the_check_in(story, check_in):
    check_ins.we_have_spoken(by=story.buddy, check_in=check_in)


def elsewhere(story, check_in):
    """Beside the pairing, or after "please ring me": it settles whatever is not surely answered."""
    please_ring.they_have_spoken(head=story.head, by=story.buddy)


@pytest.mark.parametrize("where", [beside_the_check_in, elsewhere])
def test_her_own_answer_is_never_overwritten_by_we_have_spoken(story, check_in, link, now, where):
    check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    now.shift(timedelta(hours=1))
    where(story, check_in)
    assert said(check_in, story.head)[0] == NOT_GREAT
    assert (check_in.via, check_in.answered_at) == ("link", at("2026-12-01 17:05"))
    assert (check_in.spoken_via, check_in.spoken_at) == ("by_buddy", at("2026-12-01 18:05"))
    assert check_in.sure_at == at("2026-12-01 18:05"), "it settles the ladder"


@pytest.mark.parametrize("how", ["by link", "signed in"])
def test_she_can_answer_after_her_buddy_has_said_that_they_have_spoken(story, check_in, link, now, how):
    check_ins.we_have_spoken(by=story.buddy, check_in=check_in)
    Message.objects.exclude(kind="check-in").delete()
    now.shift(timedelta(hours=1))
    if how == "by link":
        assert check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    else:
        check_in.refresh_from_db()
        assert check_ins.answer(by=story.head, check_in=check_in, answer=NOT_GREAT)
    assert said(check_in, story.head)[0] == NOT_GREAT
    assert check_in.spoken_via == "by_buddy"
    assert waiting("nudge-soon") == [("Blake", "nudge-soon", "checkin")]


def test_an_answer_that_cannot_be_recorded_any_more_is_refused_and_not_thanked(story, check_in):
    CheckIn.objects.filter(pk=check_in.pk).update(generation=2)  # the days have moved behind her page
    with pytest.raises(WrongState, match="Nothing was recorded"):
        check_ins.answer(by=story.head, check_in=check_in, answer=NOT_GREAT)


def test_an_answer_that_was_hidden_before_stands_again_after_the_migration(story, check_in, link):
    check_ins.answer_by_link(message=link, answer=NOT_GREAT)
    CheckIn.objects.filter(pk=check_in.pk).update(via=CheckIn.BY_BUDDY, sure_at=at("2026-12-01 18:05"))
    migration = import_module("inspections.migrations.0029_keeps_that_they_have_spoken_beside_her_answer")
    migration.set_beside(apps, None)
    assert said(check_in, story.head)[0] == NOT_GREAT
    assert (check_in.via, check_in.spoken_via, check_in.spoken_at) == ("link", "by_buddy", at("2026-12-01 18:05"))


def test_a_missed_one_can_still_be_answered_signed_in(story, now, check_in):
    CheckIn.objects.filter(pk=check_in.pk).update(state=CheckIn.MISSED)
    check_in.refresh_from_db()
    assert check_ins.answer(by=story.head, check_in=check_in, answer=FINE)


# Please ring me


def test_the_reserve_is_asked_when_nobody_has_taken_it_in_half_an_hour(story, now):
    ring = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    now.shift(timedelta(minutes=29))
    assert please_ring.pass_on_waiting() == 0
    assert ring not in PleaseRing.objects.visible_to(story.reserve)
    now.shift(timedelta(minutes=1))
    assert please_ring.pass_on_waiting() == 1
    assert please_ring.pass_on_waiting() == 0
    assert ring in PleaseRing.objects.visible_to(story.reserve)
    assert ("Brook", "nudge-now", "ring") in waiting("nudge-now")
    assert please_ring.taking(by=story.reserve, ring=ring)
    ring.refresh_from_db()
    assert please_ring.spoken(by=story.reserve, ring=ring)
    assert ring not in PleaseRing.objects.visible_to(story.reserve), "she stands in for this alone"


def test_i_am_ringing_stops_the_passing_on_and_tells_the_head(story, now):
    ring = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert please_ring.taking(by=story.buddy, ring=ring)
    assert not please_ring.taking(by=story.buddy, ring=ring)
    now.shift(timedelta(hours=2))
    assert please_ring.pass_on_waiting() == 0
    assert waiting("nudge-now") == [("Hollis", "nudge-now", "ring-taken")]


def test_without_a_buddy_the_reserve_is_asked_at_once(story):
    ties.end_ties(by=None, head=story.head, kind=m.Tie.BUDDY)
    please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert ("Brook", "nudge-now", "ring") in waiting("nudge-now")


def test_with_nobody_at_all_it_is_kept_and_the_page_can_say_so(story):
    m.Tie.objects.filter(kind__in=[m.Tie.BUDDY, m.Tie.RESERVE]).delete()
    ring = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert waiting("nudge-now") == []
    assert ring.ended_at is None


def test_asking_again_while_somebody_is_being_found_changes_nothing(story):
    first = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert please_ring.ask(head=story.head, via=PleaseRing.PHONE) == first
    assert len(waiting("nudge-now")) == 1


def test_asking_again_after_somebody_took_it_finds_somebody_again(story):
    first = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    please_ring.taking(by=story.buddy, ring=first)
    second = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert second != first
    assert ("Blake", "nudge-now", "ring") in waiting("nudge-now")


def test_only_who_stands_by_her_may_take_it(story):
    ring = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    for who in ("reserve", "other_head", "officer", "deputy", "ex_buddy"):
        with pytest.raises(NotAllowed):
            please_ring.taking(by=getattr(story, who), ring=ring)
    with pytest.raises(NotAllowed):
        please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.other_head)


def test_she_can_take_it_back(story, now):
    ring = please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    assert please_ring.spoken(by=story.head, ring=ring)
    assert waiting("nudge-now") == []
    now.shift(timedelta(hours=1))
    assert please_ring.pass_on_waiting() == 0


def test_it_ends_by_itself_after_two_days(story, now):
    please_ring.ask(head=story.head, via=PleaseRing.SIGNED_IN, by=story.head)
    now.shift(timedelta(hours=48))
    assert please_ring.end_old() == 1
    assert not PleaseRing.objects.open().exists()


def test_a_new_buddy_is_not_handed_what_was_said_to_the_one_before(story, check_in, now, sign_in):
    check_ins.answer(by=story.head, check_in=check_in, answer=NOT_GREAT, note="MARKERSHARED", note_shared=True)
    now.move_to(at("2026-12-02 09:00"))
    ties.end_ties(by=story.head, head=story.head, kind=m.Tie.BUDDY)
    ties.open_tie(by=story.head, head=story.head, person=story.other_head, kind=m.Tie.BUDDY)
    assert said(check_in, story.other_head) == ("", "")
    page = sign_in(story.other_head).get(f"/standing-by/{story.head.public_id}/").content.decode()
    assert "MARKERSHARED" not in page
    assert "Not great" not in page
    assert said(check_in, story.head) == (NOT_GREAT, "MARKERSHARED")


def test_the_reserve_who_steps_in_reads_what_the_buddy_reads(story, check_in, now):
    check_ins.answer(by=story.head, check_in=check_in, answer=NOT_GREAT, note="MARKERSHARED", note_shared=True)
    now.move_to(at("2026-12-02 09:00"))
    ties.open_tie(by=None, head=story.head, person=story.reserve, kind=m.Tie.BUDDY, subject="standing-in:x")
    assert said(check_in, story.reserve) == (NOT_GREAT, "MARKERSHARED")
