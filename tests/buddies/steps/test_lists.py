"""Each list page asks the same number of queries with one row and with thirty."""

import pytest
from django.urls import reverse

from buddies.offers import actions as offers
from buddies.steps.actions import requests
from network.models import School
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("name", "queries"), [("pairing-new", 5), ("candidates", 21), ("this-week", 12), ("weights", 5), ("rounds", 6)]
)
def test_the_same_queries_whatever_the_number(trio, sign_in, count, name, queries, django_assert_num_queries):
    requests.ask(by=trio.head)
    for number in range(count):
        person = leader(f"Offering Example{number}")
        offers.make(by=person, capacity=1)
        requests.ask(by=person)
    School.objects.update(in_window=True, window_rule="W1")
    address = reverse(f"buddies:{'pairing-new' if name == 'candidates' else name}")
    given = {"head": trio.head.public_id} if name == "candidates" else {}
    browser = sign_in(trio.officer)
    browser.get(address, given)
    with django_assert_num_queries(queries):
        browser.get(address, given)
