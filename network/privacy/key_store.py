"""The folder of keys that stands apart from the database: one small file a key, wrapped by `FIELD_KEYS`.

Backups of this folder are kept at most seven days. A key deleted here deletes the words it sealed in every backup of
the database; `deleted` lists such keys, and is obeyed after a restore.
"""

import os
import uuid
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from network import guarded

MARK = "sealed1"
DELETED = "deleted"
CANARY = "canary"  # see network/sign_in/actions/canary.py


class KeyGone(LookupError):
    """The key was deleted, never was here, or is wrapped by a lost one of FIELD_KEYS: the words can not be read."""


def folder() -> Path:
    path = Path(settings.KEY_STORE)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def wrapper() -> MultiFernet:
    """The first of FIELD_KEYS wraps; all of them unwrap, so that a new one can be put in front."""
    return _wrapper(tuple(settings.FIELD_KEYS))


@lru_cache(maxsize=8)
def _wrapper(field_keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in field_keys])


def encrypt(text: str) -> str:
    """A short secret that waits in a row or a session, by the first of FIELD_KEYS."""
    return wrapper().encrypt(text.encode()).decode()


def decrypt(encrypted: str | bytes) -> str:
    """Raises InvalidToken where none of FIELD_KEYS opens it."""
    return wrapper().decrypt(encrypted).decode()


def make(key_id: uuid.UUID) -> None:
    if str(key_id) in _deleted_ids():
        raise KeyGone(str(key_id))
    _write(folder() / f"{key_id}.key", wrapper().encrypt(Fernet.generate_key()))


def seal(key_id: uuid.UUID, words: str) -> str:
    """Raises KeyGone."""
    return f"{MARK}:{key_id}:{Fernet(_load(key_id)).encrypt(words.encode()).decode()}"


def unseal(sealed: str) -> str:
    """Raises KeyGone when the key was deleted, ValueError when the text was never sealed by us."""
    if not is_sealed(sealed):
        raise ValueError("These words were not sealed here.")
    _, key_id, token = sealed.split(":", 2)
    try:
        return Fernet(_load(uuid.UUID(key_id))).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("These words were not sealed here.") from error


def is_sealed(text: str) -> bool:
    return text.startswith(f"{MARK}:") and text.count(":") == 2


def delete(key_id: uuid.UUID) -> None:
    """For good. The list is written first, so that a crash in between still deletes on the next look."""
    with (folder() / DELETED).open("a") as listed:
        listed.write(f"{key_id}\n")
        listed.flush()
        os.fsync(listed.fileno())
    (folder() / f"{key_id}.key").unlink(missing_ok=True)
    _unwrapped.cache_clear()


def is_deleted(key_id: uuid.UUID) -> bool:
    return not has(key_id) and str(key_id) in _deleted_ids()


def has(key_id: uuid.UUID) -> bool:
    return (folder() / f"{key_id}.key").exists()


def ids() -> list[uuid.UUID]:
    """Every key that is here."""
    return [uuid.UUID(path.stem) for path in folder().glob("*.key")]


def can_open(key_id: uuid.UUID) -> bool:
    """Whether this key is here, and wrapped by one of FIELD_KEYS."""
    try:
        _load(key_id)
    except KeyGone:
        return False
    return True


def read_canary() -> str | None:
    """As it lies there; None where there is none."""
    path = folder() / CANARY
    return path.read_text() if path.exists() else None


def write_canary(sealed: str) -> None:
    _write(folder() / CANARY, sealed.encode())


def obey_deleted() -> int:
    """Deletes again every key on the list: to be run after the folder was restored. Returns how many were there."""
    gone = 0
    with guarded.rows() as each:
        for key_id in _deleted_ids():
            with each(uuid.UUID(key_id), in_transaction=False):
                path = folder() / f"{key_id}.key"
                if path.exists():
                    path.unlink()
                    gone += 1
        _unwrapped.cache_clear()
    return gone


def rewrap() -> int:
    """Wraps every key by the first of FIELD_KEYS. Returns how many were rewrapped."""
    count = 0
    with guarded.rows() as each:
        for path in folder().glob("*.key"):
            with each(uuid.UUID(path.stem), in_transaction=False):
                _write(path, wrapper().rotate(path.read_bytes()))
                count += 1
    return count


def rewrapped(sealed: str) -> str:
    """The same, wrapped by the first of FIELD_KEYS; empty where none of them opens it."""
    try:
        return wrapper().rotate(sealed).decode()
    except InvalidToken:
        return ""


def _load(key_id: uuid.UUID) -> bytes:
    path = folder() / f"{key_id}.key"
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise KeyGone(str(key_id)) from error
    try:
        return _unwrapped(str(path), changed)
    except InvalidToken as error:
        raise KeyGone(str(key_id)) from error


@lru_cache(maxsize=512)
def _unwrapped(path: str, changed: int) -> bytes:
    return wrapper().decrypt(Path(path).read_bytes())


def _deleted_ids() -> set[str]:
    path = folder() / DELETED
    return set(path.read_text().split()) if path.exists() else set()


def _write(path: Path, data: bytes) -> None:
    aside = path.with_suffix(f".{uuid.uuid4().hex}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
