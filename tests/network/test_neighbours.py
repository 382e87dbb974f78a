"""Keys, uploads and texts of which one raises: the others go on, and the bad one is tried again."""

from datetime import timedelta

import pytest

from config import tasks
from network import clock, guarded
from network.models import RegisterImport, WordKey
from network.privacy import key_store, keys
from network.register.actions import register
from network.tasks import read_registers
from tests import factories as f
from tests.faulty import plant

pytestmark = pytest.mark.django_db


def test_a_key_that_cannot_be_deleted(head, other_head, monkeypatch, django_capture_on_commit_callbacks):
    past = clock.now() - timedelta(days=1)
    bad, good = (keys.key_for(owner=one, subject="log:x", keep_until=past) for one in (head, other_head))
    with monkeypatch.context() as fault:
        plant(fault, keys, "delete", lambda key: key == bad)
        with pytest.raises(guarded.Failed), django_capture_on_commit_callbacks(execute=True):
            keys.delete_due()
        assert list(WordKey.objects.filter(deleted_at__isnull=False)) == [good]
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete_due()
    assert not key_store.has(bad.pk)


@pytest.mark.django_db(transaction=True)
def test_a_key_file_that_cannot_be_deleted(monkeypatch):
    past = clock.now() - timedelta(days=1)
    bad, good = (keys.key_for(owner=f.PersonFactory(), subject="log:x", keep_until=past) for _ in range(2))
    with monkeypatch.context() as fault:
        plant(fault, key_store, "delete", lambda key_id: key_id == bad.pk)
        with pytest.raises(guarded.Failed):
            keys.delete_due()
        assert key_store.has(bad.pk)
        assert not key_store.has(good.pk)
    keys.finish_deleting()
    assert not key_store.has(bad.pk)


def test_what_is_kept_no_longer_goes_although_one_step_fails(head, monkeypatch):
    keys.key_for(owner=head, subject="log:x", keep_until=clock.now() - timedelta(days=1))
    plant(monkeypatch, tasks.key_store, "obey_deleted", lambda: True)
    with pytest.raises(guarded.Failed):
        tasks.keep_no_longer()
    assert WordKey.objects.filter(deleted_at__isnull=False).exists()


def upload(by, **more):
    given = {"kind": "gias", "as_at": clock.today(), "brought_by": by, "brought_at": clock.now()} | more
    return RegisterImport.objects.create(fingerprint=f"{RegisterImport.objects.count()}", **given)


def test_an_upload_that_cannot_even_be_given_up(officer, monkeypatch):
    bad, good = upload(officer), upload(officer)
    with monkeypatch.context() as fault:
        plant(fault, register, "read", lambda **given: given["register_import"] == bad)
        plant(fault, register, "fail", lambda **given: given["register_import"] == bad)
        with pytest.raises(guarded.Failed):
            read_registers()
        assert list(RegisterImport.objects.filter(state=RegisterImport.FAILED)) == [good]
    read_registers()
    assert RegisterImport.objects.filter(state=RegisterImport.FAILED).count() == 2


def test_an_old_upload_that_cannot_be_discarded(officer, monkeypatch):
    long_ago = clock.now() - timedelta(days=8)
    bad, good = (upload(officer, brought_at=long_ago, state=RegisterImport.READY) for _ in range(2))
    plant(monkeypatch, register, "discard", lambda *, by, register_import: register_import == bad)
    with pytest.raises(guarded.Failed):
        read_registers()
    assert list(RegisterImport.objects.filter(state=RegisterImport.DISCARDED)) == [good]
