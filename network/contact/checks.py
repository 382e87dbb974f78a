"""The code that shows an address is hers: kept in her session as a hash, for ten minutes and five tries."""

import hmac

from django.conf import settings
from django.utils.crypto import constant_time_compare

from network import clock
from network.contact import contact_validation
from network.contact.models.contact_point import ContactPoint

KEY = "address_check"
LASTS_SECONDS = 600
TRIES = 5


def begin(session, point: ContactPoint, code: str) -> None:
    at = clock.now().timestamp()
    session[KEY] = {"point": point.public_id.hex, "hash": _hash(point, code), "at": at, "tries": 0}


def is_for(session, point: ContactPoint) -> bool:
    """Whether this browser has asked for the address's code, whatever has become of it."""
    return session.get(KEY, {}).get("point") == point.public_id.hex


def is_open(session, point: ContactPoint) -> bool:
    if not is_for(session, point):
        return False
    kept = session[KEY]
    return kept["tries"] < TRIES and clock.now().timestamp() - kept["at"] < LASTS_SECONDS


def passes(session, point: ContactPoint, typed: str) -> bool:
    """Counts the try. A right code is used up."""
    if not is_open(session, point):
        return False
    kept = session[KEY]
    if constant_time_compare(_hash(point, contact_validation.code(typed, 6)), kept["hash"]):
        del session[KEY]
        return True
    session[KEY] = {**kept, "tries": kept["tries"] + 1}
    return False


def _hash(point: ContactPoint, code: str) -> str:
    said = f"address-check\n{point.public_id.hex}\n{code}"
    return hmac.digest(settings.SECRET_KEY.encode(), said.encode(), "sha256").hex()


def why_not(session, point: ContactPoint) -> str:
    if is_open(session, point):
        return "That code is not right. Look at the newest message, and type the code again."
    return "This code works no more. Go back and ask for a new one."
