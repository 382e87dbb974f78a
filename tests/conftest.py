"""What every test has: the cast, real servers, and an end to everything that was started."""

import os
import shutil

import pytest
from hypothesis import settings as hypothesis_settings

from tests import counts, emptied, shares

pytest_plugins = ["tests.people", "tests.servers.fixtures"]

# Playwright keeps an event loop in the test's thread; Django's ORM is still used from that thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

hypothesis_settings.register_profile("ours", deadline=None, print_blob=True, max_examples=100)
hypothesis_settings.load_profile("ours")


pytest_addoption = shares.add_option


@pytest.fixture(scope="session")
def as_migrated(django_db_setup) -> str:
    """A copy of the database as the migrations left it: its name, or its file on SQLite."""
    return django_db_setup


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Under Playwright's event loop the same thread is given a second connection object; it, too, has to know what
    the migrations wrote, or the rows could not be put back after a test that commits."""
    from django.db import connections

    first = connections["default"]
    contents = getattr(first, "_test_serialized_contents", None)
    if contents is not None:
        type(first)._test_serialized_contents = contents
    with django_db_blocker.unblock():
        copy = emptied.copy_of_the_database()
    yield copy
    with django_db_blocker.unblock():
        emptied.drop(copy)


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    counts.begin_again()


def commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker is not None and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    )


def takes_long(item) -> bool:
    """These begin before the others that commit, or one of the tests' workers would wait for them at the end."""
    return item.get_closest_marker("site") is not None or item.path.parent.name == "year"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A test that really commits wipes the tables after itself; what the migrations put there is put back for the
    next that commits, but not for others. So those that commit run last, whatever else wishes an order."""
    for item in items:
        if commits(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    yield
    shares.leave_out(config, items)
    items.sort(key=lambda item: (commits(item), not takes_long(item)))


def pytest_unconfigure(config):
    if hasattr(config, "workerinput"):
        return  # the folder is shared: whoever started the workers clears it up, when all have ended
    from django.conf import settings

    folder = str(settings.DATA_DIR)
    if "covenant-tests-" in folder:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _tables_are_emptied_quickly():
    emptied.install()
