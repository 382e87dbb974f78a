"""Text messages by GOV.UK Notify, driven against a fake of its service over real HTTP."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from outbox import actions
from outbox.models import Message, ServiceState
from outbox.receipts import receipts
from outbox.sending import sender

pytestmark = pytest.mark.django_db
KEY = "example-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
BAD_NUMBER = {"errors": [{"error": "ValidationError", "message": "phone_number Number is not valid"}]}


class FakeNotify:
    """Answers as the service does; `answers` are (status, body) for the next requests to send."""

    def __init__(self):
        self.asked: list[dict] = []
        self.answers: list[tuple[int, dict]] = []
        self.became = "sending"
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append(body | {"path": self.path, "authorized": "Authorization" in self.headers})
                self.answer(*(fake.answers.pop(0) if fake.answers else (201, {"id": f"text-{len(fake.asked)}"})))

            def do_GET(self):
                completed = "2026-11-22T09:00:00.000000Z"
                if self.path.endswith("/forgotten"):
                    self.answer(404, {"errors": [{"error": "NoResultFound", "message": "No result found"}]})
                    return
                self.answer(200, {"id": self.path.split("/")[-1], "status": fake.became, "completed_at": completed})

            def answer(self, status, body):
                said = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *args):
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def notify(settings):
    fake = FakeNotify()
    fake.thread.start()
    settings.DEMO = False
    settings.NOTIFY_API_KEY, settings.NOTIFY_URL, settings.NOTIFY_TEMPLATE = KEY, fake.url, "template-1"
    yield fake
    fake.server.shutdown()
    fake.server.server_close()
    fake.thread.join()


@pytest.fixture
def texted(put, person):
    """Somebody who wants text messages first."""
    person.contact_points.filter(channel="sms").update(place=0, address="+447700900123")
    return put


def state(row):
    row.refresh_from_db()
    return row.state, row.why


def test_a_text_goes_with_the_row_s_key_as_reference(texted, notify):
    row = texted("a")
    assert row.channel == "sms"
    assert sender.send_due() == {"sent": 1}
    (asked,) = notify.asked
    assert asked["path"] == "/v2/notifications/sms"
    assert asked["authorized"]
    assert asked["phone_number"] == "+447700900123"
    assert asked["template_id"] == "template-1"
    assert asked["reference"] == row.message_id
    assert "\n" not in asked["personalisation"]["words"]
    row.refresh_from_db()
    assert row.provider_id == "text-1"


def test_the_same_reference_when_it_is_sent_again(texted, notify, later):
    notify.answers = [(500, {"errors": []})]
    texted("a")
    assert sender.send_due() == {"due": 1}
    later(seconds=16)
    assert sender.send_due() == {"sent": 1}
    first, second = notify.asked
    assert first["reference"] == second["reference"]


@pytest.mark.parametrize("status", [500, 503, 400])
def test_an_upset_service_waits_for_the_pause(texted, notify, status):
    notify.answers = [(status, {"errors": [{"error": "X", "message": "Something else"}]})]
    row = texted("a")
    assert sender.send_due() == {"due": 1}
    assert state(row) == ("due", f"text service: {status}")
    assert row.step == 1


@pytest.mark.parametrize(
    ("status", "said", "reason"),
    [
        (401, "Invalid token", "refuses-us"),
        (403, "Invalid token: API key not found", "refuses-us"),
        (400, "Can't send to this recipient using a team-only API key", "refuses-us"),
        (429, "Exceeded rate limit", "too-much"),
    ],
)
def test_what_it_says_of_our_key_or_our_rate_uses_up_nobodys_step(texted, notify, person, later, status, said, reason):
    notify.answers = [(status, {"errors": [{"error": "X", "message": said}]})]
    rows = [texted(str(n)) for n in range(3)]
    assert sender.send_due() == {"due": 3}
    for row in rows:
        assert state(row)[1].startswith("waits: ")
        assert row.step == 0
    assert len(notify.asked) == 1
    assert ServiceState.objects.get().reason == reason
    assert not person.contact_points.exclude(broken_at=None).exists()
    later(seconds=16)
    assert sender.send_due()["sent"] >= 1
    assert ServiceState.objects.get().held_since is None


def test_a_service_that_is_not_there_is_asked_once_a_run(texted, notify, settings):
    settings.NOTIFY_URL = "http://127.0.0.1:9"
    for n in range(3):
        texted(str(n))
    assert sender.send_due() == {"due": 3}
    assert set(Message.objects.values_list("why", flat=True)) == {"text service: 503"}


def test_a_refused_number_is_broken_and_mail_goes_at_once(texted, notify, person, mailoutbox):
    notify.answers = [(400, BAD_NUMBER)]
    row = texted("a")
    assert sender.send_due() == {"failed": 1, "sent": 1}
    assert state(row) == ("failed", "the number was refused (400)")
    assert person.contact_points.get(channel="sms").broken_at is not None
    assert len(mailoutbox) == 1


def test_delivered_is_asked_for(texted, notify):
    row = texted("a")
    sender.send_due()
    assert receipts.ask() == 0
    notify.became = "delivered"
    assert receipts.ask() == 1
    row.refresh_from_db()
    assert row.state == "delivered"
    assert row.delivered_at.isoformat() == "2026-11-22T09:00:00+00:00"
    assert receipts.ask() == 0


def test_a_number_that_bounces_later_is_broken_and_mail_goes(texted, notify, person, mailoutbox):
    row = texted("a")
    sender.send_due()
    notify.became = "permanent-failure"
    assert receipts.ask() == 1
    assert state(row) == ("failed", "the number was refused afterwards")
    assert person.contact_points.get(channel="sms").broken_at is not None
    assert person.contact_points.to_ring().exists()  # it can be rung all the same
    assert sender.send_due() == {"sent": 1}
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("became", ["temporary-failure", "technical-failure"])
def test_a_text_that_could_not_be_delivered_is_followed_by_mail(texted, notify, person, mailoutbox, became):
    row = texted("a", about="thing:1")
    sender.send_due()
    notify.became = became
    assert receipts.ask() == 1
    assert state(row) == ("failed", "text service: not delivered")
    assert person.contact_points.get(channel="sms").broken_at is None
    assert not actions.told(about="thing:1").left
    assert sender.send_due() == {"sent": 1}
    assert len(mailoutbox) == 1
    assert actions.told(about="thing:1").left


def test_a_text_that_the_service_has_forgotten_keeps_nobody_waiting(texted, notify):
    rows = [texted(str(n)) for n in range(3)]
    sender.send_due()
    Message.objects.filter(pk=rows[0].pk).update(provider_id="forgotten", sent_at=rows[0].created_at)
    notify.became = "delivered"
    assert receipts.ask() == 2


def test_a_code_for_a_phone_goes_to_that_phone(person, notify):
    from tests import factories as f

    point = f.ContactPointFactory(person=person, channel="sms", address="+447700900999", confirmed_at=None)
    actions.put(
        to=person, kind="phone-check", occurrence="1", by=person, about=f"contact-point:{point.pk}", sealed_text="4711"
    )
    assert sender.send_due() == {"sent": 1}
    (asked,) = notify.asked
    assert asked["phone_number"] == "+447700900999"
    assert asked["personalisation"]["words"].startswith("4711 ")
