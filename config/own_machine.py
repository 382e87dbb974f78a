"""The secrets of an installation that answers only to its own machine.

A demonstration or a developer's copy needs keys, but nobody should have to make them by hand, and none may
ever be in git. They are made once for each DATA_DIR, and read from there by every later process.
"""

import base64
import contextlib
import os
import secrets
import tempfile
from pathlib import Path

FILE = "own-machine.env"


def read(data_dir: Path) -> dict[str, str]:
    """NAME=value lines of the file, or nothing where there is none."""
    try:
        lines = (data_dir / FILE).read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def make(data_dir: Path, **more: str) -> dict[str, str]:
    """Make the file where there is none, all at once, and give what it holds."""
    if not (data_dir / FILE).exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        values = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        }
        text = "# Made for this folder alone; never for an installation others can reach.\n"
        text += "".join(f"{name}={value}\n" for name, value in {**values, **more}.items())
        handle, path = tempfile.mkstemp(dir=data_dir)  # readable by its owner alone
        with os.fdopen(handle, "w") as file:
            file.write(text)
        # Two processes may start together: a link never overwrites, so both read the same keys.
        with contextlib.suppress(FileExistsError):
            os.link(path, data_dir / FILE)
        os.unlink(path)
    return read(data_dir)


def remember(data_dir: Path, name: str, value: str) -> None:
    """Add a value to the file, unless it is there."""
    make(data_dir)
    if name not in read(data_dir):
        with (data_dir / FILE).open("a") as file:
            file.write(f"{name}={value}\n")
