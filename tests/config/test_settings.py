"""What an installation that others can reach refuses, each with the variable's name and how to mend it."""

import os
import subprocess
import sys

import pytest

from config.environment import BASE_DIR

GOOD = {
    "DEMO": "0",
    "SECRET_KEY": "k7Jq0vVb3mXw9RtZy2LpHs6NdFg4CuAeT8oQiWxErBnMzKjUhP",
    "FIELD_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "BASE_URL": "https://covenant.example.org",
    "DATABASE_URL": "postgres://covenant:words@database:5432/covenant",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp+ssl://user:words@mail.example.org:465",
}
NOTIFY_KEY = "example-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"


def load(tmp_path, show: str = "''", **env: str) -> subprocess.CompletedProcess:
    """Load the settings in a process of their own, with this environment and nothing else."""
    given = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    given |= {name: value for name, value in env.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", f"from config import settings; print({show})"],
        env=given,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_settings_of_a_real_network_load(tmp_path):
    done = load(tmp_path, "settings.SESSION_COOKIE_SECURE, settings.DEBUG, settings.ALLOWED_HOSTS[0]", **GOOD)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True False covenant.example.org"
    assert not (tmp_path / "data" / "own-machine.env").exists()  # no key is ever invented for a real network


@pytest.mark.parametrize(
    ("change", "variable", "mend"),
    [
        ({"DEBUG": "1"}, "DEBUG is on", "leave DEBUG out"),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set", "Make one with: python3"),
        ({"SECRET_KEY": "django-insecure-" + "x1y2z3" * 9}, "SECRET_KEY is a default", "Make one with: python3"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is a default or too short", "Make one with: python3"),
        ({"FIELD_KEYS": None}, "FIELD_KEYS is not set", "Make one with: python3"),
        ({"FIELD_KEYS": "not-a-key"}, "FIELD_KEYS holds a key that cannot be used", "Make one with: python3"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS answers to any name", "Name each host"),
        ({"ALLOWED_HOSTS": ".example.org"}, "ALLOWED_HOSTS answers to any name", "Name each host"),
        ({"BASE_URL": "http://covenant.example.org"}, "BASE_URL is http://", "Give the https:// address"),
        ({"BASE_URL": None}, "BASE_URL is http://localhost", "Give the https:// address"),
        ({"BASE_URL": "covenant.example.org"}, "BASE_URL is not an address", "https://"),
        ({"BASE_URL": "https://covenant.example.org/path"}, "BASE_URL is not an address", "without a path"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set", "postgres://"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL names", "postgres://"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL is not an address", "postgres://"),
        ({"REDIS_URL": None}, "REDIS_URL is not set", "redis://"),
        ({"EMAIL_URL": None}, "EMAIL_URL is not set", "smtp+ssl://"),
        ({"EMAIL_URL": "smtp://mail.example.org:25"}, "EMAIL_URL sends mail without TLS", "smtp+ssl://"),
        ({"EMAIL_URL": "pigeon://mail.example.org"}, "EMAIL_URL is not an address", "smtp+ssl://"),
        ({"MAIL_FROM": "Example Network"}, "MAIL_FROM holds no mail address", "<noreply@example.org>"),
        ({"MAIL_FROM": "a@example.org, b@example.org"}, "MAIL_FROM holds no mail address", "<noreply@example.org>"),
        ({"NOTIFY_API_KEY": "team-key"}, "NOTIFY_API_KEY is not of the shape", "GOV.UK Notify"),
        ({"NOTIFY_API_KEY": NOTIFY_KEY + " "}, "NOTIFY_API_KEY has a blank", "GOV.UK Notify"),
        ({"NOTIFY_API_KEY": NOTIFY_KEY}, "NOTIFY_TEMPLATE is not the id", "UUID"),
        ({"PORT": "many"}, "PORT cannot be read", "PORT"),
        ({"PORT": "70000"}, "PORT is not a port", "1 to 65535"),
        ({"DEMO": "perhaps"}, "DEMO cannot be read", "DEMO=1 or DEMO=0"),
    ],
)
def test_settings_refuse(tmp_path, change, variable, mend):
    done = load(tmp_path, **(GOOD | change))
    assert done.returncode != 0
    last = done.stderr.split("ImproperlyConfigured:")[-1]
    assert variable in last
    assert mend in last
    assert "k7Jq0vVb3mXw9RtZy2Lp" not in done.stderr
    assert ":words@" not in done.stderr


@pytest.mark.parametrize(
    ("given", "tls", "ssl", "port"),
    [
        ("smtp+ssl://user:words@mail.example.org:465", False, True, 465),
        ("smtp+ssl://user:words@mail.example.org", False, True, 465),
        ("smtp+starttls://user:words@mail.example.org:587", True, False, 587),
        ("smtp+starttls://user:words@mail.example.org", True, False, 587),
    ],
)
def test_settings_mail_leaves_by_tls_from_the_first_byte_or_by_starttls(tmp_path, given, tls, ssl, port):
    tls_and_ssl = (f"bool(getattr(settings, 'EMAIL_USE_{name}', 0))" for name in ("TLS", "SSL"))
    show = f"({', '.join(tls_and_ssl)}, settings.EMAIL_PORT)"
    done = load(tmp_path, show, **(GOOD | {"EMAIL_URL": given}))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str((tls, ssl, port))


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ("Example Network <noreply@example.org>", "Example Network <noreply@example.org>"),
        ("Heads, one and all <noreply@example.org>", '"Heads, one and all" <noreply@example.org>'),
        ('"Heads, one and all" <noreply@example.org>', '"Heads, one and all" <noreply@example.org>'),
        ("noreply@example.org", "noreply@example.org"),
    ],
)
def test_settings_a_senders_name_may_hold_a_comma(tmp_path, given, header):
    done = load(tmp_path, "settings.DEFAULT_FROM_EMAIL", **(GOOD | {"MAIL_FROM": given}))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == header


def test_settings_take_a_key_of_the_text_service(tmp_path):
    notify = {"NOTIFY_API_KEY": NOTIFY_KEY, "NOTIFY_TEMPLATE": "33333333-3333-4333-8333-333333333333"}
    done = load(tmp_path, "bool(settings.NOTIFY_API_KEY)", **(GOOD | notify))
    assert done.returncode == 0, done.stderr


def test_settings_tell_every_fault_at_once(tmp_path):
    done = load(tmp_path, DEMO="0", DEBUG="1")
    last = done.stderr.split("ImproperlyConfigured:")[-1]
    for variable in ("DEBUG", "SECRET_KEY", "FIELD_KEYS", "BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        assert f"- {variable} " in last


def test_settings_of_ones_own_machine_need_nothing(tmp_path):
    first = load(tmp_path, "settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.BASE_URL", PORT="8123")
    assert first.returncode == 0, first.stderr
    assert "'http://localhost:8123'" in repr(first.stdout) or "http://localhost:8123" in first.stdout
    again = load(tmp_path, "settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.BASE_URL", PORT="8123")
    assert again.stdout == first.stdout  # the keys are made once for a folder
    other = load(tmp_path / "other", "settings.SECRET_KEY")
    assert other.stdout.strip() not in first.stdout
    assert (tmp_path / "data" / "own-machine.env").stat().st_mode & 0o077 == 0


def test_settings_a_demonstration_others_can_reach_is_held_to_the_same(tmp_path):
    done = load(tmp_path, DEMO="1", BASE_URL="http://demo.example.org")
    assert done.returncode != 0
    assert "BASE_URL is http://demo.example.org" in done.stderr
    assert "SECRET_KEY is not set" in done.stderr


def test_settings_the_clock_moves_for_tests_alone(tmp_path):
    done = load(tmp_path, "settings.CLOCK_MOVABLE", CLOCK_MOVABLE="1")
    assert done.stdout.strip() == "False"


ANY_CHARACTERS = "p/a@s#s%20:$?'\" \\ü"


@pytest.mark.parametrize(
    ("variable", "address", "shown"),
    [
        (
            "DATABASE_PASSWORD",
            {"DATABASE_URL": "postgres://covenant@database:5432/covenant"},
            "[settings.DATABASES['default'][name] for name in ('HOST', 'USER', 'PASSWORD')]",
        ),
        (
            "EMAIL_PASSWORD",
            {"EMAIL_URL": "smtp+ssl://covenant@database:465"},
            "[settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD]",
        ),
    ],
)
def test_settings_a_password_by_itself_may_hold_any_character(tmp_path, variable, address, shown):
    done = load(tmp_path, f"ascii({shown})", **(GOOD | address | {variable: ANY_CHARACTERS}))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ascii(["database", "covenant", ANY_CHARACTERS])


@pytest.mark.parametrize("command", [["check"], ["migrate"], ["first_administrators", "a@example.org"], ["help"]])
def test_settings_are_refused_by_every_command_in_plain_words(tmp_path, command):
    """All of them at once, and no trace of our own code."""
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    env |= {"BASE_URL": "https://host.example.org/path", "DEBUG": "maybe", "PORT": "many"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=BASE_DIR, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    first, *problems = done.stderr.strip().splitlines()
    assert first == "The settings cannot be used:"
    for said in ("BASE_URL is not an address.", "DEBUG cannot be read.", "PORT cannot be read."):
        assert [line for line in problems if line.startswith(f"  - {said}")], said
