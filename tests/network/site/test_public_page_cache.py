"""Public pages kept in the process's cache, for visitors without a session."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from covenant.models import Signatory
from network.models import Helpline
from network.site import public_page_cache as pages
from network.site import published
from network.site.actions import helplines
from network.site.public_page_cache import public_page_cache
from tests.covenant.factories import SignatoryFactory, StatementFactory
from tests.servers.processes import free_port

pytestmark = pytest.mark.django_db
FRONT = "/"


@pytest.fixture(autouse=True)
def a_watching_process(monkeypatch):
    """As in a web process, where a thread looks every few seconds; here the test looks."""
    strip, said, version = published._strip, published._contact, published._version
    monkeypatch.setattr(published, "watched", lambda: True)
    caches["public_pages"].clear()
    published.check()
    yield
    caches["public_pages"].clear()
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
    after = client.get(FRONT)
    with django_assert_num_queries(0):
        assert client.get(FRONT).content == after.content
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
    page = caches["public_pages"].get("/signatories/")
    assert b"marker" not in page.plain
    assert b"localhost" not in page.plain


def test_only_addresses_worth_keeping_are_kept(client):
    for number in range(20):
        client.get(f"/signatories/?junk={number}")
        client.get(f"/no-such-page-{number}/")
        client.get(f"/?after={uuid4()}")  # a page that has no next one
    assert not caches["public_pages"]._cache


def test_a_message_for_one_visitor_is_never_called_public(client):
    client.cookies["messages"] = "for her"
    assert "public" not in client.get("/").get("Cache-Control", "")
    del client.cookies["messages"]
    assert "public" in client.get("/")["Cache-Control"]


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


def test_many_visitors_at_once_build_a_page_once():
    built, together = [], threading.Barrier(40)

    @public_page_cache
    def page(request):
        built.append(request)
        return HttpResponse("The covenant")

    def visit(_):
        request = RequestFactory().get("/accessibility/")
        request.resolver_match = resolve("/accessibility/")
        together.wait()
        return page(request).content

    with ThreadPoolExecutor(40) as visitors:
        assert set(visitors.map(visit, range(40))) == {b"The covenant"}
    assert len(built) == 1


def test_whoever_comes_while_a_page_is_built_anew_is_given_the_one_before(client):
    before = client.get(FRONT).content
    SignatoryFactory(organisation__name="Example New Trust")
    published.changed()
    published.check()
    with pages._building:
        assert client.get(FRONT).content == before
    assert b"Example New Trust" in client.get(FRONT).content


def test_page_is_built_anew_where_the_cache_fails(client, settings, caplog):
    """An address at which nobody answers."""
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    settings.CACHES = {**settings.CACHES, "public_pages": redis}
    assert b"116 123" in client.get(FRONT).content
    SignatoryFactory(organisation__name="Example New Trust")
    assert b"Example New Trust" in client.get(FRONT).content
    assert "the cache of the public pages failed" in caplog.text
