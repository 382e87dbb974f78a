"""Eight busy writers of one SQLite file each have their turn."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from config.environment import BASE_DIR

WRITER = """
import sys, threading, time
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": sys.argv[1], "NAME": sys.argv[2], "OPTIONS": {
    "timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"}}}, USE_TZ=True)
import django; django.setup()
from django.db import connection, transaction
pause, ends, written = threading.Event(), float(sys.argv[3]), 0
sys.stdin.read()  # all begin together
start = time.monotonic()
while time.monotonic() - start < ends:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET n = n + 1")
        pause.wait(0.02)  # a disk that takes its time
    written += 1
print(written)
"""


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "shared.sqlite3"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE counter (n INTEGER)")
        made.execute("INSERT INTO counter VALUES (0)")
        made.commit()
    return path


def test_no_writer_is_left_waiting_while_the_others_have_turn_after_turn(database):
    command = [sys.executable, "-c", WRITER, "config.queued_sqlite3", str(database), "4"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen(command, cwd=BASE_DIR, **pipes) for _ in range(8)]
    for writer in writers:
        writer.stdin.close()
        writer.stdin = None
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [errors for _, errors in said if errors] == []
    written = [int(out) for out, _ in said]
    assert min(written) * 5 >= max(written), written
    with closing(sqlite3.connect(database)) as found:
        assert found.execute("SELECT n FROM counter").fetchone() == (sum(written),)


def test_a_turn_ends_with_its_transaction_however_it_ends(transactional_db):
    """Or the next transaction of this process would wait for itself."""
    from django.db import connection, transaction

    if connection.vendor != "sqlite":
        return
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError
        with transaction.atomic(), transaction.atomic():
            assert connection._turn is not None
        assert connection._turn is None
    with transaction.atomic():
        connection.close()
        assert connection._turn is None
