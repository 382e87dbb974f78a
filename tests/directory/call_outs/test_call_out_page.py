"""What a call-out's page says to the head, to her side and to the colleague; and what a second press does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.call_outs.timeline import timeline
from directory.models import Asked, CallOut, CallOutEvent
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.actions import Told
from outbox.models import Message
from outbox.wording import tokens, wording
from tests.announcing import page_behind
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, later, raised, say
from tests.inspections.story import at
from tests.inspections.story import call as the_call_has_come
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def two(cast):
    return [make.listing(cast.acceptor), make.listing(cast.directory_member)]


def page_of(person, call):
    return signed_in(person).get(reverse("directory:call-out", args=[call.public_id])).content.decode()


# --- two presses, and the second of them again ---


@pytest.fixture
def on_site(cast, time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)
    inspection = the_call_has_come(cast)
    time_machine.move_to(TUESDAY, tick=False)
    return reverse("inspections:call-a-colleague", args=[inspection.public_id])


def test_the_second_press_calls_and_nothing_need_be_said(cast, two, on_site):
    browser = signed_in(cast.head)
    page = browser.get(on_site).content.decode()
    assert 'type="radio"' not in page
    assert page.index("Call a colleague now") < page.index("Say what it is about")
    answer = browser.post(on_site)
    call = CallOut.objects.get()
    assert answer.url == reverse("directory:call-out", args=[call.public_id])
    assert (call.need, call.words) == ("", "")
    assert set(Asked.objects.values_list("listing", flat=True)) == {one.pk for one in two}
    alert = wording.words(Message.objects.filter(kind="call-out").first())
    assert "Need: Just to be rung\n" in alert.text
    assert "Just to be rung" in page_of(cast.head, call)


def test_without_a_need_the_load_is_shared(cast):
    often, seldom = make.listing(knows=["send"]), make.listing()
    for _ in range(2):
        Asked.objects.create(call_out=make.call_out(cast.other_head, cast.school), listing=often, wave=1)
        CallOut.objects.update(closed_at=TUESDAY, state=CallOut.DONE)
    raised(cast, need="")
    first = Asked.objects.filter(call_out__head=cast.head).order_by("pk").first()
    assert first.listing == seldom


def test_a_second_press_leads_to_the_live_call_and_alerts_nobody_again(cast, two, on_site):
    browser = signed_in(cast.head)
    browser.post(on_site, {"need": "", "words": ""})
    call = CallOut.objects.get()
    here = reverse("directory:call-out", args=[call.public_id])
    assert browser.get(on_site).url == here
    deputy = signed_in(cast.deputy)
    again = deputy.post(on_site, {"need": "safeguarding", "words": "They shut the door"}, follow=True)
    assert again.request["PATH_INFO"] == here
    assert "We are asking already, since 10.00. Nobody was asked a second time." in again.content.decode()
    assert CallOut.objects.count() == 1
    assert Message.objects.filter(kind="call-out").count() == 2
    assert (fresh(call).need, keys.unseal(fresh(call).words)) == ("safeguarding", "They shut the door")
    deputy.post(on_site, {"need": "send", "words": "And shouted"})
    assert fresh(call).need == "safeguarding", "what was said first stays"
    assert keys.unseal(fresh(call).words) == "They shut the door\n\nAnd shouted"
    browser.post(reverse("directory:call-out-cancel", args=[call.public_id]))
    assert browser.get(on_site).status_code == 200, "and afterwards she can call anew"


def test_what_is_added_to_a_call_that_has_just_closed_asks_to_press_again(cast, two):
    call = raised(cast)
    call_outs.cancel(by=cast.head, call=call)
    with pytest.raises(WrongState, match="press again"):
        call_outs._add(call, by=cast.head, need="", words="x", by_text=False)


# --- what the head reads ---


def test_after_the_promised_quarter_of_an_hour_it_says_that_nobody_has_answered(cast, two, time_machine):
    for _ in range(20):
        make.listing()
    call = raised(cast)
    have_left()
    page = page_of(cast.head, call)
    assert "At 10.05 we ask more of them" in page
    assert "Fifteen minutes have passed" not in page
    for minutes in (5, 10, 15):
        later(time_machine, minutes)
        have_left()
    page = page_of(cast.head, call)
    assert "Fifteen minutes have passed, and nobody has said yes yet." in page
    assert "At 10.20 we ask more of them" in page
    assert f"Ring {cast.buddy.first_name}, who stands by you" in page


def test_it_says_asked_only_of_messages_that_have_left(cast, two, time_machine):
    call = raised(cast)
    first, second = Message.objects.filter(kind="call-out").order_by("pk")
    Message.objects.filter(pk=first.pk).update(state=Message.FAILED, why="refused (550)")
    page = page_of(cast.head, call)
    assert "We tried to ask Colleague 1." in page
    assert "The message to Colleague 1 could not be delivered." in page
    assert "The message to Colleague 2 leaves as soon as it can. We keep trying." in page
    assert "was asked" not in page
    assert "No message has left yet" not in page, "it was pressed this second"
    time_machine.move_to(TUESDAY + timedelta(minutes=1), tick=False)
    assert "No message has left yet." in page_of(cast.head, call)
    Message.objects.filter(pk=second.pk).update(state=Message.SENT, sent_at=TUESDAY)
    page = page_of(cast.head, call)
    assert "Colleague 2 was asked." in page
    assert "No message has left yet" not in page


def test_a_yes_on_the_page_before_the_message_has_left_is_from_somebody_who_was_asked(cast, two):
    call = raised(cast)
    row = call.asked.order_by("pk").first()
    say(call, row.listing)
    for reader in (cast.head, row.listing.person):
        page = page_of(reader, call)
        assert "was not needed any more" not in page.partition("Colleague 2")[0]
    assert "You were asked." in page_of(row.listing.person, call)


def test_whose_message_waits_and_who_took_it_reads_that_they_were_asked(cast, two):
    call = raised(cast)
    say(call, call.asked.order_by("pk").first().listing)
    winner = CallOut.objects.get(pk=call.pk).winner
    asked = CallOutEvent(call_out=call, at=call.raised_at, what="asked", listing_id=winner.pk)
    lines = timeline([asked], winner, call=call, looking=winner.person, told={winner.pk: Told(waiting=True)})
    assert [line.words for line in lines] == ["You were asked."]


def test_to_ring_is_the_one_big_button_after_a_yes(cast, two):
    call = raised(cast)
    say(call, two[0])
    number = cast.acceptor.contact_points.get(channel="sms").address
    page = page_of(cast.head, call)
    assert f'class="covenant-call" href="tel:{number}"' in page
    assert page.count("covenant-call") == 1
    hers = page_of(cast.acceptor, call)
    assert f'class="covenant-call" href="tel:{cast.head.contact_points.get(channel="sms").address}"' in hers
    assert "Please ring within 15 minutes" in " ".join(hers.split())


def test_the_timeline_speaks_to_whoever_reads_it(cast, two):
    call = raised(cast, by=cast.deputy)
    have_left()
    say(call, two[0])
    call_outs.spoken(by=cast.head, call=call)
    head, deputy, taker = (page_of(person, call) for person in (cast.head, cast.deputy, cast.acceptor))
    assert f"{cast.deputy.name} asked." in head
    assert "said yes and has your details." in head
    assert "You asked." in deputy
    assert "They have spoken." in deputy
    for line in ("A colleague was needed.", "You were asked.", "You took it, and have the name and number."):
        assert line in taker
    for wrong in ("You asked.", "your details", "Colleague 1 was asked", "your deputy"):
        assert wrong not in taker
    assert "You see this until it closes" in taker
    assert f"You have spoken with {cast.acceptor.name}" in head
    assert "You, your deputy and your buddy see this" in head
    assert f"They have spoken with {cast.acceptor.name}" in " ".join(deputy.split())
    assert f"{cast.head.first_name} sees this, the deputy and whoever stands by" in " ".join(deputy.split())
    for wrong in ("You have spoken", "your buddy", "your employer"):
        assert wrong not in deputy, "not in the head’s voice"


def test_who_stands_by_the_head_is_told_to_nobody_else(cast, two):
    """The buddy asked for her: the deputy and the colleague do not read whom she has."""
    call = raised(cast, by=cast.buddy)
    say(call, two[0])
    assert f"{cast.buddy.name} asked." in page_of(cast.head, call)
    for person in (cast.deputy, cast.acceptor):
        assert cast.buddy.name not in page_of(person, call)


def test_news_leads_to_what_has_happened_until_it_is_over(cast, two):
    call = raised(cast)
    say(call, two[0])
    news = Message.objects.get(kind="call-out-news", to=cast.head)
    assert wording.words(news).subject == "There is something for you, and it cannot wait"
    page = page_behind(news)
    assert page.count(f"{cast.acceptor.name} said yes") == 2, "above, and once in what has happened"
    call_outs.done(by=cast.head, call=call)
    assert f"Ring {cast.acceptor.first_name}" not in page_behind(news)
    assert "Done" in page_behind(news)


# --- what the colleague reads ---


def test_the_alert_leads_to_the_question_until_it_is_settled(cast, two):
    call = raised(cast)
    alert = Message.objects.get(kind="call-out", to=cast.acceptor)
    assert "Can you advise a colleague by phone? One press is enough." in page_behind(alert)
    call_outs.cancel(by=cast.head, call=call)
    assert "Can you advise" not in page_behind(alert)
    assert "The call was taken back There is nothing to do." in page_behind(alert)
    assert "overed" not in page_behind(alert)


def open_link(browser, person):
    browser.get(f"/directory/answer/{tokens.make(Message.objects.get(kind='call-out', to=person))}/")
    return browser.get(reverse("directory:answer")).content.decode()


def test_a_link_that_was_answered_says_where_it_stands(cast, two, client, time_machine):
    call = raised(cast)
    assert "Can you advise a colleague by phone?" in open_link(client, cast.acceptor)
    client.post(reverse("directory:answer"), {"answer": "yes"})
    page = open_link(client, cast.acceptor)
    assert "It is yours. Thank you" in page
    assert "Can you advise a colleague by phone?" not in page
    assert "Yes, now" not in page
    call_outs.spoken(by=cast.head, call=call)
    assert "You have spoken. Thank you" in open_link(client, cast.acceptor)
    call_outs.done(by=cast.head, call=call)
    assert "It is over. Thank you" in open_link(client, cast.acceptor)
    assert "The call is over" in open_link(client, cast.directory_member), "they never answered"


def test_a_link_answered_with_later_says_so_and_can_still_be_changed(cast, two, client):
    raised(cast)
    open_link(client, cast.acceptor)
    client.post(reverse("directory:answer"), {"answer": "if_nobody"})
    page = open_link(client, cast.acceptor)
    assert "You answered “Only if nobody else can” at 10.00" in page
    assert "Yes, now" in page


def test_a_link_answered_with_no_says_so(cast, two, client):
    raised(cast)
    open_link(client, cast.acceptor)
    client.post(reverse("directory:answer"), {"answer": "no"})
    assert "That is fine" in open_link(client, cast.acceptor)


def test_done_is_pressed_by_the_one_who_took_it_after_they_have_spoken(cast, two):
    call = raised(cast)
    mine = say(call, two[0])
    with pytest.raises(WrongState, match="We have spoken"):
        call_outs.done_my_part(by=cast.acceptor, asked=mine)
    call_outs.spoken(by=cast.acceptor, call=call)
    with pytest.raises(NotAllowed):
        call_outs.done_my_part(by=cast.head, asked=mine)
    for _ in range(2):
        answer = signed_in(cast.acceptor).post(reverse("directory:asked-done", args=[mine.public_id]))
        assert answer.url == "/today/"
    assert Asked.objects.get(pk=mine.pk).done_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert fresh(call).state == CallOut.SPOKEN, "it stays the head's"
