"""Going quiet: the steps by the tick, what stops them, and what the pages say."""

import pytest

from inspections.answers.actions import answers as check_ins
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, PleaseRing, SilenceLadder, SilenceStep
from inspections.ringing.actions import please_ring
from inspections.silence.actions import silence
from inspections.silence.silence import in_words
from inspections.visits.schedule import Phase
from network import models as m
from outbox.models import Message
from tests.inspections.silence.test_silence import WHOLE
from tests.inspections.story import MONDAY, at, call, enter_window, leave, waiting
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast):
    enter_window(cast)
    call(cast)
    Message.objects.exclude(kind="check-in").delete()
    return cast


def look_at(now, moment):
    now.move_to(at(moment))
    leave()
    planning.mark_missed()
    return silence.look()


def taken():
    return [(row.step, row.asked.name.split()[0] if row.asked else None) for row in SilenceStep.objects.all()]


def test_the_usual_steps(story, now):
    assert look_at(now, "2026-12-01 18:59") == 0
    assert look_at(now, "2026-12-01 19:00") == 0, "her evening: she is asked again in the morning"
    assert look_at(now, "2026-12-02 07:29") == 0
    assert look_at(now, "2026-12-02 07:30") == 1
    assert look_at(now, "2026-12-02 08:00") == 0, "the second question gets its time"
    assert look_at(now, "2026-12-02 08:30") == 1
    assert waiting("nudge") == [("Blake", "nudge", "checkin")]
    assert look_at(now, "2026-12-02 12:00") == 1
    assert look_at(now, "2026-12-02 16:00") == 1
    assert look_at(now, "2026-12-03 16:00") == 0, "bounded"
    assert taken() == [("again", "Hollis"), ("buddy", "Blake"), ("reserve", "Brook"), ("last", "Blake")]
    assert CheckIn.objects.visible_to(story.reserve).exists(), "she stands in"


def test_she_is_asked_again_by_a_link_that_works(story, now):
    from outbox import kinds

    look_at(now, "2026-12-02 07:30")
    message = Message.objects.get(occurrence__endswith=".again")
    assert kinds.get("check-in").still_wanted(message) is True
    now.move_to(at("2026-12-02 09:30"))
    planning.mark_missed()
    assert kinds.get("check-in").still_wanted(message) is True
    assert check_ins.answer_by_link(message=message, answer="fine")


def test_a_signed_in_answer_stops_it_and_those_asked_hear(story, now):
    look_at(now, "2026-12-02 07:30")
    look_at(now, "2026-12-02 08:30")
    look_at(now, "2026-12-02 12:00")
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    Message.objects.all().delete()
    check_ins.answer(by=story.head, check_in=evening, answer="fine")
    assert {name for name, _, about in waiting("nudge") if about == "silence-over"} == {"Blake", "Brook"}
    assert not CheckIn.objects.visible_to(story.reserve).exists(), "she no longer stands in"
    assert look_at(now, "2026-12-02 16:00") == 0


def test_those_who_were_asked_read_that_she_was_heard_of(story, now, sign_in):
    """Her buddy, and the reserve who stands in no longer."""
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00"):
        look_at(now, moment)
    for person in (story.buddy, story.reserve):
        assert "We have heard" not in as_read(sign_in(person).get("/asked-to-ring/"))
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=story.head, check_in=evening, answer="not_great", note="MARKER")
    over = Message.objects.filter(about__startswith="silence-over:")
    assert set(over.values_list("path", flat=True)) == {"/asked-to-ring/"}
    for person in (story.buddy, story.reserve):
        text = as_read(sign_in(person).get("/asked-to-ring/"))
        assert "We have heard from Hollis since you were asked to ring." in text
        assert "Not great" not in text
    for person in (story.head, story.other_head, story.officer):
        assert "We have heard" not in as_read(sign_in(person).get("/asked-to-ring/"))
    now.move_to(at("2026-12-10 12:00"))
    assert "We have heard" not in as_read(sign_in(story.buddy).get("/asked-to-ring/"))


def test_who_stands_by_her_no_longer_reads_nothing_of_it(story, now, sign_in):
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30"):
        look_at(now, moment)
    m.Tie.objects.filter(head=story.head, person=story.buddy).update(to_at=at("2026-12-02 08:30"))
    assert not SilenceStep.objects.visible_to(story.buddy).exists()
    silence.have_spoken(head=story.head, by=story.head)
    assert "We have heard" not in as_read(sign_in(story.buddy).get("/asked-to-ring/"))


def test_an_answer_to_an_earlier_question_settles_the_later_one_too(story, now):
    look_at(now, "2026-12-02 20:00")  # both evenings are unanswered
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=story.head, check_in=evening, answer="fine")
    assert look_at(now, "2026-12-03 20:00") == 0


def test_after_an_outage_the_steps_come_an_hour_apart(story, now):
    assert look_at(now, "2026-12-03 09:00") == 1
    assert look_at(now, "2026-12-03 09:59") == 0
    for hour, count in (("10:00", 1), ("10:30", 0), ("11:00", 1), ("12:00", 1), ("12:59", 0)):
        assert look_at(now, f"2026-12-03 {hour}") == count
    assert [step for step, _ in taken()] == ["again", "buddy", "reserve", "last"]


def test_it_ends_by_itself_after_ten_days_and_nobody_stands_in_for_ever(story, now, sign_in):
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00", "2026-12-02 16:00"):
        look_at(now, moment)
    now.move_to(at("2026-12-15 16:59"))  # ten days on which she can be asked
    assert silence.end_old() == 0
    assert CheckIn.objects.visible_to(story.reserve).exists()
    Message.objects.all().delete()
    now.move_to(at("2026-12-15 17:00"))
    assert silence.end_old() == 4
    assert silence.end_old() == 0
    assert not CheckIn.objects.visible_to(story.reserve).exists()
    assert waiting("nudge") == [], "nobody has heard of her, and nobody is told so"
    assert "gone quiet" not in as_read(sign_in(story.buddy).get("/today/"))
    assert "We have heard" not in as_read(sign_in(story.buddy).get("/asked-to-ring/"))


def test_somebody_named_who_is_here_no_longer_is_replaced_by_the_reserve(story, now, sign_in):
    silence.choose(by=story.head, on=True, ask_reserve=True, named=story.other_head)
    m.Person.objects.filter(pk=story.other_head.pk).update(is_active=False)
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00"):
        look_at(now, moment)
    assert taken()[-1] == ("reserve", "Brook")
    assert "Brook Example, your reserve, is asked" in as_read(sign_in(story.head).get("/if-i-go-quiet/"))


def test_the_page_promises_nobody_who_is_not_there(story, sign_in):
    client = sign_in(story.head)
    text = as_read(client.get("/if-i-go-quiet/"))
    assert "Blake Example, your buddy, is asked to ring you." in text
    assert "Brook Example, your reserve, is asked to ring you" in text
    m.Tie.objects.filter(head=story.head, kind__in=["buddy", "reserve"]).update(to_at=MONDAY)
    text = as_read(client.get("/if-i-go-quiet/"))
    assert text.count("You have none at present: until you have, this step asks nobody.") == 2
    assert "Without a buddy this is shown to nobody." in text


@pytest.mark.parametrize("phase", Phase)
def test_the_page_says_the_hours_that_hold(story, sign_in, phase):
    text = " ".join(as_read(sign_in(story.head).get("/if-i-go-quiet/")).split())
    for _, hour in WHOLE[phase]:
        assert f"after {in_words(hour)}" in text


def test_we_have_spoken_stops_it(story, now):
    look_at(now, "2026-12-02 07:30")
    look_at(now, "2026-12-02 08:30")
    check_ins.we_have_spoken(by=story.buddy, check_in=CheckIn.objects.select_related("head").get(rule="evening"))
    assert look_at(now, "2026-12-02 16:00") == 0


@pytest.mark.parametrize("who", ["head", "buddy"])
def test_having_spoken_after_asking_to_be_rung_settles_the_link_too(story, now, who):
    now.move_to(at("2026-12-01 17:05"))
    evening = CheckIn.objects.get(rule="evening")
    check_ins.answer_by_link(message=Message.objects.get(about=f"checkin:{evening.pk}"), answer="ring_me")
    please_ring.spoken(by=getattr(story, who), ring=PleaseRing.objects.get())
    assert look_at(now, "2026-12-02 17:00") == 0


def test_an_answer_by_link_delays_it_and_a_press_when_signed_in_ends_it(story, now, sign_in):
    now.move_to(at("2026-12-01 17:05"))
    evening = CheckIn.objects.get(rule="evening")
    check_ins.answer_by_link(message=Message.objects.get(about=f"checkin:{evening.pk}"), answer="fine")
    assert look_at(now, "2026-12-02 07:59") == 0
    assert look_at(now, "2026-12-02 08:00") == 1
    assert taken() == [("again", "Hollis")]
    client = sign_in(story.head)
    assert "That was me" in as_read(client.get("/check-ins/"))
    client.post(f"/check-ins/{evening.public_id}/confirm/")
    assert look_at(now, "2026-12-02 16:00") == 0
    assert "Fine" in as_read(client.get("/check-ins/"))


def test_somebody_she_named_is_asked_in_place_of_the_reserve_and_sees_her_name_alone(story, now, sign_in):
    silence.choose(by=story.head, on=True, ask_reserve=True, named=story.other_head)
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00"):
        look_at(now, moment)
    assert taken()[-1] == ("named", "Harper")
    assert not CheckIn.objects.visible_to(story.other_head).exists()
    text = as_read(sign_in(story.other_head).get("/asked-to-ring/"))
    assert "Hollis Example" in text
    assert story.head.contact_points.get(channel="sms").address[-6:] not in text
    assert "Nobody needs you to ring" in as_read(sign_in(story.reserve).get("/asked-to-ring/"))


@pytest.mark.parametrize("who", ["other_head", "officer", "administrator"])
def test_whoever_she_named_is_led_there_from_the_front_page_until_it_is_over(story, now, sign_in, who):
    named = getattr(story, who)
    silence.choose(by=story.head, on=True, ask_reserve=True, named=named)
    before = as_read(sign_in(named).get("/today/", follow=True))
    assert "/asked-to-ring/" not in before
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00"):
        look_at(now, moment)
    text = as_read(sign_in(named).get("/today/"))
    assert "You are asked to ring somebody" in text
    assert 'href="/asked-to-ring/"' in text
    assert "Hollis" not in text, "whom, the page behind it says"
    assert "nothing for you to do" not in text
    for other in (story.buddy, story.reserve, story.deputy):
        assert "/asked-to-ring/" not in as_read(sign_in(other).get("/today/"))
    silence.choose(by=story.head, on=True, ask_reserve=True)
    assert "/asked-to-ring/" not in as_read(sign_in(named).get("/today/", follow=True)), "named no longer"
    silence.choose(by=story.head, on=True, ask_reserve=True, named=named)
    silence.stop(head=story.head, by=story.head)
    assert "/asked-to-ring/" not in as_read(sign_in(named).get("/today/", follow=True))


def test_the_last_step_shows_the_emergency_number_and_not_before(story, now, sign_in):
    silence.choose(
        by=story.head, on=True, ask_reserve=False, emergency_name="MARKERname", emergency_phone="07700 900555"
    )
    stored = SilenceLadder.objects.values("emergency_name", "emergency_phone").get()
    assert "MARKER" not in str(stored)
    assert "900555" not in str(stored)
    look_at(now, "2026-12-02 07:30")
    look_at(now, "2026-12-02 08:30")
    url = f"/standing-by/{story.head.public_id}/"
    text = as_read(sign_in(story.buddy).get(url))
    assert "has gone quiet" in text
    assert "MARKERname" not in text
    assert "Has gone quiet. Please ring." in as_read(sign_in(story.buddy).get("/today/"))
    assert "gone quiet" not in as_read(sign_in(story.reserve).get("/today/"))
    look_at(now, "2026-12-02 16:00")
    text = as_read(sign_in(story.buddy).get(url))
    assert "MARKERname" in text
    assert "07700 900555" in text
    assert "welfare check" in text


@pytest.mark.parametrize("given", [{"on": False}, {"paused_until": at("2026-12-09 00:00").date()}])
def test_switched_off_or_held(story, now, given):
    silence.choose(by=story.head, **({"on": True, "ask_reserve": True} | given))
    assert look_at(now, "2026-12-02 16:00") == 0


def test_no_buddy_and_no_reserve(story, now):
    m.Tie.objects.filter(head=story.head).delete()
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30", "2026-12-02 12:00", "2026-12-02 16:00"):
        look_at(now, moment)
    assert taken() == [("again", "Hollis"), ("buddy", None), ("reserve", None), ("last", None)]


def test_the_page_says_it_in_advance_and_saving_says_that_she_has_read_it(story, sign_in):
    client = sign_in(story.head)
    assert "It promises no more than this." in as_read(client.get("/if-i-go-quiet/"))
    unknown = client.post("/if-i-go-quiet/", {"on": "on", "named_email": "nobody@example.org"})
    own = client.post("/if-i-go-quiet/", {"on": "on", "named_email": story.head.email})
    for response in (unknown, own):
        assert "Nobody here can be asked at this address." in as_read(response)
    client.post(
        "/if-i-go-quiet/",
        {"on": "on", "named_email": story.other_head.email.upper(), "emergency_name": "Sasha Example"},
    )
    ladder = SilenceLadder.objects.get()
    assert (ladder.named, ladder.ask_reserve, ladder.read_at) == (story.other_head, False, MONDAY)
    text = as_read(client.get("/if-i-go-quiet/"))
    assert "Harper Example, whom you named, is asked to ring you" in text
    assert "Sasha Example" in text


def test_a_fixed_number_of_queries_whatever_the_number_of_the_silent(story, now, django_assert_num_queries):
    now.move_to(at("2026-12-01 18:00"))
    with django_assert_num_queries(4):
        silence.look()  # nothing has left
    leave()
    with django_assert_num_queries(10):
        silence.look()
    evening = CheckIn.objects.get(rule="evening")
    moments = {name: getattr(evening, name) for name in ("due_at", "send_at", "useful_until")}
    for head in (story.other_head, story.buddy, story.reserve):
        CheckIn.objects.create(head=head, rule="month", state=CheckIn.MISSED, **moments)
    with django_assert_num_queries(10):
        silence.look()


def test_whom_she_named_is_shown_by_name_and_kept_until_she_says_otherwise(story, sign_in):
    client = sign_in(story.head)
    client.post("/if-i-go-quiet/", {"on": "on", "named_email": story.other_head.email})
    page = as_read(client.get("/if-i-go-quiet/"))
    assert story.other_head.name in page
    assert story.other_head.email not in page
    client.post("/if-i-go-quiet/", {"on": "on"})
    assert SilenceLadder.objects.get(head=story.head).named == story.other_head
    client.post("/if-i-go-quiet/", {"on": "on", "forget_named": "on"})
    assert SilenceLadder.objects.get(head=story.head).named is None
