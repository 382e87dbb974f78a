"""What a colleague is told when they are not needed: covered only where somebody took it, and nothing about a question
that never reached them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.models import Asked
from outbox.models import Message, ServiceState
from outbox.sending import sender
from outbox.wording import wording
from tests.directory import make
from tests.directory.calls import TUESDAY, have_left, later, raised, say
from tests.people import signed_in

pytestmark = pytest.mark.django_db
COVERED = "call-out-covered"


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine, settings, tmp_path):
    settings.SEND_JOURNAL = tmp_path / "journal"
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def two(cast):
    return [make.listing(cast.acceptor), make.listing(cast.directory_member)]


def subjects_to(mails, person) -> list[str]:
    return [one.subject for one in mails if one.to == [person.email]]


def text_to(person) -> str:
    message = Message.objects.filter(kind=COVERED, to=person).latest("pk")
    words = wording.words(message)
    assert words.short.startswith("Caversham Covenant: ")
    return f"{words.subject}\n{words.text}"


def test_a_colleague_who_had_said_yes_reads_that_the_call_was_taken_back(cast, two):
    call = raised(cast)
    have_left()
    say(call, two[0])
    call_outs.cancel(by=cast.head, call=call)
    said = text_to(cast.acceptor)
    assert "The call was taken back; there is nothing to do" in said
    assert "At 10.00 you were asked" in said
    assert "overed" not in said


def test_somebody_elses_yes_is_covered_until_it_is_taken_back(cast, two):
    call = raised(cast)
    have_left()
    say(call, two[0])
    assert "Covered, thank you" in text_to(cast.directory_member)
    call_outs.cancel(by=cast.head, call=call)
    assert "overed" not in text_to(cast.directory_member), "it had not left: it says what is so when it does"


def test_whoever_did_not_speak_in_time_reads_that_somebody_else_is_looked_for(cast, two, time_machine):
    call = raised(cast)
    have_left()
    say(call, two[0])
    later(time_machine, 15)
    said = text_to(cast.acceptor)
    assert "Somebody else is looked for, thank you" in said
    assert "overed" not in said


def test_who_is_asked_again_is_not_told_that_it_is_covered(cast, two, time_machine, mailoutbox):
    call = raised(cast)
    have_left()
    say(call, two[0])
    call_outs.answer(by=cast.acceptor, asked=Asked.objects.get(listing=two[0]), answer=Asked.NO, via=Asked.LINK)
    sender.send_due()
    subjects = subjects_to(mailoutbox, cast.directory_member)
    assert subjects == ["A colleague needs you on the phone"]


def test_of_calls_whose_question_never_left_nobody_hears_anything(cast, two, time_machine, mailoutbox):
    """The mail service is held: three calls are taken back, and a fourth is open. On recovery each colleague gets the
    one question that is open, and not a word about the others."""
    held = ServiceState.objects.create(
        channel="email", failing_since=TUESDAY, held_since=TUESDAY, probe_at=TUESDAY + timedelta(days=1)
    )
    for _ in range(3):
        gone = raised(cast)
        sender.send_due()
        page = signed_in(cast.head).post(reverse("directory:call-out-cancel", args=[gone.public_id]), follow=True)
        assert "Everybody who was reached is told that there is nothing to do." in page.content.decode()
    raised(cast)
    sender.send_due()
    assert mailoutbox == []
    held.delete()
    time_machine.move_to(TUESDAY + timedelta(minutes=4), tick=False)
    for _ in range(2):
        sender.send_due()
        time_machine.shift(timedelta(minutes=3))
    for person in (cast.acceptor, cast.directory_member):
        subjects = subjects_to(mailoutbox, person)
        assert subjects == ["A colleague needs you on the phone"], person


def test_an_alert_that_was_just_leaving_is_followed_by_the_news_once_that_is_known(cast, two, time_machine, mailoutbox):
    call = raised(cast)
    to_both = Message.objects.filter(kind="call-out").order_by("pk")
    arrives, fails = to_both
    to_both.update(state=Message.SENDING, leased_until=TUESDAY + timedelta(minutes=1), tries=1)
    call_outs.cancel(by=cast.head, call=call)
    Message.objects.filter(pk=arrives.pk).update(state=Message.SENT, sent_at=TUESDAY)
    Message.objects.filter(pk=fails.pk).update(state=Message.FAILED)
    sender.send_due()
    assert mailoutbox == []
    time_machine.shift(timedelta(minutes=2))
    sender.send_due()
    assert [one.to for one in mailoutbox] == [[arrives.to.email]]


def test_while_another_question_is_open_it_says_which_of_them_is_meant(cast, two):
    call = raised(cast)
    have_left()
    call_outs.cancel(by=cast.head, call=call)
    assert "Another colleague still needs advice" not in text_to(cast.acceptor)
    raised(cast)
    said = text_to(cast.acceptor)
    assert "There is nothing to do for that one." in said
    assert "Another colleague still needs advice: that question stands on your Today page" in said
