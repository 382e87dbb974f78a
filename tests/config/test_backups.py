"""A backup restored into an empty place is the same network, on hold, and forgets what was to be forgotten."""

import io
import json
import tarfile
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.core.management import call_command

from config import backups
from inspections.support.actions import support
from network import clock
from network.privacy import key_store, keys
from outbox.models import Hold
from tests.house import markers
from tests.house.test_access import MODULES
from tests.people import build_cast
from tests.servers.elsewhere import Elsewhere


def rows_of(elsewhere: Elsewhere) -> dict:
    done = elsewhere.manage("dumpdata")
    assert done.returncode == 0, done.stderr
    return by_row(done.stdout)


def by_row(text: str) -> dict:
    return {(row["model"], str(row["pk"])): row["fields"] for row in json.loads(text)}


def here() -> dict:
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return by_row(out.getvalue())


@pytest.fixture
def words(transactional_db, cast, settings, tmp_path):
    """Two private words of the head: one to keep, one whose key is deleted after the backup."""
    settings.KEY_STORE = tmp_path / "keys"
    kept = keys.key_for(owner=cast.head, subject="log:kept")
    gone = keys.key_for(owner=cast.head, subject="log:gone")
    return {"kept": (kept, keys.seal(kept, "mine to keep")), "gone": (gone, keys.seal(gone, "mine to forget"))}


def test_backup_restored_elsewhere_is_the_same_network_on_hold(words, elsewhere, tmp_path):
    before = here()
    database, keys_half = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    done = elsewhere.manage("restore", database, "--keys", keys_half)
    assert done.returncode == 0, done.stderr
    assert "Sending is on hold" in done.stdout
    after = rows_of(elsewhere)
    assert {key: after.get(key) for key in before} == before
    new = {model for model, pk in after.keys() - before.keys()}
    assert new == {"outbox.hold", "network.auditrow"} or new == {"outbox.hold", "network.audit"}
    asked = f"from network.privacy import keys; print(keys.unseal({words['kept'][1]!r}))"
    assert elsewhere.manage("shell", "--no-imports", "-c", asked).stdout.strip() == "mine to keep"
    # A new row does not collide with a restored one.
    made = "from tests.factories import PersonFactory; print(PersonFactory(email='new@example.org').pk)"
    assert elsewhere.manage("shell", "--no-imports", "-c", made).returncode == 0


STOPS_BEFORE_THE_HOLD = """
import os, sys
from unittest import mock
from pathlib import Path
from django.core.management import call_command
with mock.patch("outbox.queue.actions.holds.hold", lambda **given: os._exit(9)):
    call_command("restore", Path(sys.argv[1]), keys=Path(sys.argv[2]))
"""
HOW_IT_STANDS = """
from network.models import Person
from outbox.models import Hold
print(Person.objects.count(), Hold.objects.filter(released_at__isnull=True).exists())
"""


def test_a_restore_that_stops_or_is_refused_before_its_hold_has_put_nothing_in_place(
    words, migrated_elsewhere, tmp_path
):
    """Data without its hold could send old messages: a sender may be running beside."""
    halves = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    assert migrated_elsewhere.manage("migrate").returncode == 0
    # With other FIELD_KEYS than those the words were sealed by, nothing is put in place either, and the reason is told.
    right = migrated_elsewhere.env["FIELD_KEYS"]
    migrated_elsewhere.env["FIELD_KEYS"] = f"{Fernet.generate_key().decode()},{right}"
    migrated_elsewhere.manage("rewrap")
    migrated_elsewhere.env["FIELD_KEYS"] = migrated_elsewhere.env["FIELD_KEYS"].partition(",")[0]
    refused = migrated_elsewhere.manage("restore", halves[0], "--keys", halves[1])
    assert refused.returncode == 1
    assert "FIELD_KEYS does not hold the key that this database was sealed with" in refused.stderr
    assert migrated_elsewhere.manage("shell", "--no-imports", "-c", HOW_IT_STANDS).stdout.split() == ["0", "False"]
    migrated_elsewhere.env["FIELD_KEYS"] += f",{right}"
    stops = STOPS_BEFORE_THE_HOLD.replace("sys.argv[1]", f"{str(halves[0])!r}").replace(
        "sys.argv[2]", f"{str(halves[1])!r}"
    )
    assert migrated_elsewhere.manage("shell", "--no-imports", "-c", stops).returncode == 9
    assert migrated_elsewhere.manage("shell", "--no-imports", "-c", HOW_IT_STANDS).stdout.split() == ["0", "False"]
    assert migrated_elsewhere.manage("restore", halves[0], "--keys", halves[1]).returncode == 0
    people, on_hold = migrated_elsewhere.manage("shell", "--no-imports", "-c", HOW_IT_STANDS).stdout.split()
    assert int(people) > 10
    assert on_hold == "True"


def test_backup_keeps_database_and_keys_apart(words, tmp_path):
    database, keys_half = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    with tarfile.open(database) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".key")]
    with tarfile.open(keys_half) as archive:
        assert f"{words['kept'][0].id}.key" in archive.getnames()
    assert database.stat().st_mode & 0o077 == keys_half.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError, match="must not lie in the same folder"):
        backups.back_up(tmp_path / "backup", tmp_path / "backup")


def test_nobody_can_sign_in_by_a_backup(words, cast, sign_in, tmp_path):
    cookie = sign_in(cast.head).cookies["sessionid"].value
    assert Session.objects.filter(pk=cookie).exists()
    database, _ = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    with tarfile.open(database) as archive:
        files = [archive.extractfile(member).read() for member in archive.getmembers() if member.isfile()]
    assert not [content for content in files if cookie.encode() in content]
    assert Session.objects.filter(pk=cookie).exists()


def test_words_whose_key_was_deleted_do_not_come_back_by_a_restore(words, migrated_elsewhere, tmp_path):
    database, keys_half = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    key_store.delete(words["gone"][0].id)
    migrated_elsewhere.keys.mkdir()
    (migrated_elsewhere.keys / key_store.DELETED).write_text((key_store.folder() / key_store.DELETED).read_text())
    assert migrated_elsewhere.manage("restore", database, "--keys", keys_half).returncode == 0
    assert not (migrated_elsewhere.keys / f"{words['gone'][0].id}.key").exists()
    asked = f"from network.privacy import keys; print(repr(keys.unseal({words['gone'][1]!r})))"
    assert migrated_elsewhere.manage("shell", "--no-imports", "-c", asked).stdout.strip() == "''"


def test_restore_refuses_a_database_with_people_in_it(words, tmp_path):
    database, _ = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    with pytest.raises(backups.CannotRestore, match="There are people in this database"):
        backups.restore(database, None)
    assert not Hold.objects.exists()


@pytest.mark.parametrize("damage", ["cut", "empty", "other"])
def test_restore_refuses_what_is_no_backup(words, tmp_path, damage):
    database, _ = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    whole = database.read_bytes()
    database.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "other": b"<html>"}[damage])
    with pytest.raises(backups.CannotRestore, match="is not a backup, or it is cut short"):
        backups.restore(database, None)


def test_backups_of_keys_are_kept_seven_days(words, tmp_path, monkeypatch):
    folder = tmp_path / "backup-of-keys"
    first = backups.back_up(tmp_path / "backup", folder)
    later = clock.now() + backups.KEYS_KEPT + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    second = backups.back_up(tmp_path / "backup", folder)
    assert list(folder.iterdir()) == [second[1]]
    assert first[0].exists()
    assert second[0].exists()


def test_no_private_word_lies_in_the_clear_in_a_backup(transactional_db, tmp_path):
    """The very bytes of the database: what only the head or her pair may read is sealed wherever it lies."""
    cast = build_cast()
    for module in MODULES:
        if hasattr(module, "build"):
            module.build(cast)
    markers.plant(cast)
    support.comment(by=cast.head, plan=cast.plan, words="MARKERCOMMENT")
    support.add_line(by=cast.head, plan=cast.plan, kind="union", words="MARKERLINE", lead="MARKERLEAD")
    support.depart(by=cast.head, plan=cast.plan, on=clock.today(), imposed_by="dfe", reason="MARKERREASON")
    database, _ = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    with tarfile.open(database) as archive:
        files = [archive.extractfile(member).read() for member in archive.getmembers() if member.isfile()]
    assert [content for content in files if b"Hollis Example" in content], "a word in the clear would be found"
    sealed = [*(word for word in markers.ALLOWED if word.startswith("MARKER")), "MARKERCOMMENT", "MARKERLINE"]
    assert len(sealed) >= 9
    assert [
        word for word in [*sealed, "MARKERLEAD", "MARKERREASON"] for content in files if word.encode() in content
    ] == []
