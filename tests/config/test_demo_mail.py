"""The demonstration's mail catcher and mailbox."""

import smtplib
import sys
from email.message import EmailMessage

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, clear_url_caches, reverse

from config import demo_mail, supervisor
from config.environment import BASE_DIR
from tests.servers.processes import Process, free_port, until


@pytest.fixture
def mailbox(tmp_path, settings):
    """The catcher as it runs in the demonstration, and a way to send to it."""
    settings.DATA_DIR = tmp_path
    port = free_port()
    catcher = Process("mail", supervisor.mail_catcher(port, tmp_path / "mail"), log=tmp_path / "log", cwd=BASE_DIR)
    catcher.start()

    def send(to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["To"], message["From"], message["Subject"] = to, "noreply@example.org", subject
        message.set_content(text)
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
            server.send_message(message)

    until(lambda: answers(port), what="the mail catcher")
    yield send
    catcher.end()


def answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture
def demo(settings):
    """The addresses that only the demonstration has."""
    settings.ROOT_URLCONF = "tests.config.demo_site"
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.mark.django_db
def test_demo_mail_shows_what_was_sent(mailbox, demo, client):
    mailbox("head@example.org", "There is something for you", "Open https://example.org/r/abc today <b>\n")
    mailbox("buddy@example.org", "Another", "Words")
    page = client.get("/demo/mail/")
    assert page.status_code == 200
    text = page.content.decode()
    assert text.index("Another") < text.index("There is something for you")  # newest first
    one = next(kept for kept in page.context["kept"] if kept.to == "head@example.org")
    words = client.get(reverse("demo-mail-message", args=[one.name])).content.decode()
    assert '<a class="govuk-link" href="https://example.org/r/abc">https://example.org/r/abc</a>' in words
    assert "&lt;b&gt;" in words
    only = client.get("/demo/mail/?to=buddy@example.org").content.decode()
    assert "Another" in only
    assert "There is something for you" not in only


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["..", "x", "0" * 20 + "-" + "a" * 32, "%2e%2e%2fown-machine.env"])
def test_demo_mail_opens_nothing_but_mail(demo, client, tmp_path, settings, name):
    settings.DATA_DIR = tmp_path
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_demo_mail_exists_in_the_demonstration_alone():
    with pytest.raises(NoReverseMatch), override_settings(ROOT_URLCONF="config.urls"):
        reverse("demo-mail")
    assert demo_mail.folder().name == "mail"
    assert sys.modules["config.demo_mail"]
