"""The whole product starts as real processes and says that it is ready."""

import json
import urllib.request

import pytest

pytestmark = pytest.mark.site


def test_site_starts_and_is_ready(site):
    site.start().wait_until_ready()
    with urllib.request.urlopen(site.url + "/readyz", timeout=10) as answer:
        assert json.load(answer) == {"database": True, "broker": True, "sweep": True}
