"""What one test counts (tries at signing in, checks sent) never refuses another."""

import threading

import pytest
from django.core.cache import cache

TRIES = "tries"


@pytest.mark.parametrize("turn", ["one", "another"])
def test_each_test_begins_with_nothing_counted(turn):
    assert cache.get(TRIES) is None
    cache.set(TRIES, turn)
    seen = []
    there = threading.Thread(target=lambda: seen.append(cache.get(TRIES)))
    there.start()
    there.join()
    assert seen == [turn]
