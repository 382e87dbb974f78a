"""Register files that an earlier version had not read yet: what `migrate` makes of them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from network.models import RegisterImport, School, UploadedPart
from network.tasks import read_registers

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BEFORE_AREAS = [("network", "0024_adds_standing_by_for_any_head")]


def migrate(to=None):
    executor = MigrationExecutor(connection)
    executor.migrate(to or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(to).apps if to else None


@pytest.fixture
def earlier():
    """The models as an earlier version knew them; afterwards the tables are as they are to be."""
    yield migrate(BEFORE_AREAS)
    migrate()


@pytest.mark.parametrize("state", ["waiting", "reading"])
def test_a_file_that_was_not_read_yet_is_ended_with_what_to_do_and_never_read_as_all_of_england(earlier, state):
    made = earlier.get_model("network", "RegisterImport").objects
    told = {"kind": "gias", "as_at": date(2026, 11, 1), "brought_at": datetime(2026, 11, 30, tzinfo=UTC)}
    waiting = made.create(state=state, **told)
    council = made.create(state=state, authority="Southampton", **told)
    for one in (waiting, council):
        earlier.get_model("network", "UploadedPart").objects.create(register_import=one, number=0, data=b"URN")
    migrate()
    ended = RegisterImport.objects.get(pk=waiting.pk)
    assert ended.state == RegisterImport.FAILED
    assert ended.fault.endswith("Upload it again, and say whether to take the whole of England.")
    assert list(UploadedPart.objects.values_list("register_import", flat=True)) == [council.pk]
    assert RegisterImport.objects.get(pk=council.pk).state == state
    read_registers()
    assert not School.objects.filter(is_example=False).exists()
