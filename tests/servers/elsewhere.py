"""Another, empty installation."""

import os
import subprocess
import sys

from config.environment import BASE_DIR


class Elsewhere:
    """Its own database and its own key store, the same FIELD_KEYS."""

    def __init__(self, folder, settings, url: str) -> None:
        self.keys = folder / "keys"
        self.env = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
            "KEY_STORE": str(self.keys),
        }

    def manage(self, *command: str) -> subprocess.CompletedProcess:
        words = [sys.executable, "manage.py", *map(str, command)]
        return subprocess.run(words, cwd=BASE_DIR, env=self.env, capture_output=True, text=True, timeout=600)
