"""Signing in: a code, then a second step. What an address answers tells nobody whether it is known."""

import re
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from network.models import AuditRow
from network.privacy import key_store
from network.sign_in import limits as sign_in_limits
from outbox.models import Message
from tests import counts
from tests import factories as f

pytestmark = pytest.mark.django_db


def ask(client, address):
    return client.post(reverse("account_login"), {"email": address})


def code_for(person) -> str:
    return key_store.decrypt(Message.objects.filter(to=person, kind="sign-in-code").latest("pk").sealed)


def type_code(client, code, **more):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


def test_code_signs_in_and_leads_to_the_second_step(head):
    client = Client()
    assert ask(client, head.email).url == reverse("account_confirm_login_code")
    assert type_code(client, code_for(head)).status_code == 302
    assert client.get(reverse("network:my-details")).url == reverse("second-step")
    assert AuditRow.objects.filter(verb="sign-in.done", by=head).count() == 1


def test_code_is_nowhere_in_the_clear(head):
    ask(Client(), head.email)
    row = Message.objects.get(to=head, kind="sign-in-code")
    code = key_store.decrypt(row.sealed)
    assert re.fullmatch(r"\d{4}-\d{4}", code)
    assert code not in repr(Message.objects.values_list().get(pk=row.pk))
    assert row.useful_until - row.due_at <= timedelta(minutes=10, seconds=1)


def test_code_lies_sealed_in_the_session_too(head):
    """django-allauth keeps it there until it is typed."""
    client = Client()
    ask(client, head.email)
    code = code_for(head)
    assert code in repr(dict(client.session.items()))
    stored = Session.objects.get().session_data
    assert db.SessionStore().decode(stored) == {}  # what somebody with the database and SECRET_KEY would read
    assert code in repr(db.SessionStore().decode(key_store.wrapper().decrypt(stored).decode()))


def test_a_session_sealed_by_a_key_that_is_gone_has_ended(head, sign_in, settings):
    client = sign_in(head)
    assert client.get("/my-details/").status_code == 200
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert client.get("/my-details/").status_code == 302


def plain(response) -> bytes:
    """The answer without what differs between any two: the form's own token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def heads_of(response) -> dict[str, str]:
    """Without the time of day and the request's own number."""
    own = {"Expires", "X-Request-ID", "X-Request-Id"}
    return {name: value for name, value in response.headers.items() if name not in own}


@pytest.mark.parametrize("kind", ["unknown", "invited", "closed", "replaced"])
def test_every_address_gets_the_same_status_bytes_and_headers(kind, head, other_head):
    """The addresses have the same length, so that even Content-Length can be compared."""
    known, same_length = "hollis@example.org", "zzzzzz@example.org"
    assert head.email == known
    if kind == "invited":
        f.PersonFactory(email=same_length, joined_at=None)
    elif kind == "closed":
        f.PersonFactory(email=same_length, is_active=False)
    elif kind == "replaced":
        f.ContactPointFactory(person=other_head, address=same_length, private=False)
    answers = []
    for address in (known, same_length):
        client = Client()
        asked = ask(client, address)
        shown = client.get(asked.url)
        wrong = type_code(client, "0000-0000")
        answers.append(
            [
                (page.status_code, heads_of(page), plain(page).replace(address.encode(), b"ADDRESS"))
                for page in (asked, shown, wrong)
            ]
            + [sorted((name, len(cookie.value)) for name, cookie in client.cookies.items())]
        )
    assert answers[0] == answers[1]


def test_school_address_gets_no_code_once_there_is_a_private_one(head):
    f.ContactPointFactory(person=head, address="head@school.example", private=False, place=3)
    ask(Client(), "head@school.example")
    assert not Message.objects.filter(kind="sign-in-code").exists()
    # Not even when it is still written down as the address she signs in with.
    head.email = "head@school.example"
    head.save(update_fields=["email"])
    counts.begin_again()
    ask(Client(), "head@school.example")
    assert not Message.objects.filter(kind="sign-in-code").exists()


def test_school_address_alone_still_lets_her_in(db):
    person = f.PersonFactory(email="head@school.example", reachable=False)
    f.ContactPointFactory(person=person, address="head@school.example", private=False)
    ask(Client(), "HEAD@School.example ")
    assert Message.objects.filter(to=person, kind="sign-in-code").exists()


def test_unconfirmed_private_address_gets_no_code(db):
    person = f.PersonFactory(email="head@school.example", reachable=False)
    f.ContactPointFactory(person=person, address="new@example.org", confirmed_at=None)
    ask(Client(), "new@example.org")
    assert not Message.objects.exists()


@pytest.mark.parametrize("spelling", ["hollis@example.org", "HOLLIS@example.org", "hollis@example.org;"])
def test_messages_are_counted_by_the_folded_address(head, spelling):
    """Three new codes a minute; then the newest once more, and no more."""
    for _ in range(3):
        assert ask(Client(), head.email).status_code == 302
    for _ in range(3):
        assert ask(Client(), spelling).url == reverse("account_confirm_login_code")
    assert Message.objects.filter(to=head, kind="sign-in-code").count() == 4
    assert codes_of(head)[-1] == codes_of(head)[-2]


def codes_of(person) -> list[str]:
    rows = Message.objects.filter(to=person, kind="sign-in-code").order_by("pk")
    return [key_store.decrypt(row.sealed) for row in rows]


def from_everywhere(address, times=12):
    for number in range(times):
        assert ask(Client(REMOTE_ADDR=f"198.51.{number}.7"), address).status_code == 302


def test_nobody_can_shut_her_out_of_a_new_browser(head):
    """Twelve requests from changing addresses: her own browser gets the code that is alive, which is sent once more."""
    from_everywhere(head.email)
    sent = len(codes_of(head))
    hers = Client(REMOTE_ADDR="203.0.113.5")
    assert ask(hers, head.email).url == reverse("account_confirm_login_code")
    assert len(codes_of(head)) <= sent + 1
    assert type_code(hers, codes_of(head)[-1]).url == "/today/"


def test_nobody_can_shut_out_a_browser_she_has_signed_in_from(head):
    """It gets a code of its own, although the one past the limits was sent again already."""
    hers = Client(REMOTE_ADDR="203.0.113.5")
    ask(hers, head.email)
    type_code(hers, code_for(head))
    hers.post(reverse("account_logout"))
    from_everywhere(head.email, times=20)
    before = codes_of(head)
    assert ask(hers, head.email).url == reverse("account_confirm_login_code")
    assert len(codes_of(head)) == len(before) + 1
    assert type_code(hers, codes_of(head)[-1]).url == "/today/"


def test_a_busy_network_keeps_no_known_browser_out(head):
    hers = Client(REMOTE_ADDR="203.0.113.5")
    ask(hers, head.email)
    type_code(hers, code_for(head))
    hers.post(reverse("account_logout"))
    for number in range(25):
        ask(Client(REMOTE_ADDR="203.0.113.5"), f"somebody{number}@example.org")
    refused = ask(Client(REMOTE_ADDR="203.0.113.5"), head.email)
    assert "Too many tries" in refused.content.decode()
    assert ask(hers, head.email).url == reverse("account_confirm_login_code")


def test_nobody_uses_up_the_tries_of_a_passkey(db):
    """Nothing of one can be guessed, so nothing is counted: a busy network keeps nobody from hers."""
    for _ in range(15):
        answer = Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"})
    assert answer.status_code != 429


def test_past_the_limits_known_and_unknown_addresses_still_read_the_same(head):
    known, unknown = head.email, "zzzzzz@example.org"
    for address in (known, unknown):
        from_everywhere(address)
    answers = []
    for address in (known, unknown):
        client = Client(REMOTE_ADDR="203.0.113.5")
        asked = ask(client, address)
        pages = (asked, client.get(asked.url), type_code(client, "0000-0000"))
        answers.append(
            [(one.status_code, heads_of(one), plain(one).replace(address.encode(), b"ADDRESS")) for one in pages]
        )
    assert answers[0] == answers[1]


def test_the_code_that_is_alive_lies_sealed(head):
    ask(Client(), head.email)
    kept = cache.get(f"sign-in-code:{head.public_id.hex}")
    assert code_for(head) not in kept


def test_tries_at_one_code_are_counted_over_all_browsers(head):
    """Else whoever asks past the limits could guess at one code from ever new browsers."""
    from_everywhere(head.email)
    right = codes_of(head)[-1]
    last = Client(REMOTE_ADDR="198.18.99.1")
    ask(last, head.email)
    for number in range(10):
        guessing = Client(REMOTE_ADDR=f"198.18.{number}.1")
        ask(guessing, head.email)
        for _ in range(5):
            type_code(guessing, "1111-1111")
    assert "That code is not right" in type_code(last, right).content.decode()


def wear_out(address):
    """Twelve browsers, five wrong tries each, at the code that is alive."""
    from_everywhere(address)
    for number in range(12):
        guessing = Client(REMOTE_ADDR=f"198.18.{number}.1")
        ask(guessing, address)
        for _ in range(5):
            type_code(guessing, "1111-1111")


def test_where_others_have_worn_out_the_code_she_gets_one_of_her_own(head):
    wear_out(head.email)
    before = codes_of(head)
    hers = Client(REMOTE_ADDR="203.0.113.5")
    assert ask(hers, head.email).url == reverse("account_confirm_login_code")
    own = codes_of(head)[-1]
    assert own not in before
    for number in range(5):
        guessing = Client(REMOTE_ADDR=f"198.19.{number}.1")
        ask(guessing, head.email)
        for _ in range(5):
            type_code(guessing, "1111-1111")
    assert type_code(hers, own).url == "/today/", "nobody else was given it, so nobody has worn it out"


def test_her_mailbox_gets_a_few_of_those_and_no_more(head):
    wear_out(head.email)
    before = len(codes_of(head))
    for number in range(20):
        ask(Client(REMOTE_ADDR=f"203.0.{number}.5"), head.email)
        ask(Client(REMOTE_ADDR=f"203.0.{number}.6"), head.email)
    assert len(codes_of(head)) - before <= sign_in_limits.OWN_CODES


def test_another_spelling_of_her_address_wears_out_the_same_code(head):
    from_everywhere(head.email)
    right = codes_of(head)[-1]
    for address in (head.email, head.email.upper(), f" {head.email}"):
        assert not sign_in_limits.is_worn_out(address, right)
    for _ in range(sign_in_limits.WRONG_IN_ALL):
        sign_in_limits.count_wrong(head.email.upper(), right)
    assert sign_in_limits.is_worn_out(head.email, right)


def test_a_cookie_that_says_it_is_known_is_not_believed(head):
    from_everywhere(head.email)
    before = len(codes_of(head))
    for made_up in ("x.y", "é", "a" * 3000, "~~.~", f"1.{head.public_id.hex}"):
        client = Client(REMOTE_ADDR="203.0.113.9")
        client.cookies["known-browser"] = made_up
        assert ask(client, head.email).status_code == 302
    assert len(codes_of(head)) == before + 1  # the one that is alive, once more


def test_the_cookie_of_a_known_browser_says_nothing_of_her(head):
    client = Client()
    ask(client, head.email)
    assert "known-browser" not in client.cookies  # not before she is in
    type_code(client, code_for(head))
    cookie = client.cookies["known-browser"]
    assert cookie["httponly"]
    assert cookie["path"] == "/sign-in/"
    assert not {head.email, head.public_id.hex, str(head.pk)} & set(re.split(r"[.~]", cookie.value))
    assert re.fullmatch(r"[0-9a-f]{16}\.[0-9a-f]{32}", cookie.value)


def test_five_wrong_codes_end_it(head):
    client = Client()
    ask(client, head.email)
    right = code_for(head)
    for _ in range(4):
        assert "That code is not right" in type_code(client, "1111-1111").content.decode()
    assert type_code(client, "1111-1111").url == reverse("account_login")
    assert type_code(client, right).url == reverse("account_login")


def test_code_is_too_old_after_ten_minutes(head, monkeypatch):
    client = Client()
    ask(client, head.email)
    code = code_for(head)
    import time

    now = time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: now + 601)
    assert type_code(client, code).url == reverse("account_login")


def test_code_of_another_person_does_not_work(head, buddy):
    mine, hers = Client(), Client()
    ask(mine, head.email)
    ask(hers, buddy.email)
    assert "That code is not right" in type_code(mine, code_for(buddy)).content.decode()


def test_disabled_person_is_nobody(head, sign_in):
    client = sign_in(head)
    head.is_active = False
    head.save(update_fields=["is_active"])
    assert client.get(reverse("network:my-details")).url.startswith(reverse("account_login"))


def test_next_page_is_ours_or_none(head, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    for after, expected in [
        ("//evil.example/x", "/today/"),
        ("https://evil.example", "/today/"),
        ("/my-details/", "/my-details/"),
    ]:
        counts.begin_again()
        client = Client()
        ask(client, head.email)
        assert type_code(client, code_for(head), next=after).url == expected


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_change_password", "account_email"]
)
def test_no_password_no_sign_up(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "address", ["hollis@example.org\nBcc: x@example.org", "hоllis@example.org", "x", "a@" + "b" * 3000]
)
def test_strange_addresses_are_told_what_is_wrong(head, address):
    answer = ask(Client(), address)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Message.objects.exists()


def test_sign_in_is_on_record_for_her_alone(head, buddy, sign_in):
    client = Client()
    ask(client, head.email)
    type_code(client, code_for(head))
    assert AuditRow.objects.visible_to(head).filter(verb="sign-in.done").exists()
    assert not AuditRow.objects.visible_to(buddy).filter(verb="sign-in.done").exists()


def test_a_mistyped_address_is_put_right_at_once(head):
    """On the page of the code a second address can be typed, and the code that comes is the one that works."""
    client = Client()
    shown = client.get(ask(client, "holis@example.org").url)
    assert f'action="{reverse("another-address")}"' in shown.content.decode()
    sent = client.post(reverse("another-address"), {"email": head.email, "next": "/my-details/"})
    assert sent.url.partition("?")[0] == reverse("account_confirm_login_code")
    assert head.email in client.get(sent.url).content.decode()
    assert type_code(client, code_for(head), next="/my-details/").url == "/my-details/"
    assert client.get("/my-details/").url == reverse("second-step")


def test_a_second_mistyped_address_is_told_what_is_wrong(head):
    client = Client()
    ask(client, "holis@example.org")
    again = client.post(reverse("another-address"), {"email": "hollis"})
    assert "correct format" in again.content.decode()
    assert ask(client, head.email).url == reverse("account_confirm_login_code")


def test_asking_for_another_address_ends_nobodys_sign_in(head, sign_in):
    client = sign_in(head)
    assert client.post(reverse("another-address"), {"email": "holis@example.org"}).url == "/today/"
    assert client.get("/my-details/").status_code == 200


@pytest.mark.parametrize("pasted", ["{}", "Your code is: {}", " {}\u00a0", "\u202a{}\u202c;"])
@pytest.mark.parametrize("dash", ["-", "", " ", "\u00a0"])
def test_a_code_is_taken_as_it_is_pasted(head, pasted, dash):
    client = Client()
    ask(client, head.email)
    assert type_code(client, pasted.format(code_for(head).replace("-", dash))).url == "/today/"


def test_the_code_field_brings_up_the_numbers(head):
    client = Client()
    shown = client.get(ask(client, head.email).url).content.decode()
    field = re.search(r'<input[^>]*name="code"[^>]*>', shown).group()
    assert 'inputmode="numeric"' in field
    assert 'autocomplete="one-time-code"' in field
