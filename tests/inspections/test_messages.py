"""Every mail of this app, word for word: it could hang on the staff-room wall, and says the same at every stage."""

import pytest

from inspections.calls.actions import inspections, notify_call
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, PleaseRing
from inspections.ringing.actions import please_ring
from outbox.models import Message
from outbox.wording import tokens, wording
from tests.inspections.story import at, call, enter_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast, settings):
    settings.BASE_URL = "https://covenant.example"
    settings.DEMO = False
    enter_window(cast)
    cast.things["now"] = now
    return cast


FOOT = """
Caversham Covenant
https://covenant.example

You cannot reply to this message. Not an emergency service: if somebody is in danger, ring 999."""


def words(message):
    said = wording.words(message)
    return said.subject, said.text.strip()


def test_check_in(story):
    call(story)
    message = Message.objects.get(about=f"checkin:{CheckIn.objects.get(rule='evening').pk}")
    subject, text = words(message)
    assert subject == "There is something for you"
    assert text == (
        f"""Hello,

There is something for you. It takes ten seconds:

{wording.link(message)}

The link works until Wednesday 2 December, 09.00.
{FOOT}"""
    )
    assert wording.link(message).startswith("https://covenant.example/c/")


def test_the_same_words_before_during_and_after(story):
    planning.plan_check_ins()
    before = Message.objects.get(kind="check-in")
    call(story)
    story.now.move_to(at("2026-12-28 09:00"))
    planning.plan_check_ins()
    messages = [before, *Message.objects.filter(kind="check-in").exclude(pk=before.pk)]
    assert len(messages) > 5
    said = set()
    for message in messages:
        subject, text = words(message)
        said.add((subject, text.replace(wording.link(message), "LINK").split("The link works")[0]))
    assert len(said) == 1


def test_something_on_the_page(story):
    call(story)
    urgent = Message.objects.get(kind="nudge-now", to=story.buddy)
    assert words(urgent) == (
        "There is something for you, and it cannot wait",
        f"""Hello,

There is something for you. Please look now:

https://covenant.example/p/{tokens.make(urgent)}/
{FOOT}""",
    )
    inspections.undo(by=story.head, inspection=story.head.inspections.get())
    quiet = Message.objects.get(kind="nudge-soon", to=story.buddy)
    assert words(quiet) == (
        "There is something for you",
        f"""Hello,

There is something for you:

https://covenant.example/today/
{FOOT}""",
    )


def test_nothing_private_in_any_message(story):
    call(story, lead_inspector="MARKERlead", senior_number="MARKERnumber", chair="MARKERchair")
    notify_call.seen(by=story.buddy, inspection=story.head.inspections.get(), reply="MARKERreply")
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    story.now.shift(3600)
    please_ring.pass_on_waiting()
    for message in Message.objects.all():
        said = " ".join([*words(message), wording.words(message).short])
        for private in ("MARKER", "Hollis", "Blake", "Brook", "Example Junior", "inspect", "Ofsted", "buddy"):
            assert private not in said
        assert "MARKER" not in f"{message.about}{message.path}{message.occurrence}{message.why}"


def test_each_message_asks_at_the_moment_of_sending_whether_it_still_may(story):
    from outbox import kinds

    call(story)
    sent = list(Message.objects.all())
    assert len(sent) == 7
    for message in sent:
        assert kinds.get(message.kind).still_wanted(message) is True
    inspections.close(by=story.head, inspection=story.head.inspections.get())
    for message in sent:
        assert kinds.get(message.kind).still_wanted(message) is False


def test_a_message_about_a_thing_nobody_knows_is_not_wanted(story):
    from outbox import kinds

    for about in ("", "secret:1", "told:999999", "ring:999999", "checkin:999999"):
        message = Message(to=story.buddy, kind="nudge", about=about)
        assert kinds.get("nudge").still_wanted(message) is False
