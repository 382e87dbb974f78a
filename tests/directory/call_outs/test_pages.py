"""The directory's pages as people press them: the link in the alert, the call's page, the rota, the cover, a drill."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.models import (
    Asked,
    CallOut,
    DirectorySettings,
)
from network.models import AuditRow
from outbox.models import Message
from outbox.wording import tokens
from tests.directory import make
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def call(cast) -> CallOut:
    make.listing(cast.acceptor)
    make.listing(cast.directory_member)
    return call_outs.raise_call(
        by=cast.head,
        head=cast.head,
        school=cast.school,
        need="conduct",
        words="MARKERWORDS",
        ends_at=TUESDAY + timedelta(hours=6),
    )


def open_link(browser, message):
    """As a phone does: the address in the mail, then the clean page it leads to."""
    response = browser.get(f"/directory/answer/{tokens.make(message)}/")
    assert response.url == reverse("directory:answer")
    return browser.get(response.url)


def alert(person) -> Message:
    return Message.objects.get(kind="call-out", to=person)


def test_a_yes_by_link_takes_it_and_shows_no_name(cast, call, client):
    page = open_link(client, alert(cast.acceptor))
    assert "This page shows nothing about you or about them" in as_read(page)
    answered = as_read(client.post(reverse("directory:answer"), {"answer": "yes"}))
    assert "It is yours. Thank you" in answered
    for private in (cast.head.name, cast.school.name, "MARKERWORDS"):
        assert private not in answered + as_read(page)
    again = as_read(open_link(client, alert(cast.acceptor)))
    assert "It is yours. Thank you" in again
    assert "Can you advise a colleague" not in again, "what is answered is not asked again"
    assert 'name="answer"' not in again
    call.refresh_from_db()
    assert call.winner.person == cast.acceptor


def test_the_second_yes_is_thanked_without_detail(cast, call, client):
    first, second = alert(cast.acceptor), alert(cast.directory_member)
    open_link(client, first)
    client.post(reverse("directory:answer"), {"answer": "yes"})
    page = as_read(open_link(client, second))
    assert "Covered, thank you" in page
    answered = as_read(client.post(reverse("directory:answer"), {"answer": "yes"}))
    assert "Taken, thank you" in answered
    assert cast.head.name not in answered


def test_opening_the_link_any_number_of_times_answers_nothing(cast, call, client):
    message = alert(cast.acceptor)
    for _ in range(20):
        open_link(client, message)
    client.head(reverse("directory:answer"))
    assert not Asked.objects.exclude(answer="").exists()


@pytest.mark.parametrize("broken", ["", "x" * 24, "{t}x", "{t}.", "{T}"])
def test_a_token_that_is_not_exactly_ours_opens_nothing(cast, call, client, broken):
    token = tokens.make(alert(cast.acceptor))
    said = broken.format(t=token, T=token.swapcase())
    client.get(f"/directory/answer/{said or 'none'}/")
    assert client.get(reverse("directory:answer")).status_code == 404
    assert client.post(reverse("directory:answer"), {"answer": "yes"}).status_code == 404


def test_yes_from_a_time_needs_one_to_come(cast, call, client):
    open_link(client, alert(cast.acceptor))
    refused = client.post(reverse("directory:answer"), {"answer": "yes_from", "at": "09:00"})
    assert "later than now" in as_read(refused)
    client.post(reverse("directory:answer"), {"answer": "yes_from", "at": "10:10"})
    call.refresh_from_db()
    assert call.winner.person == cast.acceptor


def test_the_page_asks_for_itself_until_somebody_has_spoken(cast, call):
    browser = signed_in(cast.head)
    url = reverse("directory:call-out", args=[call.public_id])
    page = as_read(browser.get(url))
    assert "We are asking colleagues now" in page
    assert 'hx-trigger="every 5s"' in page
    call_outs.answer(
        by=cast.acceptor, asked=Asked.objects.get(listing__person=cast.acceptor), answer="yes", via=Asked.LINK
    )
    part = as_read(browser.get(url, headers={"HX-Request": "true"}))
    assert "Dara Example said yes" in part
    assert re.search(r'href="tel:\+447700\d{6}"', part)
    browser.post(reverse("directory:call-out-spoken", args=[call.public_id]))
    assert "hx-trigger" not in as_read(browser.get(url))


def test_whoever_took_it_reads_whom_to_ring_until_it_closes(cast, call):
    browser = signed_in(cast.acceptor)
    asked = Asked.objects.get(listing__person=cast.acceptor)
    first = as_read(browser.get(reverse("directory:asked", args=[asked.public_id])))
    assert cast.head.name not in first
    assert cast.school.name not in first
    response = browser.post(reverse("directory:asked", args=[asked.public_id]), {"answer": "yes"}, follow=True)
    page = as_read(response)
    assert f"Ring {cast.head.first_name}" in page
    assert cast.head.name in page
    assert cast.school.name in page
    assert "MARKERWORDS" in page
    call.refresh_from_db()
    call_outs.done(by=cast.head, call=call)
    assert browser.get(reverse("directory:call-out", args=[call.public_id])).status_code == 404


def test_the_list_asks_as_many_questions_for_thirty_as_for_one(cast, django_assert_num_queries):
    browser = signed_in(cast.directory_member)
    make.listing(cast.directory_member)
    browser.get("/directory/")
    with django_assert_num_queries(10):
        browser.get("/directory/")
    for _ in range(30):
        make.listing()
    with django_assert_num_queries(10):
        page = as_read(browser.get("/directory/"))
    assert page.count("Inspected twice, SEND") == 31
    assert "07700 " not in page


def test_when_nobody_said_yes_the_page_gives_the_ladder_and_the_numbers(cast):
    call = call_outs.raise_call(
        by=cast.head,
        head=cast.head,
        school=cast.school,
        need="conduct",
        words="",
        senior_number="0300 000 0001",
        ends_at=TUESDAY + timedelta(hours=6),
    )
    page = as_read(signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])))
    assert "Nobody in the directory is free at this hour" in page
    for step in ("lead inspector", "Ask for a pause", "safeguarding lead", "next working day"):
        assert step in page
    for number in ("0300 000 0001", "0300 123 1231", "0300 30 30 333", "08000 562 561"):
        assert f">{number}</a>" in page


def test_the_minutes_on_the_pages_are_the_officers(cast, call, client):
    DirectorySettings.objects.create(id=1, speak_within=25)
    open_link(client, alert(cast.acceptor))
    assert "within 25 minutes" in as_read(client.post(reverse("directory:answer"), {"answer": "yes"}))
    page = as_read(signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])))
    assert "within 25 minutes" in page


def test_whoever_was_let_go_reads_so_whatever_they_press(cast, call, client, time_machine):
    open_link(client, alert(cast.acceptor))
    client.post(reverse("directory:answer"), {"answer": "yes"})
    time_machine.move_to(TUESDAY + timedelta(minutes=15), tick=False)
    call_outs.tick()
    page = as_read(client.post(reverse("directory:answer"), {"answer": "yes"}))
    assert "Somebody else is looked for, thank you" in page
    head = as_read(signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])))
    assert "we ask others too" in head
    assert "Done, and thank you" in head


def test_the_one_who_took_it_can_say_that_she_cannot_after_all(cast, call):
    browser = signed_in(cast.acceptor)
    asked = Asked.objects.get(listing__person=cast.acceptor)
    answer = reverse("directory:asked", args=[asked.public_id])
    page = as_read(browser.post(answer, {"answer": "yes"}, follow=True))
    assert "I cannot after all" in page
    assert f'action="{answer}"' in page
    assert "That is fine" in as_read(browser.post(answer, {"answer": "no"}))
    call.refresh_from_db()
    assert call.winner is None


@pytest.mark.parametrize("page", ["/directory/", "/directory/mine/"])
def test_the_pages_say_what_members_do_and_do_not(cast, page):
    make.listing(cast.directory_member)
    text = as_read(signed_in(cast.directory_member).get(page))
    for rule in ("by phone", "come on site", "speak to Ofsted for the school", "delaying", "safeguarding lead at once"):
        assert rule in text


def test_whoever_is_asked_reads_the_same_before_and_after_the_yes(cast, call):
    browser = signed_in(cast.acceptor)
    address = reverse("directory:asked", args=[Asked.objects.get(listing__person=cast.acceptor).public_id])
    for page in (browser.get(address), browser.post(address, {"answer": "yes"}, follow=True)):
        for rule in ("by phone", "come on site", "speak to Ofsted for the school", "safeguarding lead at once"):
            assert rule in as_read(page)


def test_a_page_that_asks_for_itself_is_one_look_a_session(cast, call, time_machine):
    """The audit is for the head to read, and is never deleted: seven hundred rows an hour would tell her nothing."""
    browser = signed_in(cast.buddy)
    looked = AuditRow.objects.filter(concerns=cast.head, verb="call-out.read")
    for headers in ({}, {"hx-request": "true"}, {"hx-request": "true"}):
        assert browser.get(f"/directory/call-out/{call.public_id}/", headers=headers).status_code == 200
    assert looked.count() == 1
    signed_in(cast.deputy).get(f"/directory/call-out/{call.public_id}/")
    assert looked.count() == 2
    time_machine.move_to(TUESDAY + timedelta(minutes=25), tick=False)
    browser.get(f"/directory/call-out/{call.public_id}/", headers={"hx-request": "true"})
    assert looked.count() == 2
    signed_in(cast.buddy).get(f"/directory/call-out/{call.public_id}/")
    assert looked.count() == 3


def test_whoever_took_it_says_by_link_that_they_have_spoken(cast, call, client, time_machine):
    """Not within two minutes of the yes, which is what a mail filter would do; and for nobody else."""
    first, second = alert(cast.acceptor), alert(cast.directory_member)
    open_link(client, first)
    client.post(reverse("directory:answer"), {"answer": "yes"})
    page = as_read(client.post(reverse("directory:answer"), {"answer": "spoken"}))
    assert "It is yours. Thank you" in page
    assert "We have spoken" not in page
    time_machine.move_to(TUESDAY + timedelta(minutes=2), tick=False)
    open_link(client, second)
    assert "Taken, thank you" in as_read(client.post(reverse("directory:answer"), {"answer": "spoken"}))
    assert "We have spoken" in as_read(open_link(client, first))
    for _ in range(2):
        page = as_read(client.post(reverse("directory:answer"), {"answer": "spoken"}))
        assert "You have spoken. Thank you" in page
    assert cast.head.name not in page
    hers = as_read(signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])))
    assert "Dara Example says, by link, that you have spoken." in hers
    assert call.events.filter(what="spoken").count() == 1
