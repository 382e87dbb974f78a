"""The floors of the house: who may import whom, how long a file may grow, and what is not installed at all."""

import subprocess
import sys
from pathlib import Path

from config.environment import BASE_DIR

OURS = ["config", "network", "outbox", "covenant", "buddies", "directory", "inspections"]
SOURCES = sorted(path for app in OURS for path in (BASE_DIR / app).rglob("*.py"))
CODE = [path for path in SOURCES if "migrations" not in path.parts]


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def test_imports_point_down_only():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_are_at_most_300_lines():
    assert {str(p.relative_to(BASE_DIR)): len(lines(p)) for p in CODE if len(lines(p)) > 300} == {}


def test_settings_have_no_admin_and_are_closed_by_default():
    from django.conf import settings
    from django.contrib.auth.middleware import LoginRequiredMiddleware
    from django.utils.module_loading import import_string

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    classes = [import_string(name) for name in settings.MIDDLEWARE]
    assert [one for one in classes if isinstance(one, type) and issubclass(one, LoginRequiredMiddleware)]
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert not [name for name in settings.MIDDLEWARE if "cache" in name.lower()]
