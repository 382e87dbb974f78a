"""What is refused by its headers alone: nothing of it is read."""

import io

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
LARGE = 48_000_000


class Unread(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, size=-1):
        raise AssertionError("the body was read")


def send(client, path, *, size=LARGE):
    return client.generic(
        "POST",
        path,
        b"",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size),
        **{"wsgi.input": Unread()},
    )


@pytest.mark.parametrize("path", ["/register/", "/network/register/", "/sign-in/", "/need-someone/", "/check-in/"])
def test_a_large_body_is_not_read_from_a_stranger(client, path):
    answer = send(client, path)
    assert answer.status_code in (404, 413)
    assert "116 123" in answer.content.decode()


def test_only_who_may_bring_in_a_register_may_send_a_large_file(sign_in, head, officer):
    page = reverse("network:register")
    assert send(sign_in(head), page).status_code == 413
    with pytest.raises(AssertionError, match="the body was read"):
        send(sign_in(officer), page)
    assert send(sign_in(officer), page, size=200_000_000).status_code == 413
    assert send(sign_in(officer), reverse("network:invitation-file-send")).status_code == 413


def test_a_length_that_is_no_number_is_refused(client):
    assert send(client, "/need-someone/", size="many").status_code == 413


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_other_methods_are_refused(client, sign_in, head, method):
    for browser in (client, sign_in(head)):
        assert browser.generic(method, "/today/", HTTP_COOKIE_TOO="x").status_code == 405
