"""The floors of the house: who may import whom, how long a file may grow, and what is not installed at all."""

import subprocess
import sys
from pathlib import Path

from config.environment import BASE_DIR
from tests.house.modules import sources
from tests.house.planted import missed


def too_long(root: Path = BASE_DIR) -> dict[str, int]:
    lengths = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in sources(root)}
    return {name: length for name, length in lengths.items() if length > 300}


def test_imports_point_down_only():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_files_are_at_most_300_lines():
    assert too_long() == {}


def test_a_file_that_is_too_long_is_seen_wherever_it_lies(tmp_path):
    assert missed(too_long, "\n" * 301, tmp_path, kinds=("views", "models", "story")) == []


def test_settings_have_no_admin_and_are_closed_by_default():
    from django.conf import settings
    from django.contrib.auth.middleware import LoginRequiredMiddleware
    from django.utils.module_loading import import_string

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    classes = [import_string(name) for name in settings.MIDDLEWARE]
    assert [one for one in classes if isinstance(one, type) and issubclass(one, LoginRequiredMiddleware)]
    assert "django.middleware.csrf.CsrfViewMiddleware" in settings.MIDDLEWARE
    assert not [name for name in settings.MIDDLEWARE if "cache" in name.lower()]
