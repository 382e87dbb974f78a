"""`check --deploy` as a production installation would see it: nothing reached, nothing written there."""

import base64
import os
import secrets
import subprocess
import sys
import tempfile

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "PATH": os.environ.get("PATH", ""),
            "DATA_DIR": folder,
            "DEMO": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
            "BASE_URL": "https://covenant.example.org",
            "DATABASE_URL": f"sqlite:///{folder}/none.sqlite3",  # checks must not need a running server
            "REDIS_URL": "redis://localhost:6379/0",
            "EMAIL_URL": "smtp+ssl://localhost:465",
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        sys.exit(subprocess.run(command, env=env).returncode)  # noqa: S603  our own command
