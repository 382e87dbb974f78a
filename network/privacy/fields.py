from django.db import models

from network.privacy import key_store


class EncryptedText(models.TextField):
    """Words sealed at rest. The value to store is a `key_store.Sealed`: made by `network.privacy.keys.seal`,
    opened by `network.privacy.keys.unseal`. Plain text is refused, so that no path can write private words in the
    clear."""

    def get_prep_value(self, value):
        if value in (None, ""):
            return value
        if not key_store.is_sealed(str(value)):
            raise ValueError("An encrypted field takes sealed words only.")
        return str(value)
