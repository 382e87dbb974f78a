"""How often a code is made and sent, so that nobody can shut anybody else out. See docs/adr/nobody-is-shut-out.md.

Past its limits an address is never refused: the code that is alive stays the one that works, in every browser that
asks, and is sent again once at most. Where others have worn it out, whoever asks gets a code of their own. Only
a network that asks for a great many addresses is refused.
"""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from network.contact import contact_validation
from network.people.models.person import Person
from network.privacy import key_store

COOKIE = "known-browser"
COOKIE_LASTS = 400 * 24 * 3600  # as long as browsers keep one; every sign-in renews it
BROWSERS_OF = 3  # people whom one browser is known to
ALIVE = 600  # seconds a code is given to further browsers
WRONG_IN_ALL = 50  # tries at one code, from all browsers together
OWN_CODES = 5  # in ten minutes, where the code that is alive is worn out; one for each network


@dataclass
class Asked:
    """One request for a code. `past_limits`: no new one is made while one is alive that still works."""

    person: Person | None
    address: str
    past_limits: bool
    is_alive_one: bool = False


def may_ask(request: HttpRequest, address: str, person: Person | None) -> bool:
    """Counts the request. False only for a network that asks too often, and never for a browser she has signed in
    from."""
    browser = _number_of(request, person)
    if browser:
        within = ratelimit.consume(request, action="code_to_known_browser", key=browser)
    elif not ratelimit.consume(request, action="request_login_code"):
        return False
    else:
        mailbox = contact_validation.rate_key(address)
        within = ratelimit.consume(
            request, action="code_from_network", key=f"{mailbox} {network_of(request)}"
        ) and ratelimit.consume(request, action="code_to_address", key=mailbox)
    request.code_asked = Asked(person, address, past_limits=not within)  # type: ignore[attr-defined]
    return True


def choose_code(request: HttpRequest, new: str) -> str:
    """The code for this browser: the new one, or past the limits the one that is alive. Where others have worn that one
    out, the new one again, for this browser alone: nobody else can be given it, and so wear it out as well."""
    asked: Asked | None = getattr(request, "code_asked", None)
    if asked is None or asked.person is None:
        return new
    key = _key_of(asked.person)
    if asked.past_limits and (alive := cache.get(key)):
        code = key_store.decrypt(alive)
        if is_worn_out(asked.address, code) and _may_have_its_own(request, key):
            return new
        asked.is_alive_one = True
        return code
    cache.set(key, key_store.encrypt(new), ALIVE)
    cache.delete(f"{key}:again")
    return new


def _may_have_its_own(request: HttpRequest, key: str) -> bool:
    """One for each network, and a few in all, so that nobody fills her mailbox this way."""
    if not cache.add(f"{key}:own:{_said(network_of(request))}", True, ALIVE):
        return False
    cache.add(f"{key}:own", 0, ALIVE)
    return cache.incr(f"{key}:own") <= OWN_CODES


def may_send(request: HttpRequest) -> bool:
    """Whether the chosen code goes out: a new one always, the one that is alive once more."""
    asked: Asked | None = getattr(request, "code_asked", None)
    if asked is None or asked.person is None or not asked.is_alive_one:
        return True
    return cache.add(f"{_key_of(asked.person)}:again", True, ALIVE)


def is_worn_out(address: str, code: str) -> bool:
    return cache.get(_wrong_key(address, code), 0) >= WRONG_IN_ALL


def count_wrong(address: str, code: str) -> None:
    """A wrong try while this was the right code. One browser has five; together they have no more than a few dozen."""
    key = _wrong_key(address, code)
    cache.add(key, 0, 2 * ALIVE)
    cache.incr(key)


def know_browser(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """She has signed in here: from now on nobody's requests elsewhere stand in the way of this browser. The cookie
    holds a number and a hash; neither says whose it is."""
    number = _number_of(request, person) or secrets.token_hex(8)
    mine = f"{number}.{_hash(number, person)}"
    others = [one for one in _marks(request) if one.partition(".")[0] != number]
    response.set_cookie(
        COOKIE,
        "~".join([mine, *others][:BROWSERS_OF]),
        max_age=COOKIE_LASTS,
        path="/sign-in/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: the first 24 bits of its address, or 48 of one of IPv6."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _number_of(request: HttpRequest, person: Person | None) -> str:
    """The number under which this browser is known to her; empty where it is not."""
    for mark in _marks(request):
        number, _, said = mark.partition(".")
        if person is not None and hmac.compare_digest(_hash(number, person), said):
            return number
    return ""


def _marks(request: HttpRequest) -> list[str]:
    marks = request.COOKIES.get(COOKIE, "")
    return [one for one in marks.split("~")[:BROWSERS_OF] if one and one.isascii()]


def _hash(number: str, person: Person) -> str:
    return _said(f"known-browser\n{number}\n{person.public_id.hex}")


def _key_of(person: Person) -> str:
    return f"sign-in-code:{person.public_id.hex}"


def _wrong_key(address: str, code: str) -> str:
    return "sign-in-wrong:" + _said(f"wrong\n{contact_validation.rate_key(address)}\n{code}")


def _said(text: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"network.sign_in_limits\n{text}".encode(), "sha256").hex()[:32]
