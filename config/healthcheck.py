"""What a container asks itself: python -m config.healthcheck web|worker|beat. Exit 0 is well.

`python -m config.healthcheck status`, typed beside the web server, shows what it says of the whole installation."""

import http.client
import os
import sys
import time
from pathlib import Path

from config.environment import DATA_DIR

STALE = 120.0  # seconds


def sign_of_life(part: str) -> Path:
    """A file that a worker or beat touches as long as it does its work. Each container has its own."""
    return Path(os.environ.get("ALIVE_DIR") or DATA_DIR / "alive") / part


def touch(part: str) -> None:
    path = sign_of_life(part)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def answers(port: int) -> bool:
    """Whether the web server on this machine says that it is alive."""
    return asked(port, "/healthz")[0]


def asked(port: int, path: str) -> tuple[bool, str]:
    """Whether the web server on this machine says yes, and its words."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status == 200, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return False, "the web server does not answer"
    finally:
        connection.close()


def is_well(part: str) -> bool:
    if part == "web":
        return answers(8000)
    try:
        return time.time() - sign_of_life(part).stat().st_mtime < STALE
    except OSError:
        return False


if __name__ == "__main__":
    if sys.argv[1] == "status":
        well, words = asked(8000, "/status")
        sys.stdout.write(f"{words.strip()}\n")
        sys.exit(0 if well else 1)
    sys.exit(0 if is_well(sys.argv[1]) else 1)
