"""Work in a process of its own, which ends and so gives all its memory back. Pure.

A round is solved there, so that no web or worker process ever carries the solver and what it brings along.
"""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 600  # seconds, as a round is leased (rounds.LEASE): a solver that hangs must not keep a worker's thread
P = ParamSpec("P")
T = TypeVar("T")


def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the function gives. It is one of a module without Django; what it takes and gives goes through a pipe.
    Raises CalledProcessError where it raised (what and where stands in our log), TimeoutExpired where it hung."""
    done = subprocess.run(
        [sys.executable, "-m", "buddies.matching.child_process"],
        input=pickle.dumps((function, args, kwargs)),
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
        timeout=LONGEST,
    )
    answer: T = pickle.loads(done.stdout)  # noqa: S301  # nosec B301 - from our own child
    return answer


if __name__ == "__main__":
    gc.disable()  # it would look again and again through what is made once, and then the process ends
    function, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301  # nosec B301 - our own parent
    pickle.dump(function(*args, **kwargs), sys.stdout.buffer)
