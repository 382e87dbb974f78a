"""A backup comes back beside running workers: nothing of it leaves but the code for an administrator to look."""

import pytest

from config import backups
from network import clock
from outbox import actions as outbox
from tests.servers.processes import until
from tests.servers.site import Site
from tests.site.somebody import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.site]
SINCE = """
from outbox.models import Message, Sweep
sweep = Sweep.objects.filter(name="sweep").first()
print(sweep.at.isoformat() if sweep else "never", Message.objects.filter(state="due").count())
"""


@pytest.fixture
def beside(migrated_elsewhere, mail_sink, tmp_path, request):
    """The whole product on the other, empty installation."""
    from django.db import connection

    redis = request.getfixturevalue("redis_server").url if connection.vendor == "postgresql" else ""
    more = {name: migrated_elsewhere.env[name] for name in ("SECRET_KEY", "FIELD_KEYS", "KEY_STORE", "DATA_DIR")}
    more["SEND_JOURNAL"] = str(tmp_path / "journal")
    site = Site(tmp_path, database_url=migrated_elsewhere.env["DATABASE_URL"], redis_url=redis, mail=mail_sink, **more)
    try:
        yield site
    finally:
        site.end()


def test_a_restore_beside_running_workers_sends_nothing_old(
    cast, transactional_db, migrated_elsewhere, beside, browser, tmp_path
):
    for number in range(8):
        outbox.put(to=cast.buddy, kind="security-notice", occurrence=f"old-{number}", by=None)
    halves = backups.back_up(tmp_path / "backup", tmp_path / "backup-of-keys")
    assert migrated_elsewhere.manage("migrate").returncode == 0
    beside.start().wait_until_ready()
    beside.manage("restore", str(halves[0]), "--keys", str(halves[1]))
    restored = clock.now().isoformat()

    def stands() -> tuple[str, int]:
        sweep, due = beside.manage("shell", "--no-imports", "-c", SINCE).split()
        return sweep, int(due)

    until(lambda: stands()[0] > restored, within=120, what="a sweep after the restore")
    assert stands()[1] == 8
    assert beside.mail.accepted == []

    administrator = Somebody(browser, beside, cast.administrator.email, width=1280)
    administrator.sign_in()
    administrator.open("/setup/")
    assert {mail.to for mail in beside.mail.accepted} == {cast.administrator.email}
    assert "Messages go out again." in beside.manage("outbox_release")
    beside.mail.wait_for(cast.buddy.email, count=8, within=120)
    beside.assert_alive()
