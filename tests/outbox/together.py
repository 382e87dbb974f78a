"""Real threads, each with its own connection to the database, let go at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection


def at_once(number: int, do: Callable[[int], Any]) -> list[Any]:
    """What each of `number` threads returned; the first error of any is raised here."""
    gate = Barrier(number)
    found: list[Any] = [None] * number
    errors: list[BaseException] = []

    def one(n: int) -> None:
        try:
            gate.wait(timeout=30)
            found[n] = do(n)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
        assert not thread.is_alive()
    if errors:
        raise errors[0]
    return found
