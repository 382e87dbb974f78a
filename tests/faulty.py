"""A fault planted for one row: the tests of neighbours ask that everybody else's goes on."""

import functools
from collections.abc import Callable
from typing import Any


def plant(monkeypatch, module: Any, name: str, hits: Callable[..., bool]) -> None:
    """From now on `module.name` raises whenever `hits` says so of what it is given."""
    real = getattr(module, name)

    @functools.wraps(real)
    def faulty(*args, **given):
        if hits(*args, **given):
            raise RuntimeError("planted")
        return real(*args, **given)

    monkeypatch.setattr(module, name, faulty)
