"""A backup in two halves that must not lie together: the database in one folder, the keys of private words in another.

The database's half may be kept for as long as one likes; the keys' half is kept seven days, so that words whose key
was deleted are gone from every backup soon after. The send journal is in neither: a restore needs the one of today.
"""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from network import clock
from network.privacy import key_store
from network.privacy import keys as keys_in_database
from network.sign_in.actions import canary
from outbox.queue.actions import holds

KEYS_KEPT = timedelta(days=7)
STAMP = "%Y%m%dT%H%M%SZ"
# Whoever holds a backup must not be able to sign in by it: after a restore everybody signs in again.
SIGN_INS = ("django_session", "usersessions_usersession")
MADE, DATABASE, TABLES = "made.json", "database.sqlite3", "tables"


class CannotRestore(Exception):
    """With the reason, for whoever restores."""


def back_up(folder: Path, keys_folder: Path) -> tuple[Path, Path]:
    """Makes both halves, and throws away older halves with keys. Each half appears whole or not at all."""
    if folder.resolve() == keys_folder.resolve():
        raise ValueError("The database and the keys must not lie in the same folder.")
    made_at = clock.now()
    stamp = f"{made_at.astimezone(UTC):{STAMP}}"
    with tempfile.TemporaryDirectory() as scratch:
        inside = Path(scratch) / "covenant"
        inside.mkdir()
        made = {"made_at": made_at.isoformat(), "vendor": connection.vendor, "migrations": migrations()}
        (inside / MADE).write_text(json.dumps(made))
        _copy_sqlite_out(inside) if connection.vendor == "sqlite" else _copy_postgres_out(inside)
        database = _pack(inside, folder / f"covenant-{stamp}.tar.gz")
    keys = _pack(key_store.folder(), keys_folder / f"keys-{stamp}.tar.gz")
    forget_old_keys(keys_folder, made_at)
    return database, keys


def forget_old_keys(keys_folder: Path, now: datetime) -> None:
    for path in keys_folder.glob("keys-*.tar.gz"):
        made = datetime.strptime(path.name[5:21], STAMP).replace(tzinfo=UTC)
        if now - made > KEYS_KEPT:
            path.unlink()


def restore(database: Path, keys: Path | None, *, accept: Collection[str] = ()) -> datetime:
    """Into an empty, migrated database. Keys deleted since stay deleted, and sending starts on hold: the hold is in
    the data's own transaction, so that a sender running beside sees both or neither. `accept` names secrets
    (`canary.SETTINGS`) that are others than when the backup was made. Returns how old the data is. Raises
    CannotRestore, and has changed no row then."""
    with tempfile.TemporaryDirectory() as scratch:
        inside = _unpack(database, Path(scratch) / "database")
        made = json.loads((inside / MADE).read_text())
        _refuse_what_does_not_fit(made)
        made_at = datetime.fromisoformat(made["made_at"])
        if keys is not None:
            _restore_keys(_unpack(keys, Path(scratch) / "keys"))
        key_store.obey_deleted()
        copy_in = _copy_sqlite_in if connection.vendor == "sqlite" else _copy_postgres_in
        copy_in(inside, lambda: _before_anybody_sees(made_at, set(accept)))
    canary.accept(names={"KEY_STORE"})
    return made_at


def _before_anybody_sees(made_at: datetime, accepted: set[str]) -> None:
    """The folder of keys is given its canary when the data is in place: until then it belongs to what was here."""
    if unfit := [name for name in canary.unfit() if name not in {*accepted, "KEY_STORE"}]:
        told = " ".join(canary.WORDS[name] for name in unfit)
        raise CannotRestore(f"{told} Or say --accept {' --accept '.join(unfit)}. Nothing was restored.")
    if accepted:
        canary.accept(names=accepted - {"KEY_STORE"})
    keys_in_database.forget_missing()
    holds.hold(by=None, why="restored from a backup", data_at=made_at)


def migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def tables() -> list[str]:
    """Ours and Django's, in an order that a reader of the archive can follow; migrations' own table stays."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted({model._meta.db_table for model in models if not model._meta.proxy})


def _refuse_what_does_not_fit(made: dict[str, Any]) -> None:
    if made["vendor"] != connection.vendor:
        raise CannotRestore(f"This backup was made on {made['vendor']}; this installation runs on {connection.vendor}.")
    if made["migrations"] != migrations():
        raise CannotRestore(
            "The database is not at the migrations of the backup: migrate with the version that made it."
        )
    person = apps.get_model(settings.AUTH_USER_MODEL)
    if person.objects.exists():
        raise CannotRestore("There are people in this database. A backup is restored into an empty one only.")


def _pack(folder: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = target.with_suffix(".new")
    with tarfile.open(aside, "w:gz") as archive:
        for path in sorted(folder.iterdir()):
            archive.add(path, arcname=path.name)
    aside.chmod(0o600)
    return aside.replace(target)


def _unpack(archive: Path, folder: Path) -> Path:
    try:
        with tarfile.open(archive, "r:gz") as packed:
            packed.extractall(folder, filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise CannotRestore(f"{archive.name} is not a backup, or it is cut short.") from error
    return folder


def _copy_sqlite_out(inside: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(inside / DATABASE)) as target:
        connection.connection.backup(target)
        for table in SIGN_INS:
            target.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608  a name of ours  # nosec B608
        target.commit()
        target.execute("VACUUM")  # deleted rows leave the file only now


def _copy_sqlite_in(inside: Path, before_anybody_sees: Callable[[], None]) -> None:
    """SQLite puts the whole file in place at once, so whatever belongs to it is written into the copy first."""
    with _opened_instead(inside / DATABASE):
        before_anybody_sees()
    connection.ensure_connection()
    with closing(sqlite3.connect(inside / DATABASE)) as source:
        source.backup(connection.connection)


@contextmanager
def _opened_instead(path: Path) -> Iterator[None]:
    """Django's connection looks at this file of SQLite's for the length of the block."""
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def _copy_postgres_out(inside: Path) -> None:
    """Every table as it was at one moment, by COPY: no program beside Python is needed."""
    (inside / TABLES).mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in tables():
            with (inside / TABLES / table).open("wb") as file:
                file.write((",".join(_columns(cursor, table)) + "\n").encode())
                if table in SIGN_INS:
                    continue
                with cursor.copy(f"COPY {_quoted(table)} ({_listed(cursor, table)}) TO STDOUT") as copy:
                    file.writelines(bytes(block) for block in copy)


def _copy_postgres_in(inside: Path, before_anybody_sees: Callable[[], None]) -> None:
    """All or nothing. What the migrations laid down goes first: the backup brings it as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"TRUNCATE {', '.join(_quoted(table) for table in tables())}")
        for table in tables():
            with (inside / TABLES / table).open("rb") as file:
                if file.readline().decode().strip().split(",") != _columns(cursor, table):
                    raise CannotRestore(f"The columns of {table} are not those of the backup.")
                with cursor.copy(f"COPY {_quoted(table)} ({_listed(cursor, table)}) FROM STDIN") as copy:
                    while block := file.read(1 << 16):
                        copy.write(block)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
        before_anybody_sees()


def _columns(cursor: Any, table: str) -> list[str]:
    return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _listed(cursor: Any, table: str) -> str:
    return ", ".join(_quoted(column) for column in _columns(cursor, table))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _restore_keys(folder: Path) -> None:
    """Keys this installation has stay as they are; the list of deleted keys grows together and never shrinks."""
    store = key_store.folder()
    for path in folder.glob("*.key"):
        if not (store / path.name).exists():
            shutil.copy2(path, store / path.name)
    listed = folder / key_store.DELETED
    if listed.exists():
        with (store / key_store.DELETED).open("a") as file:
            file.write(listed.read_text())
