"""Real servers as fixtures. Each ends with the test (or the session) that asked for it."""

import os
import shutil

import pytest

from tests.servers import mail, postgres, redis
from tests.servers.browser import browser_context_args, browser_type_launch_args  # noqa: F401
from tests.servers.elsewhere import Elsewhere
from tests.servers.site import Site


@pytest.fixture
def mail_sink():
    """A real SMTP server; `mail_sink.accepted` is what it took."""
    with mail.running() as sink:
        yield sink


@pytest.fixture
def redis_server():
    with redis.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_server():
    with postgres.running() as server:
        yield server


def _database_url() -> str:
    """Of the database the test itself is looking at."""
    from django.db import connection

    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host = given["OPTIONS"].get("host") or given["HOST"]
    return f"postgres://{given['USER']}@/{given['NAME']}?host={host}"


@pytest.fixture
def site_settings() -> dict[str, str]:
    """Override to give the site's processes more environment."""
    return {}


@pytest.fixture
def site(transactional_db, mail_sink, tmp_path, site_settings, request):
    """The whole product as processes: on SQLite with the file broker, on PostgreSQL with Redis. Not yet started:
    a test lays its table first and calls `site.start()`. Test and processes see the same database and DATA_DIR."""
    from django.conf import settings
    from django.db import connection

    redis_url = request.getfixturevalue("redis_server").url if connection.vendor == "postgresql" else ""
    data = tmp_path / "data"
    data.mkdir()
    shared = {"KEY_STORE": str(settings.KEY_STORE), "SEND_JOURNAL": str(data / "journal")}
    secrets = {"SECRET_KEY": settings.SECRET_KEY, "FIELD_KEYS": ",".join(settings.FIELD_KEYS)}
    shared |= secrets | {"DATA_DIR": str(data), "CI": os.environ.get("CI", "")} | site_settings
    here = Site(tmp_path, database_url=_database_url(), redis_url=redis_url, mail=mail_sink, **shared)
    try:
        yield here
    finally:
        here.end()


def _installation(tmp_path, settings, name: str, source: str = "") -> Elsewhere:
    from django.db import connection

    folder = tmp_path / name
    folder.mkdir()
    if connection.vendor == "sqlite":
        if source:
            shutil.copyfile(source, folder / "database.sqlite3")
        return Elsewhere(folder, settings, f"sqlite:///{folder}/database.sqlite3")
    name = f"{name}_{os.getpid()}_{abs(hash(str(tmp_path)))}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source or "template1"}"')
    return Elsewhere(folder, settings, _database_url().replace(connection.settings_dict["NAME"], name))


@pytest.fixture
def elsewhere(tmp_path, settings):
    """Another, empty installation on the same kind of database."""
    return _installation(tmp_path, settings, "elsewhere")


@pytest.fixture
def migrated_elsewhere(tmp_path, settings, as_migrated):
    """The same, with the tables as the migrations leave them: a copy, which takes no half a minute."""
    return _installation(tmp_path, settings, "elsewhere", as_migrated)
