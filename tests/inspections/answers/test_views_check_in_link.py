"""The page behind the link of a check-in, and a registered phone: no sign-in, nothing about anybody, only a press."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from inspections.answers.actions import answers as check_ins
from inspections.models import CheckIn, Inspection, PleaseRing
from inspections.phones import actions as phones
from inspections.phones.cookie import COOKIE
from network import models as m
from outbox.models import Message
from outbox.wording import tokens
from tests.inspections.story import at, call, enter_window
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast):
    enter_window(cast)
    call(cast)
    now.move_to(at("2026-12-01 17:05"))
    return cast


@pytest.fixture
def evening(story):
    return CheckIn.objects.get(rule="evening")


@pytest.fixture
def address(evening):
    return f"/c/{tokens.make(Message.objects.get(about=f'checkin:{evening.pk}'))}/"


@pytest.fixture
def browser(address):
    client = Client()
    response = client.get(address)
    assert (response.status_code, response.url) == (302, "/check-in/")
    return client


PRIVATE = ["Hollis", "Blake", "Example Junior", "December 2026", "example.org"]


def test_the_page_shows_nothing_about_anybody(browser):
    response = browser.get("/check-in/")
    text = as_read(response)
    for answer in ("fine", "not_great", "ring_me", "not_now"):
        assert f'value="{answer}"' in text
    assert "works until Wednesday 2 December, 09.00" in text
    assert not [word for word in PRIVATE if word in text]
    assert "116 123" in text
    assert "999" in text
    assert "<script" not in text
    assert response["Cache-Control"] == "private, no-store"


def test_looking_changes_nothing(browser, address, evening):
    before = state()
    for _ in range(20):
        browser.get("/check-in/")
        browser.head("/check-in/")
        browser.options("/check-in/")
        Client().get(address)
        Client().head(address)
    Client().post(address)
    Client().get("/check-in/", {"answer": "fine"})
    browser.get("/check-in/", {"answer": "fine"})
    assert state() == before


def state():
    return (
        list(CheckIn.objects.order_by("pk").values()),
        list(Message.objects.order_by("pk").values()),
        list(PleaseRing.objects.values()),
        m.AuditRow.objects.count(),
    )


def test_one_press_records_one_answer_and_a_repeat_is_harmless(browser, evening):
    text = as_read(browser.post("/check-in/", {"answer": "fine"}))
    assert "Thank you" in text
    assert not [word for word in PRIVATE if word in text]
    after = state()
    assert browser.post("/check-in/", {"answer": "fine"}).status_code == 200
    # Whoever holds the link is not even told that it was answered: the four buttons stand there as before.
    assert "Please ring me" in as_read(browser.get("/check-in/"))
    assert state() == after
    evening.refresh_from_db()
    assert (evening.state, evening.via) == ("answered", "link")


def test_fine_opened_again_and_not_great_tells_the_buddy_and_both_read_it(browser, story, address, evening, sign_in):
    browser.post("/check-in/", {"answer": "fine"})
    Message.objects.filter(to=story.buddy).delete()
    again = Client()
    again.get(address)
    text = as_read(again.post("/check-in/", {"answer": "not_great"}))
    assert "Your buddy is told today, unless they were told already." in text
    assert not [word for word in PRIVATE if word in text]
    assert list(Message.objects.filter(to=story.buddy).values_list("kind", "path")) == [("nudge-soon", "/today/")]
    hers = as_read(sign_in(story.head).get("/check-ins/"))
    theirs = as_read(sign_in(story.buddy).get(f"/standing-by/{story.head.public_id}/"))
    for page in (hers, theirs):
        assert "Not great" in page
        assert "by link, at 17.05" in page


def test_not_great_with_nobody_to_tell_says_so(browser, story):
    m.Tie.objects.filter(head=story.head).delete()
    text = as_read(browser.post("/check-in/", {"answer": "not_great"}))
    assert "You have no buddy yet, so nobody is told." in text
    assert f'href="{reverse("inspections:please-ring-me")}">Sign in<' in text
    assert "told today" not in text


def test_a_better_answer_is_not_called_recorded(browser):
    """Nor does the page give away that there was another before: it says the same to the first press."""
    first = as_read(browser.post("/check-in/", {"answer": "fine"}))
    browser.post("/check-in/", {"answer": "not_great"})
    text = as_read(browser.post("/check-in/", {"answer": "fine"}))
    assert "If you had said here before that things are worse, that still stands." in text
    assert "recorded" not in text
    assert strip(text.encode()) == strip(first.encode())


def test_not_now_promises_one_more_question_once(browser, story, now):
    CheckIn.objects.filter(rule="last-evening").update(state=CheckIn.CANCELLED)
    text = as_read(browser.post("/check-in/", {"answer": "not_now"}))
    again = CheckIn.objects.get(rule=CheckIn.AGAIN)
    assert again.send_at == at("2026-12-02 17:00")
    assert "We ask once more, on Wednesday 2 December, unless you had answered here before." in text
    now.move_to(again.send_at + timedelta(minutes=5))
    second = Client()
    second.get(f"/c/{tokens.make(Message.objects.get(about=f'checkin:{again.pk}'))}/")
    text = as_read(second.post("/check-in/", {"answer": "not_now"}))
    assert "We leave it there until the next check-in that is planned." in text


def test_her_answer_and_we_have_spoken_stand_beside_each_other(browser, story, now, evening, sign_in):
    browser.post("/check-in/", {"answer": "not_great"})
    now.move_to(at("2026-12-01 18:10"))
    buddy, standing_by = sign_in(story.buddy), f"/standing-by/{story.head.public_id}/"
    page = as_read(buddy.post(f"/check-ins/{evening.public_id}/spoken/", follow=True))
    assert "It is marked as said by you" in page
    for text in (page, as_read(sign_in(story.head).get("/check-ins/"))):
        assert "Not great" in text
        assert "“We have spoken”, said by the buddy, 1 December, 18.10" in text
    assert "It had been marked already" in as_read(buddy.post(f"/check-ins/{evening.public_id}/spoken/", follow=True))
    assert "We have spoken</button>" not in as_read(buddy.get(standing_by))


def test_please_ring_me_is_passed_on_though_something_pressed_before(browser, story, evening):
    """A mail filter may have pressed "fine": the head who then asks to be rung is rung."""
    browser.post("/check-in/", {"answer": "fine"})
    text = as_read(browser.post("/check-in/", {"answer": "ring_me"}))
    assert "We are asking somebody to ring you" in text
    assert PleaseRing.objects.get().via == "link"
    assert Message.objects.filter(kind="nudge-now", to=story.buddy, about__startswith="ring:").exists()
    evening.refresh_from_db()
    assert evening.state == "answered"


def test_please_ring_me_says_what_happens_and_whom_to_ring_meanwhile(browser, story):
    text = as_read(browser.post("/check-in/", {"answer": "ring_me"}))
    assert "If nobody has answered in 30 minutes, your reserve is asked as well." in text
    for line in ("116 123", "08000 562 561", "999"):
        assert line in text
    assert PleaseRing.objects.get().via == "link"
    assert Message.objects.filter(kind="nudge-now", to=story.buddy, about__startswith="ring:").exists()


def test_please_ring_me_with_nobody_there_says_so(browser, story):
    m.Tie.objects.filter(head=story.head).delete()
    said = as_read(browser.post("/check-in/", {"answer": "ring_me"}))
    assert "Sign in to see who is asked, and to ask more people." in said
    assert 'href="/please-ring-me/"' in said


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "FINE"}, {"answer": "x" * 5000}, {"note": "x"}])
def test_anything_else_than_the_four_records_nothing(browser, evening, data):
    assert browser.post("/check-in/", data).status_code == 200
    evening.refresh_from_db()
    assert evening.state == CheckIn.PLANNED


@pytest.mark.parametrize(
    "wrong",
    [
        lambda token: token[:-1],
        lambda token: token.upper(),
        lambda token: token + ".",
        lambda token: token + ">",
        lambda token: token[::-1],
        lambda token: "x" * 24,
        lambda token: "%00",
    ],
)
def test_a_wrong_token_opens_nothing(address, evening, wrong):
    client = Client()
    client.get(f"/c/{wrong(address.split('/')[2])}/")
    response = client.post("/check-in/", {"answer": "fine"})
    assert response.status_code == 404
    assert "This link has stopped working" in as_read(response)
    evening.refresh_from_db()
    assert evening.state == CheckIn.PLANNED


def test_expired_by_a_second(browser, evening, now):
    now.move_to(evening.useful_until - timedelta(seconds=1))
    assert browser.get("/check-in/").status_code == 200
    now.move_to(evening.useful_until)
    assert browser.post("/check-in/", {"answer": "fine"}).status_code == 404


def test_a_link_dies_when_the_days_move(browser, story, evening):
    from inspections.calls.actions import inspections

    inspection = Inspection.objects.get()
    Message.objects.filter(about=f"checkin:{evening.pk}").update(state=Message.DUE)
    inspections.change(
        by=story.head,
        inspection=inspection,
        starts_on=inspection.starts_on + timedelta(days=7),
        ends_on=inspection.ends_on + timedelta(days=7),
    )
    assert browser.post("/check-in/", {"answer": "fine"}).status_code == 404


def test_a_link_dies_when_the_inspection_is_undone(browser, evening, story):
    CheckIn.objects.filter(pk=evening.pk).update(state=CheckIn.CANCELLED)
    assert browser.get("/check-in/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pressed", [["fine"], ["fine", "not_great"]], ids=["the same", "two of them"])
def test_of_fifty_presses_at_once_the_worst_stands_and_is_told_once(address, evening, story, pressed):
    def press(number):
        from django.db import connection

        client = Client()
        client.get(address)
        try:
            return client.post("/check-in/", {"answer": pressed[number % len(pressed)]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(press, range(50))) == {200}
    evening.refresh_from_db()
    assert check_ins.words_of(check_in=evening, reader=story.head)[0] == pressed[-1]
    assert Message.objects.filter(kind="nudge-soon").count() == len(pressed) - 1


# A registered phone


@pytest.fixture
def phone(story):
    _, raw = phones.register(by=story.head)
    client = Client()
    client.cookies.load({COOKIE: raw})
    return client


def test_registering_sets_a_cookie_of_its_own(story, sign_in):
    client = sign_in(story.head)
    response = client.post("/phones/", {"name": "Mine"})
    assert response.url == "/phone/"
    cookie = response.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/phone/", True, "Strict")
    del client.cookies["sessionid"]
    assert "The call has come" in as_read(client.get("/phone/"))


def test_a_registered_phone_shows_nothing(phone):
    text = as_read(phone.get("/phone/"))
    assert "The call has come" in text
    assert "Please ring me" in text
    assert not [word for word in PRIVATE if word in text]


def test_a_registered_phone_says_the_call_has_come(phone, story):
    Inspection.objects.all().delete()
    before = phone.get("/phone/").content
    text = as_read(phone.post("/phone/call/"))
    assert "It is recorded" in text
    assert not [word for word in PRIVATE if word in text]
    assert Inspection.objects.get().head == story.head
    assert phone.post("/phone/call/").status_code == 200
    assert Inspection.objects.count() == 1
    assert strip(phone.get("/phone/").content) == strip(before), "the page does not tell whether it was pressed"


def strip(content):
    import re

    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", content)


def test_a_registered_phone_asks_to_be_rung(phone):
    assert "You asked to be rung" in as_read(phone.post("/phone/ring/"))
    assert PleaseRing.objects.get().via == "phone"


def test_a_phone_that_was_removed_can_do_nothing(phone, story, sign_in):
    registered = story.head.trusted_phones.get()
    sign_in(story.head).post(reverse("inspections:phone-remove", args=[registered.public_id]))
    assert phone.get("/phone/").status_code == 404
    assert phone.post("/phone/ring/").status_code == 404
    assert not PleaseRing.objects.exists()


def test_a_registered_phone_opens_no_other_page(phone):
    for url in ("/today/", "/check-ins/", "/phones/"):
        assert phone.get(url).status_code == 302
