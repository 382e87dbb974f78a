"""Processes that start together and end together."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies, even by kill -9. Elsewhere the process group must do."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == 1:  # it died before we could ask
        os.kill(os.getpid(), signal.SIGTERM)
