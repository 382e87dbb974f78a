"""Two imports in the same moment, and one that is killed: really, in threads and processes that commit."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from network.models import RegisterImport, School
from network.register.actions import register
from network.register.importing import read_file
from network.rules import WrongState
from tests.network.register.files import gias, school
from tests.servers.fixtures import _database_url

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROOT = Path(__file__).resolve().parents[3]


def read_in(tmp_path, name, *rows):
    path = tmp_path / name
    path.write_text(gias(*rows))
    opened = read_file.open_file(path)
    made = register.bring(by=None, opened=opened, name=name, everywhere=True)
    return register.read(by=None, register_import=made, path=path, opened=opened)


def test_of_two_that_are_applied_at_once_one_is_told_to_look_again(tmp_path):
    waiting = [read_in(tmp_path, f"{town}20250718.csv", school(Town=town)) for town in ("Eastham", "Westham")]
    together, ends = threading.Barrier(2), []

    def apply(made):
        together.wait(timeout=20)
        try:
            register.apply(by=None, register_import=made)
            ends.append("applied")
        except WrongState as refused:
            ends.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=apply, args=[made]) for made in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(end.partition(" ")[0] for end in ends) == ["Another", "applied"]
    applied = RegisterImport.objects.get(state=RegisterImport.APPLIED)
    assert School.objects.get().town == applied.file_name.removesuffix("20250718.csv")
    assert RegisterImport.objects.get(state=RegisterImport.READY).counts["changed"] == 1


KILLED = """
import os, sys, django
django.setup()
from network import hooks
from network.register.actions import register
from network.models import RegisterImport
hooks.register_applied.append(lambda **given: os.kill(os.getpid(), 9))
register.apply(by=None, register_import=RegisterImport.objects.get())
"""


def test_killed_half_way_nothing_is_applied_and_it_can_be_applied_again(tmp_path):
    made = read_in(tmp_path, "edubasealldata20250718.csv", school("100001"), school("100002"))
    env = os.environ | {
        "DATABASE_URL": _database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    database = {"NAME": connection.settings_dict["NAME"]}
    code = KILLED
    if connection.vendor == "sqlite":  # the settings of the tests name a file of their own
        code = code.replace("django.setup()", "django.setup()\nfrom django.conf import settings\n"
                            f"settings.DATABASES['default'].update({database!r})")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, timeout=60, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert not School.objects.exists()
    assert RegisterImport.objects.get().state == RegisterImport.READY
    register.apply(by=None, register_import=made)
    assert School.objects.count() == 2
