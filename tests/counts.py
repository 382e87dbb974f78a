"""What is counted in the cache: tries, and codes that have been used."""

import uuid

from django.conf import settings
from django.core.cache import caches


def begin_again() -> None:
    """Nothing counted yet, and nobody else's counts touched: the workers of a run share one cache, and their tables
    give out the same numbers. So what is counted from now on has a name of its own."""
    own = uuid.uuid4().hex
    settings.CACHES["default"]["KEY_PREFIX"] = own  # for threads that open the cache later
    caches["default"].key_prefix = own
