"""The public pages: open to everybody, signed in or not."""

from tests.covenant.factories import SignatoryFactory, StatementFactory
from tests.house.access import EVERYBODY, POST_ONLY, line, members, only


def build(cast):
    cast.things["signatory"] = SignatoryFactory(organisation=cast.employer)
    cast.things["other_signatory"] = SignatoryFactory()
    StatementFactory(signatory=cast.other_signatory, for_year=2025)
    cast.things["asked_signatory"] = SignatoryFactory(state="asked")


def _signatory(cast):
    return {"public_id": cast.signatory.public_id}


STEWARDS = only("OF", "AD")
STEWARDS_POST = only("OF", "AD", ok=302)


LINES = {
    "covenant:covenant": line(1, get=EVERYBODY),
    "covenant:covenant-text": line(1, get=EVERYBODY, kwargs=lambda cast: {"version": 1}),
    "covenant:how-it-is-kept": line(1, 44, get=EVERYBODY),
    "covenant:who-sees-what": line(1, get=EVERYBODY),
    "covenant:accessibility": line(1, get=EVERYBODY),
    "covenant:open-data": line(1, get=EVERYBODY),
    "covenant:signatories-csv": line(1, get=EVERYBODY),
    "covenant:signatories-json": line(1, get=EVERYBODY),
    "covenant:signatories": line(1, get=EVERYBODY),
    "covenant:signatory": line(1, get=EVERYBODY, kwargs=_signatory),
    "covenant:sign-the-covenant": line(1, get=EVERYBODY),
    "covenant:our-signature": line(3, get=only("SE", "SX")),
    "covenant:our-signature-sign": line(
        3,
        get=POST_ONLY,
        post=members(404, SE=409, SX=302),  # the employer has signed this version already
        kwargs=lambda cast: {"public_id": cast.union.public_id},
        kwargs_of={"SE": lambda cast: {"public_id": cast.employer.public_id}},
    ),
    "covenant:our-statement": line(
        3,
        get=members(404, SE=200, SX=409),  # the union has not signed yet
        post=members(404, SE=302, SX=409),
        kwargs=lambda cast: {"public_id": cast.employer.public_id},
        kwargs_of={"SX": lambda cast: {"public_id": cast.union.public_id}},
        data=lambda cast: {"words": "We paid for supervision.", "checked": "1"},
    ),
    "covenant:signatories-manage": line(4, get=STEWARDS),
    "covenant:signatory-record": line(4, get=STEWARDS),
    "covenant:signatory-approve": line(
        4, get=POST_ONLY, post=STEWARDS_POST, kwargs=lambda cast: {"public_id": cast.asked_signatory.public_id}
    ),
    "covenant:signatory-pause": line(4, get=POST_ONLY, post=STEWARDS_POST, kwargs=_signatory),
    "covenant:signatory-take-back": line(
        4,
        get=POST_ONLY,
        post=only("OF", "AD", ok=409),
        kwargs=_signatory,  # it is not paused
    ),
    "covenant:signatory-withdraw": line(4, get=POST_ONLY, post=STEWARDS_POST, kwargs=_signatory),
    "covenant:statement-take-down": line(
        4,
        get=POST_ONLY,
        post=STEWARDS_POST,
        kwargs=lambda cast: {"public_id": cast.other_signatory.public_id, "year": 2025},
    ),
    "covenant:covenant-text-write": line(2, get=STEWARDS),
    "covenant:covenant-text-publish": line(
        2,
        get=POST_ONLY,
        post=only("OF", "AD", ok=409),  # version 1 is published already
        kwargs=lambda cast: {"version": 1},
    ),
}
