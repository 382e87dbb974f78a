"""Public pages kept by the process."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from covenant.models import Signatory
from network.models import Helpline
from network.site import kept, published
from network.site.actions import helplines
from tests.covenant.factories import SignatoryFactory, StatementFactory

pytestmark = pytest.mark.django_db
FRONT = "/"


@pytest.fixture(autouse=True)
def a_watching_process(monkeypatch):
    """As in a web process, where a thread looks every few seconds; here the test looks."""
    strip, said, version = published._strip, published._contact, published._version
    monkeypatch.setattr(published, "watched", lambda: True)
    kept.forget()
    published.check()
    yield
    kept.forget()
    published._strip, published._contact, published._version = strip, said, version


def test_kept_page_costs_a_visitor_no_query(client, django_assert_num_queries):
    first = client.get(FRONT)
    with django_assert_num_queries(0):
        second = client.get(FRONT)
    assert second.content == first.content
    assert second["Cache-Control"] == "public, no-cache"
    assert "Cookie" in second["Vary"]


def test_kept_page_is_packed_for_whoever_takes_it_packed(client):
    plain = client.get(FRONT)
    packed = client.get(FRONT, headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]


def test_kept_page_that_the_visitor_has_is_not_sent_again(client, django_assert_num_queries):
    etag = client.get(FRONT)["ETag"]
    with django_assert_num_queries(0):
        again = client.get(FRONT, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_kept_page_changes_once_the_version_moves(client, django_assert_num_queries):
    before = client.get(FRONT)
    SignatoryFactory(organisation__name="Example New Trust")
    assert b"Example New Trust" not in client.get(FRONT).content
    published.changed()
    assert published.check() is True
    assert published.check() is False
    with django_assert_num_queries(0):
        after = client.get(FRONT)
    assert b"Example New Trust" in after.content
    assert after["ETag"] != before["ETag"]


def test_statement_and_review_due_cost_a_visitor_no_query(client, django_assert_num_queries):
    StatementFactory(signatory=SignatoryFactory(review_due=True), words="We paid for supervision.")
    signatory = Signatory.objects.get()
    urls = ["/signatories/", "/open-data/signatories.json", f"/signatories/{signatory.public_id}/"]
    first = [client.get(url).content for url in urls]
    with django_assert_num_queries(0):
        assert [client.get(url).content for url in urls] == first
    assert b"Review due" in first[0]
    assert b"We paid for supervision." in first[2]


def test_kept_page_never_goes_to_somebody_signed_in(sign_in, officer):
    anonymous = Client().get(FRONT)
    page = sign_in(officer).get(FRONT)
    assert page["Cache-Control"] == "private, no-store"
    assert b"Sign out" in page.content
    assert b"Sign out" not in anonymous.content
    assert b"Sign out" not in Client().get(FRONT).content


def test_kept_page_holds_nothing_of_the_visitor(client):
    client.get("/signatories/", headers={"user-agent": "<marker>", "host": "localhost"})
    assert all(b"marker" not in page.plain and b"localhost" not in page.plain for page in kept._pages.values())


def test_only_addresses_worth_keeping_are_kept(client):
    for number in range(20):
        client.get(f"/signatories/?junk={number}")
        client.get(f"/no-such-page-{number}/")
    assert kept._pages == {}


def test_page_that_is_no_more_is_forgotten(client):
    signatory = SignatoryFactory()
    url = reverse("covenant:signatory", kwargs={"public_id": signatory.public_id})
    client.get(url)
    signatory.delete()
    published.changed()
    published.check()
    assert client.get(url).status_code == 404


def test_helpline_changed_by_an_officer_reaches_every_page(client, officer):
    line = Helpline.objects.filter(on_every_page=True).first()
    helplines.change(by=officer, helpline=line, phone="08000 000 001")
    published.check()
    assert b"08000 000 001" in client.get(FRONT).content
    assert b"08000 000 001" in client.get("/need-someone/").content


def test_empty_table_still_leaves_somebody_to_ring(client):
    Helpline.objects.all().delete()
    published.changed()
    published.check()
    assert b"116 123" in client.get(FRONT).content
