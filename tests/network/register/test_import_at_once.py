"""Two imports in the same moment, and one that is killed: really, in threads and processes that commit."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from network import clock
from network.models import ReadPart, RegisterImport, School
from network.register.actions import register
from network.register.importing import read_file
from network.rules import WrongState
from network.tasks import read_registers
from tests.network.register.files import OWN_AREAS_TOO, gias, school, takes_everywhere
from tests.servers.fixtures import _database_url

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ROOT = Path(__file__).resolve().parents[3]


def read_in(tmp_path, whose, name, *rows):
    path = tmp_path / name
    path.write_text(gias(*rows))
    opened = read_file.open_file(path)
    made = register.bring(by=None, opened=opened, name=name, everywhere=takes_everywhere(whose))
    return register.read(by=None, register_import=made, path=path, opened=opened)


@OWN_AREAS_TOO
def test_of_two_that_are_applied_at_once_one_is_told_to_look_again(tmp_path, whose):
    waiting = [read_in(tmp_path, whose, f"{town}20250718.csv", school(Town=town)) for town in ("Eastham", "Westham")]
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


KILLED_WHILE_APPLYING = """
from network import hooks
hooks.register_applied.append(lambda **given: os.kill(os.getpid(), 9))
register.apply(by=None, register_import=RegisterImport.objects.get())
"""
KILLED_WHILE_READING = """
from network.register.importing import preview
preview.preview = lambda into: os.kill(os.getpid(), 9)
from django.core.management import call_command
call_command("import_register", {path!r}, everywhere={everywhere!r})
"""


def killed(code, tmp_path):
    """A process that commits, and is killed (-9) where `code` says so."""
    env = os.environ | {
        "DATABASE_URL": _database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    begin = ["import os, django"]
    if connection.vendor == "sqlite":  # the settings of the tests name a file of their own
        database = {"NAME": connection.settings_dict["NAME"]}
        begin += ["from django.conf import settings", f"settings.DATABASES['default'].update({database!r})"]
    begin += ["django.setup()", "from network.register.actions import register"]
    begin += ["from network.models import RegisterImport"]
    code = "\n".join([*begin, code])
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, timeout=60, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr


@OWN_AREAS_TOO
def test_killed_half_way_nothing_is_applied_and_it_can_be_applied_again(tmp_path, whose):
    made = read_in(tmp_path, whose, "edubasealldata20250718.csv", school("100001"), school("100002"))
    killed(KILLED_WHILE_APPLYING, tmp_path)
    assert not School.objects.exists()
    assert RegisterImport.objects.get().state == RegisterImport.READY
    register.apply(by=None, register_import=made)
    assert School.objects.count() == 2


@OWN_AREAS_TOO
def test_an_import_of_the_shell_that_was_killed_while_it_was_read_says_so(tmp_path, whose, time_machine):
    path = tmp_path / "edubasealldata20250718.csv"
    path.write_text(gias(school()))
    killed(KILLED_WHILE_READING.format(path=str(path), everywhere=takes_everywhere(whose)), tmp_path)
    assert RegisterImport.objects.get().state == RegisterImport.READING
    assert ReadPart.objects.exists()
    read_registers()  # it may live still
    assert RegisterImport.objects.get().state == RegisterImport.READING
    time_machine.move_to(clock.now() + timedelta(minutes=3))
    read_registers()
    made = RegisterImport.objects.get()
    assert made.state == RegisterImport.FAILED
    assert made.fault.startswith("This file could not be read to its end. Nothing was changed.")
    assert not ReadPart.objects.exists()
