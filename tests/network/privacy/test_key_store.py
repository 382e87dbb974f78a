import uuid

import pytest
from cryptography.fernet import Fernet

from network.models import WordKey
from network.privacy import key_store, keys
from tests.factories import PersonFactory


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.KEY_STORE = tmp_path / "keys"
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    key_store._unwrapped.cache_clear()


def new_key() -> uuid.UUID:
    key_id = uuid.uuid4()
    key_store.make(key_id)
    return key_id


def test_words_come_back_and_do_not_lie_in_the_clear(tmp_path):
    sealed = key_store.seal(new_key(), "I cannot sleep")
    assert key_store.is_sealed(sealed)
    assert "sleep" not in sealed
    assert key_store.unseal(sealed) == "I cannot sleep"
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").iterdir())


def test_a_deleted_key_takes_the_words_with_it():
    key_id = new_key()
    sealed = key_store.seal(key_id, "words")
    key_store.delete(key_id)
    with pytest.raises(key_store.KeyGone):
        key_store.unseal(sealed)
    with pytest.raises(key_store.KeyGone):
        key_store.make(key_id)


def test_a_restored_folder_obeys_the_list_of_deleted_keys(tmp_path):
    key_id = new_key()
    backup = (tmp_path / "keys" / f"{key_id}.key").read_bytes()
    key_store.delete(key_id)
    (tmp_path / "keys" / f"{key_id}.key").write_bytes(backup)
    assert key_store.obey_deleted() == 1
    assert key_store.obey_deleted() == 0


def test_wrapping_keys_can_be_changed(settings):
    key_id = new_key()
    sealed = key_store.seal(key_id, "words")
    old = settings.FIELD_KEYS
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    assert key_store.rewrap() == 1
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    key_store._unwrapped.cache_clear()
    assert key_store.unseal(sealed) == "words"


def test_text_that_was_never_sealed_is_refused():
    with pytest.raises(ValueError, match="not sealed here"):
        key_store.unseal("plain")
    other = key_store.seal(new_key(), "a").rsplit(":", 1)[1]
    with pytest.raises(ValueError, match="not sealed here"):
        key_store.unseal(f"sealed1:{new_key()}:{other}")


@pytest.mark.django_db
def test_one_live_key_for_an_owner_and_subject():
    person = PersonFactory()
    key = keys.key_for(owner=person, subject="log:x")
    assert keys.key_for(owner=person, subject="log:x") == key
    assert keys.unseal(keys.seal(key, "words")) == "words"
    assert keys.seal(key, "") == ""


@pytest.mark.django_db(transaction=True)
def test_deleting_a_key_leaves_empty_words(time_machine):
    person = PersonFactory()
    key = keys.key_for(owner=person, subject="log:x")
    sealed = keys.seal(key, "words")
    keys.delete(key)
    assert keys.unseal(sealed) == ""
    assert WordKey.objects.get(pk=key.pk).deleted_at is not None
    assert keys.key_for(owner=person, subject="log:x") != key


@pytest.mark.django_db(transaction=True)
def test_a_key_is_deleted_even_when_the_process_dies_after_its_commit(monkeypatch):
    person = PersonFactory()
    key = keys.key_for(owner=person, subject="log:x")
    sealed = keys.seal(key, "words")

    def die(key_id):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(key_store, "delete", die)
        with pytest.raises(SystemExit):
            keys.delete(key)
    assert keys.unseal(sealed) == "words"
    assert keys.finish_deleting() == 1
    assert keys.unseal(sealed) == ""
    assert keys.finish_deleting() == 0


@pytest.mark.django_db(transaction=True)
def test_after_a_restore_she_can_write_again_where_her_key_was_deleted_since():
    """The restored row says that the key lives; the list of deleted keys knows better."""
    person = PersonFactory()
    old = keys.key_for(owner=person, subject="log:x")
    sealed = keys.seal(old, "words")
    keys.delete(old)
    WordKey.objects.filter(pk=old.pk).update(deleted_at=None)  # as the backup has it
    new = keys.key_for(owner=person, subject="log:x")
    assert new != old
    assert keys.unseal(keys.seal(new, "new words")) == "new words"
    assert keys.unseal(sealed) == ""


@pytest.mark.django_db(transaction=True)
def test_keys_that_a_restore_did_not_bring_are_called_gone(tmp_path):
    person = PersonFactory()
    old, kept = (keys.key_for(owner=person, subject=subject) for subject in ("log:x", "log:y"))
    (tmp_path / "keys" / f"{old.pk}.key").unlink()
    assert keys.forget_missing() == 1
    assert keys.key_for(owner=person, subject="log:x") != old
    assert keys.key_for(owner=person, subject="log:y") == kept


@pytest.mark.django_db
def test_an_encrypted_field_refuses_plain_words():
    from network.models import EncryptedText

    with pytest.raises(ValueError, match="sealed words only"):
        EncryptedText().get_prep_value("I cannot sleep")
