"""What leaves: neutral, from one base address, plain text, and never a second header line."""

from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from outbox import actions
from outbox.channels.email import EmailChannel, as_wire
from outbox.models import Message
from outbox.queue.actions import messages
from outbox.sending import sender
from outbox.wording import wording

pytestmark = pytest.mark.django_db


def test_links_come_from_the_one_base_address(put, settings):
    settings.BASE_URL = "https://covenant.example"
    assert "https://covenant.example/my-details/" in wording.words(put("a", path="/my-details/")).text


def test_the_short_form_is_one_line(put):
    short = wording.words(put("a", path="/x/")).short
    assert "\n" not in short
    assert short.endswith("/x/")


@pytest.mark.parametrize("bad", ["\n", "\r", "\r\nBcc: all@example.org", "\x00", "\x0b", "\x85", "\u2028", "\x7f"])
def test_control_characters_are_refused_where_they_reach_a_header(bad):
    with pytest.raises(wording.UnsafeHeader):
        wording.one_line(f"Your code{bad}x")


@given(st.text(st.characters(categories=["Cc"]), min_size=1))
def test_no_control_character_at_all(bad):
    with pytest.raises(wording.UnsafeHeader):
        wording.one_line(f"a{bad}b")


@pytest.mark.parametrize("address", ["a@example.org\nBcc: b@example.org", "a@example.org\r\nX: y", "a\x01@example.org"])
def test_an_address_with_a_line_break_is_set_aside_and_nothing_is_sent(put, person, mailoutbox, later, address):
    person.contact_points.filter(channel="email").update(address=address)
    row = put("a")
    for _ in range(3):
        sender.send_due()
        later(minutes=1)
    row.refresh_from_db()
    assert (row.state, row.why) == (Message.FAILED, "set aside: UnsafeHeader")
    assert mailoutbox == []


def test_a_path_with_a_line_break_is_refused(put):
    with pytest.raises(wording.UnsafeHeader):
        wording.words(put("a", path="/x/\nhttps://elsewhere.example/"))


def test_words_are_not_escaped_as_html(make_kind, person, settings):
    settings.BASE_URL = "https://covenant.example"
    assert "&#x27;" not in wording.words(actions.put(to=person, kind="invitation", occurrence="1", by=None)).text


def mail_of(row) -> EmailMessage:
    words = wording.words(row)
    return EmailChannel().mail("person@example.org", words.subject, words.text, row)


def test_the_headers_of_an_alert(put, settings):
    settings.BASE_URL = "https://covenant.example"
    row = put("a")
    message = mail_of(row).message()
    assert message["Message-ID"] == f"<{row.message_id}@covenant.example>"
    assert message["To"] == "person@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    for name in ("Cc", "Bcc", "Reply-To", "List-Unsubscribe"):
        assert message[name] is None


def test_the_message_id_comes_from_the_row_s_key_and_tells_nothing(put, person):
    row = put("a")
    same_key = Message(to=person, kind=row.kind, occurrence=row.occurrence, channel=row.channel)
    assert messages._filled(same_key).message_id == row.message_id
    assert len(row.message_id) == 40
    assert put("b").message_id != row.message_id


def read(raw: bytes) -> tuple[dict[str, str], str]:
    parsed = message_from_bytes(raw, policy=policy.default)
    return {name: str(value) for name, value in parsed.items()}, parsed.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("address", "subject", "text"),
    [
        ("person@example.org", "Your sign-in code", "Hello,\n\n.a dot first\n\nGoodbye\n"),
        ("o'person+tag@example.org", "Is this yours?", "One line\n"),
        ("person@example.org", "Diolch – thank you", "Hello,\n"),
        ("person@example.org", "Plain", "Dydd da, ŵy – llŷn\n"),
        ("person@example.org", "Long " * 30, "Hello,\n"),
        ("person@example.org", "Plain", "long " * 400 + "\n"),
        ("person@example.org", "An =?utf-8?q?odd?= subject", "Hello,\n"),
        ("person@exämple.example", "Plain", "Hello,\n"),
    ],
)
def test_our_own_wire_form_reads_as_django_s(put, address, subject, text):
    mail = EmailChannel().mail(address, subject.strip(), text, put("a"))
    ours, djangos = as_wire(mail), mail.message().as_bytes(linesep="\r\n")
    assert read(ours) == read(djangos)
    assert b"\n" not in ours.replace(b"\r\n", b"")
    assert max(len(line) for line in ours.split(b"\r\n")) <= 998


def test_a_line_break_is_refused_on_every_way_out(put):
    for subject in ("Plain\nBcc: x@example.org", "Plain – \nBcc: x@example.org"):
        with pytest.raises(wording.UnsafeHeader):
            as_wire(EmailChannel().mail("person@example.org", subject, "Hello\n", put("a")))


def test_words_made_once_for_several_bear_each_its_own_link_and_facts(make_kind, put, person):
    made: wording.Made = {}
    area = {"needs": "SEND"}
    make_kind("call", template="directory/messages/call_out.txt", purpose="call-out", facts=lambda message: dict(area))
    rows = [
        actions.put(to=person, kind="call", occurrence=f"{n}", path="/directory/answer/{token}/", by=None)
        for n in range(2)
    ]
    for fact in ("special needs", "governance"):
        area["need"] = fact
        for row in rows:
            said, alone = wording.words(row, made), wording.words(row)
            assert (said.subject, said.text, said.short) == (alone.subject, alone.text, alone.short)
            assert wording.link(row) in said.text
            assert fact in said.text
    assert wording.link(rows[0]) != wording.link(rows[1])
    assert not any(wording.link(row) in text for row in rows for text in made.values())


def test_a_code_is_made_for_one_and_kept_nowhere(make_kind, person):
    made: wording.Made = {}
    make_kind("code", template="outbox/network_kinds/messages/sign_in_code.txt")
    row = actions.put(to=person, kind="code", occurrence="1", by=None, sealed_text="ABC123")
    assert "ABC123" in wording.words(row, made).text
    assert made == {}
