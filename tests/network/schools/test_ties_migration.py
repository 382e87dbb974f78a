"""Databases of earlier versions let a school name an authority or employer that is gone: what `migrate` makes of it."""

import logging

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from network.models import Authority, Organisation, School
from tests.factories import AuthorityFactory, SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BEFORE = [("network", "0025_keeps_read_rows_instead_of_staging_them")]


def migrate(to=None):
    executor = MigrationExecutor(connection)
    executor.migrate(to or executor.loader.graph.leaf_nodes())


@pytest.fixture
def earlier():
    """The tables as an earlier version left them; afterwards as they are to be."""
    migrate(BEFORE)
    yield
    School.objects.all().delete()
    migrate()


def delete_by_hand(row):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = %s", [row.pk])


def test_an_employer_that_is_gone_is_emptied_and_named_in_the_log(earlier, caplog):
    kept, gone = (
        Organisation.objects.create(name=name, kind=Organisation.TRUST) for name in ("Example A", "Example B")
    )
    SchoolFactory(urn="100001", trust=kept)
    SchoolFactory(urn="100002", trust=gone)
    delete_by_hand(gone)
    with caplog.at_level(logging.WARNING):
        migrate()
    assert "named a trust which is not there, and now name none: 100002" in caplog.text
    assert dict(School.objects.values_list("urn", "trust")) == {"100001": kept.pk, "100002": None}
    with pytest.raises(IntegrityError):
        delete_by_hand(kept)


def test_an_authority_that_is_gone_stops_it_with_what_to_do(earlier):
    gone = AuthorityFactory()
    SchoolFactory(urn="100003", authority=gone)
    delete_by_hand(gone)
    with pytest.raises(Exception, match=f"Schools 100003 name an authority that is not there .row {gone.pk}"):
        migrate()
    Authority.objects.create(pk=gone.pk, code="852", name="Southampton")
    migrate()
    assert School.objects.get().authority.name == "Southampton"
