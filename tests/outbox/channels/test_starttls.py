"""STARTTLS, as Microsoft 365 and most relays of councils want it on 587: a real handshake, never a word without it."""

import pytest

from outbox.channels.email import EmailChannel
from outbox.sending import sender
from outbox.transitions import retry_policy
from tests.servers.certificates import Authority
from tests.servers.mail import MailSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(tmp_path, monkeypatch):
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@pytest.fixture
def relay(settings, monkeypatch):
    """Start a mail server, and let the outbox send by it with STARTTLS."""
    started = []

    def start(tls):
        sink = MailSink(tls).start()
        started.append(sink)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", sink.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        monkeypatch.setattr(retry_policy, "REOPEN_AFTER", 0.01)
        return sink

    yield start
    for sink in started:
        sink.stop()


def outcome(row):
    row.refresh_from_db()
    return row.state, row.why


def test_it_greets_again_after_the_handshake_and_sends(put, relay, authority):
    sink = relay(authority.server("localhost"))
    for n in range(3):
        put(str(n))
    assert sender.send_due() == {"sent": 3}
    assert sink.greetings == [False, True]  # one line; RFC 3207, 4.2: what was said before TLS is forgotten
    assert len(sink.accepted) == 3


@pytest.mark.parametrize("after", [False, True])
def test_what_is_offered_before_the_handshake_counts_for_nothing(relay, authority, after):
    sink = relay(authority.server("localhost"))
    sink.pipelining = lambda session: (session.ssl is not None) == after
    channel = EmailChannel()
    assert channel.open() is None
    assert channel._smtp.has_extn("pipelining") == after
    channel.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(put, relay, tmp_path):
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    sink = relay(Authority(stranger).server("localhost"))
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert outcome(row) == ("due", "mail server: no safe connection")
    assert sink.accepted == []


def test_a_certificate_of_another_name_is_refused(put, relay, authority):
    sink = relay(authority.server("mail.example.org"))
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert outcome(row) == ("due", "mail server: no safe connection")
    assert sink.accepted == []


def test_a_server_that_knows_no_starttls_gets_nothing(put, relay):
    sink = relay(None)
    row = put("a")
    assert sender.send_due() == {"due": 1}
    assert outcome(row) == ("due", "mail server: SMTPNotSupportedError")
    assert sink.accepted == []
    assert True not in sink.greetings
