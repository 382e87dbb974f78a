"""The public pages: open to everybody, signed in or not."""

from tests.covenant.factories import SignatoryFactory
from tests.house.access import EVERYBODY, line


def build(cast):
    cast.things["signatory"] = SignatoryFactory(organisation=cast.employer)


LINES = {
    "covenant:covenant": line(1, get=EVERYBODY),
    "covenant:covenant-text": line(1, get=EVERYBODY, kwargs=lambda cast: {"version": 1}),
    "covenant:how-it-is-kept": line(1, 44, get=EVERYBODY),
    "covenant:who-sees-what": line(1, get=EVERYBODY),
    "covenant:accessibility": line(1, get=EVERYBODY),
    "covenant:signatories": line(1, get=EVERYBODY),
    "covenant:signatory": line(1, get=EVERYBODY, kwargs=lambda cast: {"public_id": cast.signatory.public_id}),
    "covenant:sign-the-covenant": line(1, get=EVERYBODY),
}
