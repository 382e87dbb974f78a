"""A token is one purpose, one row, exact, and dies on time."""

import base64
from datetime import timedelta

import pytest
from django.test import RequestFactory

from network import clock
from outbox import actions
from outbox.models import Message
from outbox.sending import sender
from outbox.wording import tokens
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(make_kind, person):
    make_kind("check", purpose="check", link_for=timedelta(days=3))
    make_kind("ring", purpose="ring")

    def one(kind="check", to=person, occurrence="1"):
        return actions.put(to=to, kind=kind, occurrence=occurrence, by=None, path="/c/{token}/")

    return one


def test_the_token_of_a_row_is_found_again(linked, person):
    row = linked()
    raw = tokens.make(row)
    found = tokens.find("check", raw)
    assert found == row
    assert found.to == person


def test_it_has_144_bits_and_is_the_same_at_every_send(linked):
    row = linked()
    raw = tokens.make(row)
    assert len(base64.urlsafe_b64decode(raw)) * 8 == 144
    assert tokens.make(Message.objects.get(pk=row.pk)) == raw


def test_only_its_hash_is_stored(linked):
    row = linked()
    raw = tokens.make(row)
    assert raw not in str(Message.objects.filter(pk=row.pk).values().get())
    assert len(row.token_hash) == 64


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[:12],
        lambda raw: raw[1:],
        lambda raw: raw + ".",
        lambda raw: raw + ">",
        lambda raw: raw + "=",
        lambda raw: raw + "\n",
        lambda raw: " " + raw,
        lambda raw: raw[:12] + "=\n" + raw[12:],
        lambda raw: raw[:12] + "\r\n " + raw[12:],
        lambda raw: "<" + raw + ">",
        lambda raw: raw.upper(),
        lambda raw: raw.lower(),
        lambda raw: raw.swapcase(),
        lambda raw: raw[:-1] + ("A" if raw[-1] != "A" else "B"),
        lambda raw: "",
        lambda raw: "\x00" * 24,
        lambda raw: "é" * 24,
        lambda raw: raw * 1000,
    ],
    ids=range(19),
)
def test_anything_but_exact_is_nothing(linked, spoil):
    raw = next(  # one whose letters are of both cases
        token
        for token in (tokens.make(linked(occurrence=str(n))) for n in range(10))
        if token not in (token.upper(), token.lower())
    )
    assert tokens.find("check", raw) is not None
    assert tokens.find("check", spoil(raw)) is None


def test_another_purpose_finds_nothing(linked):
    assert tokens.find("ring", tokens.make(linked("check"))) is None
    assert tokens.find("", tokens.make(linked("check"))) is None


def test_another_person_has_another_token(linked, person):
    other = awake(f.PersonFactory())
    hers, his = tokens.make(linked()), tokens.make(linked(to=other))
    assert hers != his
    assert tokens.find("check", his).to == other


def test_it_lasts_as_long_as_said_and_not_a_second_more(linked, later):
    row = linked()
    raw = tokens.make(row)
    left = row.token_until - clock.now()
    later(seconds=int(left.total_seconds()) - 2)
    assert tokens.find("check", raw) == row
    later(seconds=3)
    assert tokens.find("check", raw) is None


def test_without_a_longer_life_it_dies_with_the_use_of_the_message(linked, later):
    row = linked("ring")
    assert row.token_until == row.useful_until
    later(hours=24, seconds=1)
    assert tokens.find("ring", tokens.make(row)) is None


def test_a_used_token_is_found_only_by_who_asks_for_it(linked):
    row = linked()
    raw = tokens.make(row)
    assert actions.use(message=row) is True
    assert actions.use(message=row) is False
    assert tokens.find("check", raw) is None
    assert tokens.find("check", raw, used=True) == row


def test_a_revoked_token_is_dead_and_the_next_send_bears_a_new_one(linked):
    row = linked()
    raw = tokens.make(row)
    actions.revoke(message=row)
    row.refresh_from_db()
    assert tokens.find("check", raw) is None
    assert tokens.find("check", tokens.make(row)) == row


def test_it_dies_with_the_account(linked, person):
    raw = tokens.make(linked())
    person.is_active = False
    person.save()
    assert tokens.find("check", raw) is None


def test_another_secret_makes_every_token_void(linked, settings):
    raw = tokens.make(linked())
    settings.SECRET_KEY = "another" * 10
    assert tokens.find("check", raw) is None


@pytest.mark.django_db(transaction=True)
def test_fifty_presses_at_once_use_it_once(linked):
    from tests.outbox.together import at_once

    row = linked()
    used = at_once(50, lambda n: actions.use(message=tokens.find("check", tokens.make(row), used=True)))
    assert used.count(True) == 1


def test_the_link_in_the_message_carries_it(linked, mailoutbox, settings):
    row = linked()
    sender.send_due()
    (mail,) = mailoutbox
    assert f"\n{settings.BASE_URL}/c/{tokens.make(row)}/\n" in mail.body  # alone on its line


def asked(path="/", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update({f"link-{name}": raw for name, raw in cookies.items()})
    return request


def test_it_leaves_the_address_at_once_for_a_short_cookie(linked):
    raw = tokens.make(linked())
    response = tokens.to_cookie(asked(), "check", raw, "/answer/")
    assert (response.status_code, response.url) == (302, "/answer/")
    cookie = response.cookies["link-check"]
    assert cookie.value == raw
    assert cookie["max-age"] == 1800
    assert cookie["path"] == "/answer/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"


def test_over_tls_the_cookie_is_secure(linked):
    request = RequestFactory().get("/", secure=True)
    assert tokens.to_cookie(request, "check", tokens.make(linked()), "/answer/").cookies["link-check"]["secure"]


def test_the_cookie_is_bound_to_its_purpose(linked):
    row = linked()
    raw = tokens.make(row)
    assert tokens.from_cookie(asked(check=raw), "check") == row
    assert tokens.from_cookie(asked(check=raw), "ring") is None
    assert tokens.from_cookie(asked(ring=raw), "ring") is None
    assert tokens.from_cookie(asked(), "check") is None


def test_a_spoiled_token_never_reaches_a_header(linked):
    response = tokens.to_cookie(asked(), "check", "x\r\nSet-Cookie: a=b", "/answer/")
    assert "a=b" not in str(response.cookies)
    assert response.cookies["link-check"].value == ""


def test_opening_a_link_changes_nothing(linked, django_assert_num_queries):
    raw = tokens.make(linked())
    before = list(Message.objects.values())
    with django_assert_num_queries(0):
        tokens.to_cookie(asked(), "check", raw, "/answer/")
    with django_assert_num_queries(1):
        tokens.from_cookie(asked(check=raw), "check")
    assert list(Message.objects.values()) == before


def test_a_kind_without_a_purpose_has_no_token(put):
    row = put("a")
    assert row.token_hash == ""
    with pytest.raises(ValueError, match="no token"):
        tokens.make(row)
