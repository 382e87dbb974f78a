"""What every test has: the cast, real servers, and an end to everything that was started."""

import os
import shutil

import pytest
from hypothesis import settings as hypothesis_settings

pytest_plugins = ["tests.people", "tests.servers.fixtures"]

# Playwright keeps an event loop in the test's thread; Django's ORM is still used from that thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

hypothesis_settings.register_profile("ours", deadline=None, print_blob=True, max_examples=100)
hypothesis_settings.load_profile("ours")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A test that really commits wipes the tables after itself; what the migrations put there is then put back."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker is not None and marker.kwargs.get("transaction")
        if commits or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def pytest_unconfigure(config):
    from django.conf import settings

    folder = str(settings.DATA_DIR)
    if "covenant-tests-" in folder:
        shutil.rmtree(folder, ignore_errors=True)
