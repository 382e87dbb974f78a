"""A press that was not carried out leads back to itself."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from inspections.models import CheckIn, PleaseRing
from inspections.phones import actions as phones
from inspections.phones.cookie import COOKIE
from network.models import HelpRequest
from network.privacy import key_store
from network.sign_in import pressed
from outbox.models import Message
from outbox.wording import tokens
from tests.inspections.story import MONDAY, at, call, enter_window
from tests.people import signed_in

pytestmark = pytest.mark.django_db
OURS = "http://testserver"
NOT_DONE = "That was not done yet"


def sign_in_by_code(client, person, after):
    client.post(reverse("account_login"), {"email": person.email, "next": after})
    code = key_store.decrypt(Message.objects.filter(to=person, kind="sign-in-code").latest("pk").sealed)
    return client.post(reverse("account_confirm_login_code"), {"code": code, "next": after})


def test_after_signing_in_she_is_back_on_the_page_of_the_press(head, settings):
    """The session had ended; the press was on a page whose address takes GET, to one that takes POST alone."""
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    remove = reverse("network:my-deputy-end", args=["00000000-0000-4000-8000-000000000000"])
    led = client.post(remove, headers={"referer": f"{OURS}/my-details/"})
    assert led.url.startswith(reverse("account_login") + "?")
    door = client.get(led.url)
    assert f"{NOT_DONE}: you had been signed out. Sign in and we lead you back to it." in door.content.decode()
    assert NOT_DONE not in client.get(reverse("account_login")).content.decode()
    assert NOT_DONE not in client.get(reverse("account_login"), {"next": "/my-details/"}).content.decode()
    after = door.context["redirect_field_value"]
    back = sign_in_by_code(client, head, after)
    assert back.url == "/not-done/?back=%2Fmy-details%2F"
    page = client.get(back.url, follow=True)
    assert page.redirect_chain[-1][0] == "/my-details/"
    assert f"{NOT_DONE}: you had been signed out. Here is the page again." in page.content.decode()
    assert NOT_DONE not in client.get("/my-details/").content.decode()


@pytest.mark.parametrize(
    "came_from",
    ["", "https://evil.example/my-details/", f"{OURS}/no-such-page/", f"{OURS}/not-done/?back=/", "//evil.example/"],
)
def test_without_a_page_of_ours_she_is_led_to_today(head, sign_in, came_from):
    led = Client().post("/my-details/reach/add/", headers={"referer": came_from})
    assert led.url == "/sign-in/?next=%2Fnot-done%2F"
    page = sign_in(head).get("/not-done/", follow=True)
    assert page.redirect_chain == [("/today/", 302)]
    assert NOT_DONE in page.content.decode()


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "/no-such-page/", "javascript:x", ""])
def test_it_leads_to_pages_of_ours_alone(head, sign_in, back):
    assert sign_in(head).get("/not-done/", {"back": back}).url == "/today/"


def test_a_press_that_wants_a_fresh_sign_in_comes_back_too(head, sign_in, monkeypatch):
    monkeypatch.setattr("network.sign_in.second_factor.is_fresh", lambda request: False)
    led = sign_in(head).post("/my-details/close/", headers={"referer": f"{OURS}/my-details/close/"})
    assert led.url == "/sign-in/again/?next=%2Fnot-done%2F%3Fback%3D%252Fmy-details%252Fclose%252F"


def test_an_address_that_takes_presses_alone_is_no_blank_page(head, sign_in):
    """Each of them: tests/house/test_access.py."""
    page = sign_in(head).get("/my-details/reach/00000000-0000-4000-8000-000000000000/first/")
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert 'href="/today/"' in page.content.decode()
    assert sign_in(head).head(page.wsgi_request.path).status_code == 405


# --- signed in again in another tab, while a page was open ---


@pytest.fixture
def strict():
    """A browser whose forms are checked, as real ones are."""
    return Client(enforce_csrf_checks=True)


def token_on(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode()).group(1)


def signs_in_elsewhere(client, person):
    """The other tab: the session is hers now, and Django has changed the token of its forms."""
    for name, cookie in signed_in(person).cookies.items():
        client.cookies[name] = cookie.value
    client.cookies["csrftoken"] = "b" * 32


@pytest.fixture
def evening(cast, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    enter_window(cast)
    call(cast)
    time_machine.move_to(at("2026-12-01 17:05"), tick=False)
    return CheckIn.objects.get(rule="evening")


def test_a_check_in_by_link_is_recorded_although_she_signed_in_meanwhile(strict, evening, cast):
    raw = tokens.make(Message.objects.get(about=f"checkin:{evening.pk}"))
    page = strict.get(strict.get(f"/c/{raw}/").url)
    token = token_on(page)
    signs_in_elsewhere(strict, cast.head)
    said = {"answer": "fine", "csrfmiddlewaretoken": token}
    assert strict.post("/check-in/", said, headers={"origin": OURS}).status_code == 200
    evening.refresh_from_db()
    assert evening.state == CheckIn.ANSWERED


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_check_in_pressed_on_a_page_of_others_is_not(strict, evening, origin):
    raw = tokens.make(Message.objects.get(about=f"checkin:{evening.pk}"))
    strict.get(f"/c/{raw}/")
    assert strict.post("/check-in/", {"answer": "fine"}, headers={"origin": origin}).status_code == 403
    assert strict.post("/check-in/", {"answer": "fine"}).status_code == 403
    evening.refresh_from_db()
    assert evening.state != CheckIn.ANSWERED


def test_a_registered_phone_still_counts(strict, cast):
    _, raw = phones.register(by=cast.head, name="My phone")
    strict.cookies[COOKIE] = raw
    token = token_on(strict.get("/phone/"))
    signs_in_elsewhere(strict, cast.head)
    rings = reverse("inspections:phone-ring")
    assert strict.post(rings, {"csrfmiddlewaretoken": token}, headers={"origin": "null"}).status_code == 403
    assert strict.post(rings, {"csrfmiddlewaretoken": token}, headers={"origin": OURS}).status_code == 200
    assert PleaseRing.objects.filter(head=cast.head).exists()


def test_whoever_needs_someone_is_still_heard(strict, head):
    token = token_on(strict.get("/need-someone/"))
    signs_in_elsewhere(strict, head)
    said = {"name": "Robin Example", "phone": "02380000000", "csrfmiddlewaretoken": token}
    assert strict.post("/need-someone/", said, headers={"origin": OURS}).status_code == 302
    assert HelpRequest.objects.exists()


def test_every_view_that_acts_by_a_link_counts_so():
    from django.urls import resolve

    for path in ("/check-in/", "/phone/call/", "/phone/ring/", "/need-someone/", "/invitation/", "/invitation/code/"):
        assert resolve(path).func.by_link, path
    for name in ("directory:answer", "directory:drill-here"):
        assert resolve(reverse(name)).func.by_link, name


def test_on_her_own_pages_one_more_press_sends_it(strict, head):
    signs_in_elsewhere(strict, head)
    token = token_on(strict.get("/my-details/about-me/"))
    strict.cookies["csrftoken"] = "c" * 32
    typed = {"name": "Hollis <Example>", "about": "one\r\ntwo", "csrfmiddlewaretoken": token}
    page = strict.post("/my-details/about-me/", typed, headers={"origin": OURS})
    assert page.status_code == 403
    text = page.content.decode()
    assert head.name in text
    assert 'value="Hollis &lt;Example&gt;"' in text
    head.refresh_from_db()
    assert head.about != "one\ntwo"
    again = typed | {"csrfmiddlewaretoken": token_on(page)}
    assert strict.post("/my-details/about-me/", again, headers={"origin": OURS}).status_code == 302
    head.refresh_from_db()
    assert head.about == "one\ntwo"


def test_a_page_of_others_gets_no_form_to_press(strict, head):
    signs_in_elsewhere(strict, head)
    page = strict.post("/my-details/about-me/", {"about": "theirs"}, headers={"origin": "https://evil.example"})
    assert page.status_code == 403
    assert "theirs" not in page.content.decode()
    assert "Do it now" not in page.content.decode()


def test_the_page_of_a_long_text_can_ask_whose_session_it_is(head, buddy, sign_in):
    said = [client.get("/still-signed-in/").json()["whose"] for client in (Client(), sign_in(head), sign_in(buddy))]
    assert said[0] == ""
    assert len(set(said)) == 3
    assert f'data-whose="{said[1]}"' in sign_in(head).get("/my-details/").content.decode()
    assert not any(head.public_id.hex.startswith(one) for one in said[1:])
    assert pressed.safe("/my-details/") == "/my-details/"
