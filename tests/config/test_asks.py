"""What is wrong stands on the front page of administrators, and of nobody else."""

from datetime import timedelta

import pytest

from config import asks, status
from config.asks import TAKES_NOTHING, WORDS
from network import clock
from network.people.asks import Viewer
from outbox import actions
from outbox.models import ServiceState, Sweep
from outbox.sending import health
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ALL = {*WORDS, *TAKES_NOTHING}
TITLE = "Something does not work"


@pytest.fixture(autouse=True)
def _well():
    for name in health.SWEEPS:
        Sweep.objects.create(name=name, at=clock.now())


def today(person):
    return " ".join(signed_in(person).get("/today/", follow=True).content.decode().split())


def test_nothing_stands_there_while_all_is_well(administrator):
    assert TITLE not in today(administrator)


def test_a_service_that_takes_nothing_is_named_with_its_time(administrator):
    ServiceState.objects.create(channel="email", failing_since=clock.now() - timedelta(minutes=6))
    page = today(administrator)
    assert TITLE in page
    assert "The mail service takes nothing from us." in page
    assert 'href="/messages/not-arrived/"' in page


def test_it_goes_when_it_is_well_again(administrator):
    actions.hold(by=None, why="restored from a backup")
    assert "Sending is on hold." in today(administrator)
    actions.release(by=None)
    assert TITLE not in today(administrator)


@pytest.mark.parametrize("somebody", ["head", "buddy", "officer", "representative"])
def test_nobody_else_reads_it(request, somebody):
    actions.hold(by=None, why="restored from a backup")
    assert TITLE not in today(request.getfixturevalue(somebody))


@pytest.mark.parametrize("what", sorted(ALL))
def test_every_word_for_machines_has_words_for_people(monkeypatch, administrator, what):
    monkeypatch.setattr(status, "troubles", lambda: [status.Trouble(what)])
    (card,) = asks.asks_of(viewer=Viewer(administrator, clock.now()))
    assert card.values["troubles"] == [{"words": asks.words(what, {what}), "since": None}]


def test_no_word_for_machines_is_without():
    said = {*health.WORDS.values(), *health.NAMES.values(), "on-hold", "late", "database", "keys", "tasks"}
    assert said == ALL


@pytest.mark.parametrize(
    ("red", "key", "said"),
    [
        ({"mail"}, "a-key", {"mail": "Those that are urgent are tried by text message"}),
        ({"mail"}, "", {"mail": "No text service is set up, so those that are urgent wait too"}),
        ({"text"}, "a-key", {"text": "Those that are urgent are tried by mail."}),
        (
            {"mail", "text"},
            "a-key",
            dict.fromkeys(("mail", "text"), "The other service takes nothing either, so those that are urgent wait"),
        ),
    ],
)
def test_what_becomes_of_urgent_messages_is_said_as_it_is(settings, red, key, said):
    settings.DEMO, settings.NOTIFY_API_KEY = False, key
    for what, words in said.items():
        text = asks.words(what, red)
        assert words in text
        assert ("are tried by" in text) == ("are tried by" in words)
