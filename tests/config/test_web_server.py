"""What the real web server makes of strange requests, sent over a socket as they are."""

import socket

import pytest

from tests.people import signed_in

pytestmark = pytest.mark.site


def ask(site, *lines: bytes, method: bytes = b"GET", path: bytes = b"/healthz") -> tuple[int, dict[str, str]]:
    """Status and headers of the answer to a request with these header lines and no body."""
    host = b"Host: localhost:%d" % site.port
    request = b"\r\n".join([b"%s %s HTTP/1.1" % (method, path), host, b"Connection: close", *lines, b"", b""])
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer and (part := line.recv(65536)):
            answer += part
    first, *rest = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    return int(first.split()[1]), {name.casefold(): value for name, _, value in (one.partition(": ") for one in rest)}


def test_strange_requests(site, head, transactional_db):
    """One start of the server for all of them."""
    site.start("web")
    names_with_underscores_are_dropped(site)
    a_raw_accent_in_a_cookie_signs_nobody_out(site, head)
    what_is_too_large_is_answered_before_it_is_sent(site)
    assert ask(site, method=b"TRACE")[0] == 405


def names_with_underscores_are_dropped(site):
    """The number of a request is a header that means nothing to anybody, and comes back in the answer."""
    real, other = b"11111111-1111", b"22222222-2222"
    for lines in (
        (b"X-Request-ID: " + real, b"X_Request_ID: " + other),
        (b"X_Request_ID: " + other, b"X-Request-ID: " + real),
        (b"X-Request_ID: " + other, b"X-Request-ID: " + real),
    ):
        assert ask(site, *lines)[1]["x-request-id"] == real.decode()
    assert ask(site, b"X_Request_ID: " + other)[1]["x-request-id"] != other.decode()


def a_raw_accent_in_a_cookie_signs_nobody_out(site, head):
    session = signed_in(head).cookies["sessionid"].value.encode()
    for accent in ("café".encode("latin-1"), "café".encode()):
        cookie = b"Cookie: of_the_council=" + accent + b"; sessionid=" + session + b"; more=" + accent
        assert ask(site, cookie, path=b"/my-details/")[0] == 200
    assert ask(site, b"Cookie: sessionid=none", path=b"/my-details/")[0] == 302


def what_is_too_large_is_answered_before_it_is_sent(site):
    size = b"Content-Length: 48000000"
    kind = b"Content-Type: multipart/form-data; boundary=x"
    assert ask(site, size, kind, method=b"POST", path=b"/need-someone/")[0] == 413
