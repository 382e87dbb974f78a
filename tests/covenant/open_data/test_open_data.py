"""The signatories as data."""

import csv

import pytest
from django.urls import reverse

from covenant.models import Signatory
from tests.covenant.factories import SignatoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed():
    SignatoryFactory(organisation__name="Not Yet Trust", state=Signatory.ASKED)
    SignatoryFactory(organisation__name="=Example, Trust", state=Signatory.PAUSED)
    return SignatoryFactory(organisation__name="Example Trust")


def test_json_and_csv_say_the_same(client, signed):
    assert client.get(reverse("covenant:signatories-csv")).content.startswith(b"\xef\xbb\xbforganisation,")
    as_json = client.get(reverse("covenant:signatories-json")).json()["signatories"]
    as_csv = list(
        csv.DictReader(client.get(reverse("covenant:signatories-csv")).content.decode("utf-8-sig").splitlines())
    )
    assert as_json == [row | {"organisation": row["organisation"].removeprefix("'")} for row in as_csv]
    assert as_json[-1] == {
        "organisation": "Example Trust",
        "kind": "Employer: trust",
        "state": "Signed",
        "signed_on": "2024-01-22",
        "version": "1",
        "page": f"http://localhost:8000/signatories/{signed.public_id}/",
        "last_statement_on": "",
    }


def test_who_has_only_asked_is_not_in_the_data(client, signed):
    assert b"Not Yet" not in client.get(reverse("covenant:signatories-csv")).content
    assert b"Not Yet" not in client.get(reverse("covenant:signatories-json")).content


def test_cell_that_a_spreadsheet_would_run_is_inert(client, signed):
    assert "'=Example" in client.get(reverse("covenant:signatories-csv")).content.decode()


@pytest.mark.parametrize("name", ["covenant:signatories-json", "covenant:signatories-csv"])
def test_data_costs_one_query_whatever_its_length(client, django_assert_num_queries, name):
    for _ in range(30):
        SignatoryFactory()
    with django_assert_num_queries(1):
        client.get(reverse(name))
