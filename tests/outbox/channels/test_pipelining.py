"""The conversation with a server that offers pipelining (RFC 2920), word by word. What such a server may do and ours in
the other tests does not is played by one that reads its answers from a list."""

import socket
from threading import Thread

import pytest

from outbox.channels.email import MAIL, TAKES
from outbox.models import Message
from outbox.sending import sender

pytestmark = pytest.mark.django_db
GREETING = [b"220 mail.example.org\r\n"]
EHLO = [b"250-mail.example.org\r\n250 PIPELINING\r\n"]
WORDS = b"Subject: "


class Script:
    """One conversation after the other: each of its answers is given to one piece of what arrives. `None` hangs up."""

    def __init__(self, *conversations):
        self.heard = [[] for _ in conversations]
        self._conversations = conversations
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._thread = Thread(target=self._talk)
        self._thread.start()

    def _talk(self):
        for answers, heard in zip(self._conversations, self.heard, strict=True):
            line, _ = self._server.accept()
            with line:
                for answer in GREETING + EHLO + list(answers):
                    if answer is None:
                        break
                    line.sendall(answer)
                    heard.append(line.recv(65536))

    def ended(self):
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._server.close()
        return self.heard


@pytest.fixture
def play(sink, settings):
    def start(*conversations):
        script = Script(*conversations)
        settings.EMAIL_PORT = script.port
        return script

    return start


TAKEN = b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 Go on\r\n"
REFUSED = b"250 2.1.0 Ok\r\n550 5.1.1 No such mailbox\r\n"
NOBODY = b"554 5.5.1 No valid recipients\r\n"


def test_sender_recipient_and_data_go_in_one_piece_and_data_is_the_last(put, person, play):
    put("a")
    script = play([TAKEN, b"250 2.0.0 Ok\r\n", b"221 Bye\r\n"])
    assert sender.send_due() == {"sent": 1}
    ((_, group, body, quit, *_),) = script.ended()
    assert group == f"mail FROM:<noreply@localhost>\r\nrcpt TO:<{person.email}>\r\ndata\r\n".encode()
    assert WORDS in body
    assert body.endswith(b"\r\n.\r\n")
    assert quit.lower() == b"quit\r\n"


def test_where_the_recipient_is_refused_and_the_mail_wanted_all_the_same_it_gets_a_lone_dot(put, play):
    put("a")
    script = play([REFUSED + b"354 Go on\r\n", NOBODY, b"250 Ok\r\n", b"221 Bye\r\n"])
    assert sender.send_due() == {"failed": 1}
    ((_, _, dot, reset, *_),) = script.ended()
    assert dot == b".\r\n"
    assert reset.lower() == b"rset\r\n"
    assert Message.objects.get().why == "the address was refused (550)"


def test_where_the_recipient_is_refused_all_three_answers_are_heard_and_the_line_goes_on(put, play):
    """An answer that was left unread would be taken for that of the next message."""
    put("a")
    again = [TAKEN, b"250 2.0.0 Ok\r\n", b"221 Bye\r\n"]
    script = play([b"250 Ok\r\n450 4.2.1 Busy\r\n" + NOBODY, b"250 reset\r\n", *again])
    put("b")
    assert sender.send_due() == {"due": 1, "sent": 1}
    ((*_, body, _, end),) = script.ended()
    assert WORDS in body
    assert end == b""


def test_the_line_lost_at_the_lone_dot_leaves_the_refusal_as_it_is(put, play):
    put("a")
    script = play([REFUSED + b"354 Go on\r\n", None])
    assert sender.send_due() == {"failed": 1}
    script.ended()
    assert Message.objects.get().why == "the address was refused (550)"


def test_the_line_lost_after_the_dot_is_not_known_and_goes_again_with_the_same_key(put, play, later):
    row = put("a")
    script = play([TAKEN, None], [TAKEN, b"250 Ok\r\n", b"221 Bye\r\n"])
    assert sender.send_due() == {"due": 1}
    row.refresh_from_db()
    assert row.doubts == 1
    later(seconds=16)
    assert sender.send_due() == {"sent": 1}
    (first, second) = script.ended()
    key = f"Message-ID: <{row.message_id}@".encode()
    assert key in first[2]
    assert key in second[2]


def test_the_line_lost_between_the_answers_has_cost_nothing_but_a_pause(put, play):
    row = put("a")
    script = play([b"250 2.1.0 Ok\r\n", None])
    assert sender.send_due() == {"due": 1}
    ((_, _, *rest),) = script.ended()
    assert WORDS not in b"".join(rest)
    row.refresh_from_db()
    assert (row.doubts, row.step) == (0, 1)


def test_an_error_of_ours_in_mid_conversation_leaves_no_answer_to_the_next_message(put, play, monkeypatch):
    """The line is dropped: its other answers were meant for the message that could not be sent."""
    monkeypatch.setitem(TAKES, MAIL, None)
    put("a")
    script = play([TAKEN, None], [TAKEN, b"250 Ok\r\n", b"221 Bye\r\n"])
    assert sender.send_due() == {"due": 1}
    assert Message.objects.get().why == "could not be made: TypeError"
    monkeypatch.setitem(TAKES, MAIL, {250})
    put("b")
    assert sender.send_due() == {"sent": 1}
    first, second = script.ended()
    assert WORDS not in b"".join(first)
    assert WORDS in b"".join(second)
