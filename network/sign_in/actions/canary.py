"""Whether the secrets an installation was started with are those that its database was used with.

Wrong FIELD_KEYS, another SECRET_KEY or an empty key store would otherwise be noticed by a head first: her log would
look empty, or her link dead.
"""

import hashlib
import hmac
import secrets

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from network.privacy import key_store, keys
from network.privacy.models.canary import Canary
from network.privacy.models.key import WordKey
from network.sign_in.actions import second_steps

SETTINGS = ("FIELD_KEYS", "SECRET_KEY", "KEY_STORE")
LOOKED_AT = 5  # keys of words, where there is no canary yet


def unfit() -> list[str]:
    """Which of `SETTINGS` do not fit. Empty where all is well, or where this database holds nothing yet. One query, or
    two. Raises DatabaseError where the database cannot be asked."""
    canary = Canary.objects.first()
    return _without_canary() if canary is None else _do_not_fit(canary)


def problems() -> list[str]:
    """The same, each in words: the setting's name and how to mend it."""
    return [WORDS[name] for name in unfit()]


def lay(*, by: None = None) -> None:
    """Make the canary where there is none. A key store that has one already, and opens, gives its number: two
    processes may start at once."""
    if Canary.objects.exists():
        return
    number = _number_in_store() or secrets.token_hex(32)
    with transaction.atomic():
        canary, _ = Canary.objects.get_or_create(id=1, defaults=_proofs(number))
    if _number_in_store() != canary.number:
        _put_into_store(canary.number)


def accept(*, by: None = None, names: set[str]) -> None:
    """From now on these settings, of `SETTINGS`, are the right ones. What others sealed or signed is lost: words are
    empty, apps for signing in are asked for anew."""
    canary = Canary.objects.first() or Canary.objects.create(id=1, **_proofs(secrets.token_hex(32)))
    proofs = _proofs(canary.number)
    changed = {"FIELD_KEYS": ["sealed"], "SECRET_KEY": ["signed"], "KEY_STORE": []}
    columns = {column: proofs[column] for name in names for column in changed[name]}
    if columns:
        Canary.objects.filter(pk=canary.pk).update(**columns)
    if names & {"FIELD_KEYS", "KEY_STORE"}:
        _put_into_store(canary.number)
        keys.forget_missing()
    if "FIELD_KEYS" in names:
        second_steps.forget_shut(by=by)


def rewrap(*, by: None = None) -> None:
    """By the first of FIELD_KEYS, so that the older ones can be left out."""
    canary = Canary.objects.first()
    if canary is not None and (fresh := key_store.rewrapped(canary.sealed)):
        Canary.objects.filter(pk=canary.pk).update(sealed=fresh)
        _put_into_store(canary.number)


WORDS = {
    "FIELD_KEYS": "FIELD_KEYS does not hold the key that this database was sealed with: private words, second steps "
    "and sessions could not be read. Put the old key back, behind a comma where there is a new one too.",
    "SECRET_KEY": "SECRET_KEY is not the one that this database was used with: links in messages already sent would "
    "be dead. Put the old one back.",
    "KEY_STORE": "KEY_STORE is not the folder of keys that this database was used with: private words would look as "
    "if they had never been written. Mount the same folder here, or restore it from the newest backup of the keys.",
}


def _do_not_fit(canary: Canary) -> list[str]:
    found = []
    if not _opened(canary.sealed):
        found.append("FIELD_KEYS")
    if not hmac.compare_digest(canary.signed, _signed(canary.number)):
        found.append("SECRET_KEY")
    is_there = key_store.read_canary() is not None
    if not is_there or ("FIELD_KEYS" not in found and _number_in_store() != canary.number):
        found.append("KEY_STORE")
    return found


def _without_canary() -> list[str]:
    """An installation from before there were canaries: the newest keys of words are looked for, and opened."""
    live = WordKey.objects.filter(deleted_at__isnull=True).order_by("-made_at").values_list("id", flat=True)
    newest = list(live[:LOOKED_AT])
    here = [key for key in newest if key_store.has(key)]
    if newest and not here:
        return ["KEY_STORE"]
    return ["FIELD_KEYS"] if here and not any(key_store.can_open(key) for key in here) else []


def _proofs(number: str) -> dict[str, str]:
    return {
        "number": number,
        "sealed": key_store.encrypt(number),
        "signed": _signed(number),
    }


def _signed(number: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"canary\n{number}".encode(), hashlib.sha256).hex()


def _opened(sealed: str | None) -> str:
    """Empty where there is none, or none that these FIELD_KEYS open."""
    try:
        return key_store.decrypt(sealed) if sealed else ""
    except InvalidToken:
        return ""


def _number_in_store() -> str:
    return _opened(key_store.read_canary())


def _put_into_store(number: str) -> None:
    key_store.write_canary(key_store.encrypt(number))
