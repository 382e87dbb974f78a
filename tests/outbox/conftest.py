"""Kinds of message for tests, people who are always awake, a mail server that misbehaves on demand, and moved time."""

from datetime import timedelta

import pytest

from network import clock
from network.models import ClockOffset
from outbox import actions, kinds
from outbox.transitions import retry_policy
from tests import factories as f
from tests.outbox.faults import FaultySink

TEMPLATE = "outbox/network_kinds/messages/security_notice.txt"


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    """A table of kinds that the test may add to."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))


@pytest.fixture(autouse=True)
def own_journal(settings, tmp_path):
    settings.SEND_JOURNAL = tmp_path / "journal"


@pytest.fixture
def make_kind():
    def make(name="note", **more):
        given = {
            "template": TEMPLATE,
            "still_wanted": lambda message: True,
            "useful_for": timedelta(hours=24),
            "quiet_hours": False,
        }
        return kinds.register(kinds.Kind(name=name, **(given | more)))

    return make


@pytest.fixture
def note(make_kind):
    return make_kind()


@pytest.fixture
def person(db):
    """Mail first, then text; no quiet hours."""
    return awake(f.PersonFactory())


def awake(person):
    person.quiet_from = person.quiet_until = "00:00"
    person.quiet_weekends = person.quiet_holidays = False
    person.save()
    person.refresh_from_db()
    return person


@pytest.fixture
def put(note, person):
    def one(occurrence="1", **more):
        return actions.put(**({"to": person, "kind": note.name, "occurrence": occurrence, "by": None} | more))

    return one


@pytest.fixture
def later(settings):
    """Move time: `later(minutes=5)` from wherever it stands."""
    settings.CLOCK_MOVABLE = True

    def move(**by):
        row, _ = ClockOffset.objects.get_or_create(pk=1)
        row.seconds += timedelta(**by).total_seconds()
        row.save()
        return clock.now()

    return move


@pytest.fixture
def sink(settings, monkeypatch):
    """A real SMTP server whose answers a test chooses; the outbox is set to send there."""
    sink = FaultySink().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    monkeypatch.setattr(retry_policy, "REOPEN_AFTER", 0.01)
    yield sink
    sink.stop()


@pytest.fixture
def impatient(monkeypatch):
    """For a server that hangs. Everywhere else the sender has the product's own patience: the sink lives in the test's
    process, and answers late when the machine is busy."""
    for name in ("SERVER_TIMEOUT", "FINAL_PATIENCE", "FINAL_PATIENCE_URGENT"):
        monkeypatch.setattr(retry_policy, name, 0.5)


@pytest.fixture
def text_service(settings):
    """Text messages are shown as mail, as in the demonstration."""
    settings.DEMO = True
