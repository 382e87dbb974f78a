"""Every kind of message, and what may never be in one: the employer may be reading over the shoulder."""

import re
from datetime import timedelta

import pytest
from django.template.loader import get_template

from network import clock
from network.privacy import key_store
from outbox import kinds
from outbox.models import Message
from outbox.wording import wording
from tests import factories as f

# Every kind: who gets it, whether it is urgent, whether quiet hours hold it, whether it carries a link.
# A new kind without a line fails.
#                          to          urgent  held   link
TABLE = {
    "address-check": ("anybody", True, False, False),
    "break-glass": ("officer", True, False, True),
    "call-out": ("directory", True, False, True),
    "call-out-covered": ("directory", True, False, False),
    "call-out-news": ("head", True, False, True),
    "call-out-thanks": ("directory", False, True, False),
    "call-out-unanswered": ("officer", False, True, True),
    "check-in": ("head", False, True, True),
    "colleague-unreachable": ("officer", False, True, True),
    "cover-gap": ("officer", False, True, True),
    "cover-summary": ("officer", False, True, True),
    "declaration-due": ("directory", False, True, True),
    "drill-due": ("officer", False, True, True),
    "drill": ("directory", True, False, True),
    "help-request": ("officer", False, True, True),
    "invitation": ("anybody", False, False, False),  # its link is made of what travels sealed
    "nudge": ("head", False, True, True),
    "nudge-now": ("head", True, False, True),
    "number-asked-for": ("head", False, False, True),
    "nudge-soon": ("head", False, False, True),
    "nudge-today": ("head", False, False, True),  # the name "nudge-soon" once had; no new row bears it
    "pairing-asked": ("head", False, True, True),
    "pairing-news": ("head", False, True, True),
    "pairing-now": ("head", True, False, True),
    "phone-check": ("anybody", True, False, False),
    "security-notice": ("anybody", False, False, True),
    "sign-in-code": ("anybody", True, False, False),
    "standby": ("head", False, True, True),
    "standby-over": ("head", False, True, True),
    "unreachable": ("directory", False, True, True),
    "your-week": ("directory", False, True, True),
}
CODES = {"sign-in-code", "address-check", "phone-check"}

# What could tell the staff room that somebody is inspected, unwell or in trouble. What is behind a message is behind
# its link, for whoever may see it.
TELLING = re.compile(
    r"""\b( grade\w* | judg\w* | outcome | inadequate | special\ measures | concern\w* | complain\w* | worr\w*
      | stress\w* | anxi\w* | ill | unwell | health | suicid\w* | welfare | union | dispute | suspen\w* | capabilit\w*
      | fired | dismiss\w* | not\ great | support\ plan )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Not even this may stand in what heads and their buddies get; the directory is known to know about Ofsted.
TELLING_OF_A_HEAD = re.compile(r"\b(inspect\w*|ofsted|window|buddy|buddies|reserve|pairing|call-out)\b", re.IGNORECASE)
# Frame of every text: says who we are and what we are not.
FRAME = "Not an emergency service: if somebody is in danger, ring 999."


def every_kind():
    return [pytest.param(kind, id=kind.name) for kind in kinds.every()]


def a_message(kind, person):
    now = clock.now()
    return Message(
        to=person,
        kind=kind.name,
        occurrence="2026-49",  # a week, for those that are about one
        channel=kind.channel or "email",
        about="marker:1",
        path="/somewhere/{token}/" if kind.purpose else "/somewhere/",
        due_at=now,
        next_at=now,
        useful_until=now + timedelta(hours=1),
        sealed=key_store.encrypt("123456") if kind.name in CODES else "",
        message_id="0" * 40,
    )


def test_every_kind_has_a_line_and_every_line_its_kind():
    assert {kind.name for kind in kinds.every()} == TABLE.keys()


@pytest.mark.parametrize("kind", every_kind())
def test_the_line_is_true(kind):
    _, urgent, held, link = TABLE[kind.name]
    assert kind.urgent is urgent
    assert kind.quiet_hours is held
    assert (kind.purpose != "") <= link


@pytest.mark.parametrize("kind", every_kind())
def test_a_kind_says_when_it_is_still_wanted_and_for_how_long_it_is_useful(kind):
    assert callable(kind.still_wanted)
    assert timedelta(0) < kind.useful_for <= timedelta(days=30)


@pytest.mark.parametrize("kind", every_kind())
def test_a_template_stands_in_the_common_frame(kind):
    source = get_template(kind.template).template.source
    assert source.startswith('{% extends "outbox/message.txt" %}')  # which has a subject and a text of its own


@pytest.mark.django_db
@pytest.mark.parametrize("kind", every_kind())
def test_it_could_hang_on_the_staff_room_wall(kind):
    """Subject, text and short form name nobody, no school, and nothing that tells on her."""
    school = f.SchoolFactory(name="Marker Junior School")
    person = f.PersonFactory(name="Marker Surname", email="marker@example.org")
    f.MembershipFactory(person=person, school=school)
    words = wording.words(a_message(kind, person))
    frame = words.text.replace(FRAME, "")
    for said in (words.subject, frame, words.short):
        assert not TELLING.search(said), said
        assert TABLE[kind.name][0] in {"directory", "officer"} or not TELLING_OF_A_HEAD.search(said), said
        assert "marker" not in said.lower()
    assert FRAME in words.text
    assert 5 <= len(words.subject) <= 70
    assert "!" not in words.subject
    assert len(words.short) <= 306  # two text messages


@pytest.mark.django_db
@pytest.mark.parametrize("kind", every_kind())
def test_it_is_the_same_at_every_stage_and_for_everybody(kind):
    """But for its link and its code, a message does not differ from one person, school or day to another."""
    one, other = f.PersonFactory(), f.PersonFactory()
    first, second = a_message(kind, one), a_message(kind, other)
    second.about = "something-else:2"
    if kind.name not in {"cover-summary", "your-week"}:  # whose week it names is not about anybody
        second.occurrence = "another"
    second.due_at -= timedelta(days=40)
    first.useful_until = second.useful_until
    said = []
    for message in (first, second):
        words = wording.words(message)
        link = wording.link(message)
        said.append((words.subject, words.text.replace(link, "LINK"), words.short.replace(link, "LINK")))
    assert said[0] == said[1]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", every_kind())
def test_a_link_stands_alone_on_its_line(kind):
    """So that no mail program takes a full stop or a bracket into it."""
    message = a_message(kind, f.PersonFactory())
    link = wording.link(message)
    text = wording.words(message).text
    assert TABLE[kind.name][3] is (link in text)
    for line in text.splitlines():
        assert link not in line or line.strip() == link


@pytest.mark.django_db
@pytest.mark.parametrize("kind", every_kind())
def test_a_code_is_in_the_text_and_never_in_a_subject(kind):
    message = a_message(kind, f.PersonFactory())
    words = wording.words(message)
    assert "123456" not in words.subject
    assert ("123456" in words.text) is bool(message.sealed)
