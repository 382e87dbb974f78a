"""How the tables are emptied after a test that commits, and how the rows of the migrations come back for the next one.

Django truncates, which makes some five hundred new files on PostgreSQL, and saves each row of the migrations through
its model. Here rows are deleted, with the database's guards put aside for that moment (the audit refuses to be
emptied), and the migrations' rows are put back as the database itself had written them.
Another installation can begin with a copy of the migrated tables.
"""

import json
import shutil
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from network.models import Canary

GUARD = """CREATE TRIGGER network_audit_no_delete BEFORE DELETE ON network_auditrow
    BEGIN SELECT RAISE(ABORT, 'an audit row is never changed or deleted'); END"""
WITHOUT_GUARDS = "SET LOCAL session_replication_role = replica"


def _tables() -> list[str]:
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.can_migrate(connection)
    ]


def _flush_postgresql(self, style, tables, *, reset_sequences=False, allow_cascade=False):
    return [WITHOUT_GUARDS, *(f"DELETE FROM {self.quote_name(table)}" for table in tables)] if tables else []


def _sqlite(sql_flush):
    def flush(self, style, tables, **kwargs):
        statements = sql_flush(self, style, tables, **kwargs)
        if "network_auditrow" not in tables:
            return statements
        return ["DROP TRIGGER IF EXISTS network_audit_no_delete", *statements, GUARD]

    return flush


def _written(self) -> str:
    """Every row there is, as JSON by table."""
    written = {}
    with self.connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"SELECT json_agg(t)::text FROM {table} t")
            written[table] = cursor.fetchone()[0]
    return json.dumps({table: rows for table, rows in written.items() if rows})


def _put_back(self, written: str) -> None:
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        cursor.execute(WITHOUT_GUARDS)
        for table, rows in json.loads(written).items():
            taken = f"SELECT * FROM json_populate_recordset(null::{table}, %s)"
            cursor.execute(f"INSERT INTO {table} {taken} ON CONFLICT DO NOTHING", [rows])  # they stand there at first


def install() -> None:
    operations, creation = type(connection.ops), type(connection.creation)
    if connection.vendor == "sqlite":
        operations.sql_flush = _sqlite(operations.sql_flush)
    else:
        operations.sql_flush = _flush_postgresql
        creation.serialize_db_to_string = _written
        creation.deserialize_db_from_string = _put_back


def copy_of_the_database() -> str:
    """A copy of the tests' database as it is now, without what it knows of its secrets: another installation has its
    own. Gives its name, or its file on SQLite. Nothing else may be connected."""
    known = list(Canary.objects.all())
    Canary.objects.all().delete()
    try:
        return _copy()
    finally:
        Canary.objects.bulk_create(known)


def _copy() -> str:
    copy = f"{connection.settings_dict['NAME']}-as-migrated"
    connection.close()
    if connection.vendor == "sqlite":
        shutil.copyfile(connection.settings_dict["NAME"], copy)
        return copy
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    return copy


def drop(copy: str) -> None:
    if connection.vendor == "sqlite":
        Path(copy).unlink()
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
