"""How django-allauth keeps second steps: its secrets wrapped by FIELD_KEYS, and our words for its errors."""

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings

from network.privacy import key_store


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every 30 seconds: try the newest one.",
        "cannot_delete_authenticator": (
            "This is your only second step. Add a passkey or another app first, then remove this one."
        ),
    }

    encrypt, decrypt = staticmethod(key_store.encrypt), staticmethod(key_store.decrypt)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return has_another(authenticator)

    def generate_authenticator_name(self, user, type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if not count else f"Passkey {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """One fixed name, never the request's Host."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": "Caversham Covenant"}

    def get_public_key_credential_user_entity(self, user) -> dict:
        return {
            **super().get_public_key_credential_user_entity(user),
            "display_name": user.name or "You",
        }


def has_another(authenticator: Authenticator) -> bool:
    """Whether a passkey or an authenticator app remains once this one is gone."""
    return (
        not settings.SECOND_FACTOR_REQUIRED
        or Authenticator.objects.filter(user_id=authenticator.user_id)
        .exclude(pk=authenticator.pk)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )


def has_any(person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def may_remove_passkey(person, pk: int) -> bool:
    """False for her last second step alone; a passkey that is none of hers is not found later on."""
    passkey = Authenticator.objects.filter(user=person, pk=pk, type=Authenticator.Type.WEBAUTHN).first()
    return passkey is None or has_another(passkey)
