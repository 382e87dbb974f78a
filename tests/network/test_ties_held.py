"""What the database does not hold of a school's ties, a check finds."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from network.models import Organisation, School
from tests.factories import AuthorityFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def said():
    err = StringIO()
    call_command("check", databases=["default"], stderr=err)
    return err.getvalue()


def test_nothing_is_said_while_every_tie_is_held():
    SchoolFactory(trust=Organisation.objects.create(name="Example Trust", kind=Organisation.TRUST))
    assert "network.W001" not in said()


def test_a_row_deleted_by_hand_behind_the_schools_is_found():
    trust = Organisation.objects.create(name="Example Trust", kind=Organisation.TRUST)
    SchoolFactory(trust=trust)
    SchoolFactory(authority=AuthorityFactory())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_organisation WHERE id = %s", [trust.pk])
    assert "Schools that name a trust which is no longer there: 1." in said()


def test_a_trust_that_is_deleted_as_it_should_be_leaves_its_schools_without_one():
    trust = Organisation.objects.create(name="Example Trust", kind=Organisation.TRUST)
    SchoolFactory(trust=trust)
    trust.delete()
    assert School.objects.get().trust_id is None
    assert "network.W001" not in said()
