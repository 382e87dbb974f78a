"""Wrong secrets are noticed at the start, by whoever runs it, and not by a head who opens her log."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError

from config import start
from config.environment import BASE_DIR
from network.models import Canary
from network.privacy import key_store, keys
from network.sign_in.actions import canary
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_secrets(settings, tmp_path):
    settings.KEY_STORE = tmp_path / "keys"
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    key_store._unwrapped.cache_clear()
    Canary.objects.all().delete()
    canary.lay()


def change(settings, tmp_path, name):
    if name == "FIELD_KEYS":
        settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    elif name == "SECRET_KEY":
        settings.SECRET_KEY = "another" * 10
    else:
        settings.KEY_STORE = tmp_path / "another folder"


def test_the_right_secrets_fit():
    assert canary.problems() == []
    start.refuse_secrets_that_do_not_fit()
    call_command("migrate", verbosity=0)


@pytest.mark.parametrize("name", canary.SETTINGS)
def test_a_secret_that_does_not_fit_is_named_and_nothing_starts(settings, tmp_path, name, capsys):
    change(settings, tmp_path, name)
    (said,) = canary.problems()
    assert said.startswith(f"{name} ")
    with pytest.raises(SystemExit):
        start.refuse_secrets_that_do_not_fit()
    assert f"  - {said}" in capsys.readouterr().err
    with pytest.raises(CommandError, match=name):
        call_command("migrate", verbosity=0)
    with pytest.raises(CommandError, match="accept_secrets NAME"):
        call_command("migrate", verbosity=0)


@pytest.mark.parametrize("name", canary.SETTINGS)
def test_one_that_was_changed_on_purpose_is_accepted_by_name_alone(settings, tmp_path, name, capsys):
    change(settings, tmp_path, name)
    other = "SECRET_KEY" if name != "SECRET_KEY" else "KEY_STORE"
    call_command("accept_secrets", other)
    assert [said.split()[0] for said in canary.problems()] == [name]
    call_command("accept_secrets", name)
    assert canary.problems() == []
    assert "Restart every process" in capsys.readouterr().out


def test_all_that_do_not_fit_are_told_at_once(settings, tmp_path):
    for name in canary.SETTINGS:
        change(settings, tmp_path, name)
    assert {said.split()[0] for said in canary.problems()} == set(canary.SETTINGS)


def test_a_new_key_in_front_fits_and_after_rewrapping_the_old_one_can_go(settings):
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    assert canary.problems() == []
    call_command("rewrap", verbosity=0)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert canary.problems() == []


@pytest.mark.parametrize("name", ["FIELD_KEYS", "KEY_STORE"])
def test_words_from_before_there_were_canaries_are_not_shut_in_silence(settings, tmp_path, name):
    """An upgrade with a wrong key or an empty folder must not lay a canary that calls them right."""
    sealed = keys.seal(keys.key_for(owner=PersonFactory(), subject="log:x"), "I cannot sleep")
    Canary.objects.all().delete()
    change(settings, tmp_path, name)
    key_store._unwrapped.cache_clear()
    assert [said.split()[0] for said in canary.problems()] == [name]
    with pytest.raises(CommandError, match=name):
        call_command("migrate", verbosity=0)
    assert not Canary.objects.exists()
    assert sealed


@pytest.mark.parametrize("name", ["FIELD_KEYS", "KEY_STORE"])
def test_after_a_lost_secret_was_accepted_words_are_empty_and_new_ones_are_kept(settings, tmp_path, name):
    """Never a server error on her log."""
    head = PersonFactory()
    old = keys.seal(keys.key_for(owner=head, subject="log:x"), "I cannot sleep")
    app = Authenticator.objects.create(user=head, type="totp", data={"secret": get_adapter().encrypt("secret")})
    change(settings, tmp_path, name)
    key_store._unwrapped.cache_clear()
    call_command("accept_secrets", name)
    assert keys.unseal(old) == ""
    assert keys.unseal(keys.seal(keys.key_for(owner=head, subject="log:x"), "new words")) == "new words"
    assert Authenticator.objects.filter(pk=app.pk).exists() == (name == "KEY_STORE")


def test_two_databases_of_one_folder_of_keys_share_its_number():
    number = Canary.objects.get().number
    Canary.objects.all().delete()
    canary.lay()
    assert Canary.objects.get().number == number


def run(env, words, secret):
    given = env | {"SECRET_KEY": secret * 10}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=BASE_DIR, env=given, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """The environment of one that was migrated with its first secret key."""
    folder = tmp_path_factory.mktemp("installation")
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "data"),
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "DATABASE_URL": f"sqlite:///{folder}/database.sqlite3",
        "FIELD_KEYS": Fernet.generate_key().decode(),
    }
    done = run(env, ["manage.py", "migrate", "--verbosity", "0"], "first")
    assert done.returncode == 0, done.stderr
    return env


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "gunicorn", "--config", "python:config.web_server", "--bind", "127.0.0.1:0", "config.wsgi:application"],
        ["-m", "config.worker", "urgent"],
        ["-m", "config.beat"],
        ["manage.py", "migrate"],
    ],
    ids=["web", "worker", "beat", "migrate"],
)
def test_no_process_starts_with_another_secret_key(installation, command):
    """Each is really started."""
    done = run(installation, command, "other")
    assert done.returncode != 0
    assert "SECRET_KEY is not the one that this database was used with" in done.stdout + done.stderr
