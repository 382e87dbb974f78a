"""docker-compose.yml and the Dockerfile, read as data: a Docker engine may not be at hand where the tests run."""

import re

import pytest
import yaml

from config.environment import BASE_DIR
from tests.config.test_settings import GOOD, NOTIFY_KEY, load

OPTIONAL = {
    "STATUS_TOKEN": "a-token-of-more-than-twenty-letters",
    "ALARM_URL": "https://alarm.example.org/{status}",
    "MAIL_FROM": "Example Network <noreply@example.org>",
    "NOTIFY_API_KEY": NOTIFY_KEY,
    "NOTIFY_TEMPLATE": "33333333-3333-4333-8333-333333333333",
}
OURS = ["web", "worker", "worker-urgent", "beat"]


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def dockerfile():
    return (BASE_DIR / "Dockerfile").read_text()


def read_by_settings() -> set[str]:
    source = "".join(path.read_text() for path in (BASE_DIR / "config").glob("*.py"))
    asked = r"""(?:read\(|flag\(|env\.\w+\(|environ\.get\(|\(\s*\(?)\s*"([A-Z][A-Z_]+)\""""
    return set(re.findall(asked, source))


def filled(value: str) -> str:
    """As compose fills ${NAME:?why} and ${NAME:-default}, with the values of a good installation."""

    def one(match: re.Match) -> str:
        name, default = match["name"], match["default"]
        return (GOOD | OPTIONAL).get(name) or default or f"a-{name.lower().replace('_', '-')}"

    return re.sub(r"\$\{(?P<name>[A-Z_]+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}", one, value)


def test_compose_has_every_part(compose):
    assert set(compose["services"]) == {*OURS, "migrate", "database", "redis"}


@pytest.mark.parametrize("name", [*OURS, "database", "redis"])
def test_compose_each_part_has_a_health_check_and_comes_back(compose, name):
    service = compose["services"][name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_compose_ours_run_as_one_image_and_not_as_root(compose, dockerfile, name):
    service = compose["services"][name]
    assert service["image"] == compose["services"]["web"]["image"]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert "--uid 10001" in dockerfile
    assert re.search(r"^USER covenant$", dockerfile, re.M)


@pytest.mark.parametrize("name", [*OURS, "migrate"])
def test_compose_variables_are_those_of_the_settings(compose, name):
    given = set(compose["services"][name]["environment"])
    assert given - read_by_settings() == set()
    assert given >= set(GOOD)


def test_compose_variables_make_settings_that_load(compose, tmp_path):
    given = {name: filled(value) for name, value in compose["services"]["web"]["environment"].items()}
    given |= {"DATA_DIR": str(tmp_path / "data")}
    done = load(tmp_path, "settings.DATABASES['default']['HOST'], settings.REDIS_URL", **given)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["database", "redis://redis:6379/0"]


def test_compose_secrets_have_no_default(compose):
    for name in ("SECRET_KEY", "FIELD_KEYS", "BASE_URL", "EMAIL_URL"):
        assert compose["services"]["web"]["environment"][name].startswith("${" + name + ":?")
    assert ":?" in compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"]


def test_compose_keys_stand_apart_from_the_database(compose):
    mounts = {name: dict(m.split(":")[:2] for m in s.get("volumes", [])) for name, s in compose["services"].items()}
    assert mounts["database"].keys() == {"database"}
    assert mounts["web"] == {"data": "/data", "keys": "/keys", "journal": "/journal"}
    environment = compose["services"]["web"]["environment"]
    assert (environment["KEY_STORE"], environment["SEND_JOURNAL"]) == ("/keys", "/journal")


def test_compose_two_workers_take_two_queues(compose):
    for name, queue in (("worker", "default"), ("worker-urgent", "urgent")):
        command = compose["services"][name]["command"]
        assert command == ["python", "-m", "config.worker", queue]


def test_compose_images_are_pinned(compose, dockerfile):
    images = [s["image"] for n, s in compose["services"].items() if n in {"database", "redis"}]
    images += re.findall(r"^FROM (\S+)", dockerfile, re.M)
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?-", image), image


def test_image_serves_by_a_production_server_and_installs_by_hash(dockerfile):
    assert '"gunicorn"' in dockerfile
    assert "runserver" not in dockerfile
    assert "--require-hashes" in dockerfile
    assert "npm ci" in dockerfile
