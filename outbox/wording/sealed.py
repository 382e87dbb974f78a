"""A short secret that must wait in a row until it is sent (a sign-in code), encrypted by FIELD_KEYS."""

from network.privacy import key_store


def seal(text: str) -> str:
    return key_store.wrapper().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    return key_store.wrapper().decrypt(sealed.encode()).decode()


def rewrapped(sealed: str) -> str:
    return key_store.rewrapped(sealed)
