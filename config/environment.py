"""What the environment says, read once, and refused where it would not be safe.

Every refusal names the variable and how to mend it; all of them are told at once.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config import own_machine

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MAKE_SECRET = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"  # noqa: S105  how to make one
MAKE_FIELD_KEY = "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'"

problems: list[str] = []


def refuse(variable: str, what: str, mend: str) -> None:
    problems.append(f"{variable} {what} {mend}")


def refuse_or_go_on() -> None:
    """Raise once, with every problem found. A process with a problem must not start."""
    if problems:
        told = "\n".join(f"  - {problem}" for problem in problems)
        problems.clear()
        raise ImproperlyConfigured(f"The settings cannot be used:\n{told}")


def read(variable: str, how, default):
    """A variable by one of environ's readers; a wrong value is a problem, not a traceback."""
    try:
        return how(variable, default=default)
    except (ValueError, TypeError, ImproperlyConfigured, environ.ImproperlyConfigured):
        refuse(variable, "cannot be read.", f"It is not a valid {how.__name__}; mend it or leave it out.")
        return default


def flag(variable: str) -> bool | None:
    """Yes, no, or not said. Anything else is refused rather than taken for a no."""
    said = os.environ.get(variable, "").strip().lower()
    if said in {"1", "true", "yes", "on"}:
        return True
    if said in {"0", "false", "no", "off"}:
        return False
    if said:
        refuse(variable, "cannot be read.", f"Say {variable}=1 or {variable}=0, or leave it out.")
    return None


env = environ.Env()
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
PORT = read("PORT", env.int, 8000)
if not 0 < PORT < 65536:
    refuse("PORT", "is not a port.", "Give a number from 1 to 65535.")
    PORT = 8000
BASE_URL = (os.environ.get("BASE_URL") or f"http://localhost:{PORT}").rstrip("/")
_base = urlsplit(BASE_URL)
HOST = _base.hostname or ""
if _base.scheme not in {"http", "https"} or not HOST or _base.path or _base.query:
    refuse(
        "BASE_URL",
        "is not an address.",
        "Give the address people type, such as https://covenant.example.org, without a path.",
    )

# Others can reach it when its address is not this machine's own, or when it says aloud that it is no demo.
REACHABLE = HOST not in LOOPBACK or flag("DEMO") is False
if not REACHABLE:
    for _name, _value in own_machine.read(DATA_DIR).items():
        os.environ.setdefault(_name, _value)
    if not (os.environ.get("SECRET_KEY") and os.environ.get("FIELD_KEYS")):
        for _name, _value in own_machine.make(DATA_DIR).items():
            os.environ[_name] = os.environ.get(_name) or _value

DEMO = flag("DEMO") or False
DEBUG = flag("DEBUG") or False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
FIELD_KEYS = [key.strip() for key in os.environ.get("FIELD_KEYS", "").split(",") if key.strip()]
ALLOWED_HOSTS = [h.strip() for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h.strip()] or [HOST]
