"""The whole product starts as real processes and says that it is ready."""

import pytest

from tests.servers.processes import until

pytestmark = pytest.mark.site


def test_site_starts_and_is_ready(site):
    site.start().wait_until_ready()
    assert site.status("/readyz") == 200
    until(lambda: site.what_is_wrong() == [], what="all is well")
    assert site.status("/status") == 200
