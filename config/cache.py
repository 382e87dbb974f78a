"""The cache of an installation with Redis: where Redis does not answer, a table of the database stands in.

What is in it are counts of tries and codes that were used, so a page that counts must neither fail nor go without. For
five seconds after Redis has failed it is not asked again: a page never waits for it more than once.
"""

import logging
import time
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from redis.exceptions import RedisError

from network import clock

TABLE = "counted_tries"
ASK_AGAIN_AFTER = 5.0  # seconds
EXPIRED = f"DELETE FROM {TABLE} WHERE expires < %s"  # noqa: S608 a table of no model
OPERATIONS = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear")
log = logging.getLogger(__name__)


class RedisOrDatabase(RedisCache):
    away_until = 0.0  # by the stopwatch; of all threads together

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.table = DatabaseCache(TABLE, {**params, "OPTIONS": {"MAX_ENTRIES": 10_000}})

    def _ask(self, operation: str, *args, **kwargs) -> Any:
        if time.monotonic() >= RedisOrDatabase.away_until:
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except RedisError as error:
                RedisOrDatabase.away_until = time.monotonic() + ASK_AGAIN_AFTER
                log.warning("Redis does not answer, so tries are counted in the database: %s", type(error).__name__)
        self.table.key_prefix = self.key_prefix
        return getattr(self.table, operation)(*args, **kwargs)


def forget_expired() -> int:
    """A count that is over goes within the hour, not only when the table is full. How many went. In SQL, because the
    table has no model and Django's cache in the database has no such call."""
    with connection.cursor() as cursor:
        cursor.execute(EXPIRED, [connection.ops.adapt_datetimefield_value(clock.now())])
        return cursor.rowcount


def _operation(name: str):
    def operation(self, *args, **kwargs):
        return self._ask(name, *args, **kwargs)

    return operation


for _name in OPERATIONS:
    setattr(RedisOrDatabase, _name, _operation(_name))
