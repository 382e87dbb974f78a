"""The web server's pool of connections, at a real PostgreSQL."""

import os
import subprocess
import sys

from config.environment import BASE_DIR

ASK = """
import django; django.setup()
from django.db import connection
def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    connection.close()  # back into the pool, as at the end of a request
    return number
first = ask()
import psycopg
with psycopg.connect(host={host!r}, user="postgres", dbname="covenant", autocommit=True) as beside:
    beside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
print("another" if ask() != first else "the same")
connection.close_pool()
"""


def test_after_a_restart_of_the_database_no_query_meets_a_dead_connection(postgres_server, tmp_path):
    """What a restart does to each connection: it is gone when the next request takes it out of the pool."""
    env = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": postgres_server.url,
        "DATABASE_POOL": "2",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(host=str(postgres_server.folder))],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "another"), done.stderr
