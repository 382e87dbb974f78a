"""Debian's Chromium, headless, that talks to nobody but our server."""

import os
import shutil

import pytest

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def binary() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """pytest-playwright's own hook: `page` and `context` then are Debian's Chromium."""
    found = binary()
    if found is None:
        why = "There is no Chromium on this machine: nothing was seen in a browser (apt-get install chromium)."
        if os.environ.get("CI", "").lower() in {"1", "true", "yes"}:
            pytest.fail(why)
        pytest.skip(why)
    return {"executable_path": found, "args": ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "en-GB", "timezone_id": "Europe/London", "viewport": {"width": 390, "height": 844}}
