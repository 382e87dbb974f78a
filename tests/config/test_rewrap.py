"""A new key in FIELD_KEYS, and the old one taken out: nothing is lost, nobody is locked out."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command

from network.privacy import key_store, keys
from network.sign_in.actions import sign_in as sign_in_actions
from outbox.models import Message

pytestmark = pytest.mark.django_db


def test_wrapping_keys_are_changed_everywhere(head, sign_in, settings, tmp_path, capsys):
    settings.KEY_STORE = tmp_path / "keys"
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    words = keys.seal(keys.key_for(owner=head, subject="log:x"), "I cannot sleep")
    secrets = {"totp": "secret", "recovery_codes": "seed"}
    for kind, name in secrets.items():
        Authenticator.objects.create(user=head, type=kind, data={name: get_adapter().encrypt(kind), "used_mask": 0})
    Authenticator.objects.create(user=head, type="webauthn", data={"name": "Phone"})
    sign_in_actions.send_code(address=head.email, code="1234-5678", occurrence="1")
    client = sign_in(head)

    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    call_command("rewrap")
    assert capsys.readouterr().out == "Rewrapped: 1 keys of words, 2 second steps, 1 codes, 1 sessions.\n"
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    key_store._unwrapped.cache_clear()

    assert keys.unseal(words) == "I cannot sleep"
    for kind, name in secrets.items():
        row = Authenticator.objects.get(user=head, type=kind)
        assert get_adapter().decrypt(row.data[name]) == kind
        assert row.data["used_mask"] == 0
    assert key_store.decrypt(Message.objects.get(kind="sign-in-code").sealed) == "1234-5678"
    assert client.get("/my-details/").status_code == 200
