"""What every answer tells browsers and caches."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from network.site.middleware import keep_private

COOKIE = "sessionid"


def answer(*, cookie: bool = False, own: str = "", signs_in: bool = False) -> str:
    def view(request):
        response = HttpResponse("words")
        if own:
            response["Cache-Control"] = own
        if signs_in:
            response.set_cookie(COOKIE, "new")
        return response

    request = RequestFactory().get("/")
    if cookie:
        request.COOKIES[COOKIE] = "somebody"
    return keep_private(view)(request)["Cache-Control"]


def test_nothing_is_stored_unless_a_public_page_says_so_to_nobody_in_particular():
    assert answer() == "private, no-store"
    assert answer(own="public, max-age=60") == "public, max-age=60"
    assert answer(own="public, max-age=60", cookie=True) == "private, no-store"
    assert answer(own="public, max-age=60", signs_in=True) == "private, no-store"


@pytest.mark.django_db
def test_somebody_signed_in_gets_nothing_that_may_be_stored(sign_in, head):
    for path in ("/", "/today/", "/signatories/", "/no-such-page/"):
        assert sign_in(head).get(path)["Cache-Control"] == "private, no-store", path


def test_a_public_page_costs_an_anonymous_reader_no_query(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_pages_allow_no_script_of_others_no_frame_and_no_inline(client):
    headers = client.get("/healthz").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "covenant.example.org"])
def test_another_host_is_not_answered(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_what_a_browser_asks_for_unasked_is_there(client, path):
    """Chromium wants /favicon.ico for every answer without a page's own icon (JSON, plain text), and complains."""
    answer = client.get(path)
    assert answer["Content-Type"].startswith("image/")
    assert b"PNG" in b"".join(answer)
    answer.close()
