"""A head who is not of the network leaves a name and a number."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from network.help.actions import help_requests
from network.models import AuditRow, HelpRequest
from network.privacy.actions.retention import delete_over
from network.rules import NotAllowed
from outbox.models import Message
from outbox.network_kinds.actions import remind

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
URL = reverse("network:need-someone")
ASKED = {"name": "Robin Example", "phone": "023 8000 0000", "school_name": "Example Infant School"}


def test_need_someone_reaches_the_officer(client, sign_in, officer):
    answer = client.post(URL, ASKED, follow=True)
    assert "Somebody will ring you" in answer.content.decode()
    page = sign_in(officer).get(reverse("network:help-requests")).content.decode()
    assert "Robin Example" in page
    assert "02380000000" in page
    assert "Example Infant School" in page


def test_need_someone_sends_each_officer_a_message_that_says_nothing(client, officer):
    client.post(URL, ASKED)
    assert list(Message.objects.values_list("to", "kind")) == [(officer.pk, "help-request")]
    row = str(Message.objects.values().get())
    assert "Robin" not in row
    assert "8000" not in row


def test_need_someone_takes_a_name_and_a_number_alone(client):
    client.post(URL, {"name": "Robin Example", "phone": "+44 7700 900111", "answered_at": "2026-01-01", "id": "1"})
    asked = HelpRequest.objects.get()
    assert (asked.phone, asked.school_name, asked.answered_at) == ("+447700900111", "", None)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "Your name: Please fill this in."),
        ({"name": "x" * 151}, "Please use at most 150 characters. These are 151."),
        ({"name": "Robin\nBcc: all@example.org"}, "Write this in one line, without hidden characters."),
        ({"name": "Robin\0"}, "A character in this cannot be kept"),
        ({"phone": "ring me"}, "Enter a telephone number with its area code"),
        ({"phone": "123"}, "Enter a telephone number with its area code"),
    ],
)
def test_need_someone_says_what_is_wrong(client, more, words):
    answer = client.post(URL, ASKED | more)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert HelpRequest.objects.count() == 0


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{7*7}}", "=1+1", "Null"])
def test_need_someone_shows_odd_names_as_they_are(client, sign_in, officer, name):
    client.post(URL, ASKED | {"name": name})
    page = sign_in(officer).get(reverse("network:help-requests")).content.decode()
    assert "<script>" not in page
    assert HelpRequest.objects.get().name == name


def test_need_someone_stops_after_six_in_an_hour(client):
    statuses = [client.post(URL, ASKED).status_code for _ in range(7)]
    assert statuses == [302] * 6 + [429]
    assert HelpRequest.objects.count() == 6


def test_answered_counts_once(officer):
    asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    assert [help_requests.mark_answered(by=officer, help_request=asked) for _ in range(2)] == [True, False]
    assert AuditRow.objects.filter(verb="help-request.answer").count() == 1


def test_nobody_but_an_officer_marks_one(administrator):
    asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    with pytest.raises(NotAllowed):
        help_requests.mark_answered(by=administrator, help_request=asked)


def left(moment):
    Message.objects.filter(state=Message.DUE).update(state=Message.SENT, sent_at=moment)


def test_while_nobody_has_rung_the_officers_are_reminded_once(officer, time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    assert remind() == 0, "the first has not left yet"
    left(TUESDAY + timedelta(minutes=1))
    time_machine.move_to(TUESDAY + timedelta(hours=4), tick=False)
    assert remind() == 0
    time_machine.move_to(TUESDAY + timedelta(hours=4, minutes=1), tick=False)
    assert [remind(), remind()] == [1, 0]
    again = Message.objects.get(state=Message.DUE)
    assert (again.to, again.kind, again.path) == (officer, "help-request", "/help-requests/")
    left(TUESDAY + timedelta(hours=5))
    time_machine.move_to(TUESDAY + timedelta(days=20), tick=False)
    assert remind() == 0
    help_requests.mark_answered(by=officer, help_request=asked)


def test_nobody_is_reminded_of_somebody_who_was_rung(officer, time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    left(TUESDAY)
    help_requests.mark_answered(by=officer, help_request=asked)
    time_machine.move_to(TUESDAY + timedelta(hours=9), tick=False)
    assert remind() == 0


@pytest.mark.parametrize(("rung", "days"), [(True, 30), (False, 90)])
def test_a_name_and_a_number_are_not_kept_for_ever(officer, time_machine, rung, days):
    time_machine.move_to(TUESDAY, tick=False)
    asked = help_requests.ask(by=None, name="Robin Example", phone="02380000000")
    if rung:
        help_requests.mark_answered(by=officer, help_request=asked)
    time_machine.move_to(TUESDAY + timedelta(days=days, minutes=-1), tick=False)
    delete_over()
    assert HelpRequest.objects.exists()
    time_machine.move_to(TUESDAY + timedelta(days=days), tick=False)
    delete_over()
    assert not HelpRequest.objects.exists()


def test_the_public_table_says_how_long_a_number_is_kept(client):
    page = client.get(reverse("covenant:who-sees-what")).content.decode()
    assert "30 days after they were rung, or 90 days where nobody could ring them" in page


@pytest.mark.parametrize(
    "typed",
    [
        "０２３８０００００００",
        "023\u00a08000\u20110000;",
        "\u202a023 8000 0000\u202c",
        "tel:023-8000-0000",
        "(023) 8000 0000",
    ],
)
def test_her_number_is_taken_as_it_is_pasted(client, db, typed):
    assert client.post(URL, ASKED | {"phone": typed}).status_code == 302
    assert HelpRequest.objects.get().phone == "02380000000"
