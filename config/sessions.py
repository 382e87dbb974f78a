"""Sessions in the database, what they hold sealed by `FIELD_KEYS`.

django-allauth keeps the code of a sign-in that has begun in the session: in a copy of the database it must not lie in
the clear. A session sealed by a key that is no longer among `FIELD_KEYS` has ended.
"""

from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends import db

from network.privacy import key_store


class SessionStore(db.SessionStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        return key_store.encrypt(super().encode(session_dict))

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            return super().decode(key_store.decrypt(session_data))
        except InvalidToken:
            return {}
