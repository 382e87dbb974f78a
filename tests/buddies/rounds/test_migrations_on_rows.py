"""Suggestions whose ties the database did not hold come through the migration that lets it hold them again."""

import json

import pytest

from tests.servers.elsewhere import Elsewhere

OLD = "0012_leaves_a_suggestions_pairing_to_its_transaction"
WRITTEN = f"""
from django.core.management import call_command
for app in ("network", "outbox", "account", "mfa", "sessions", "usersessions"):
    call_command("migrate", app, verbosity=0)
call_command("migrate", "buddies", "{OLD}", verbosity=0)
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from tests import factories as f
old = MigrationLoader(connection).project_state([("buddies", "{OLD}")]).apps
model = lambda name: old.get_model("buddies", name).objects
school, gone = f.SchoolFactory(), 987_654
round_ = model("Round").create(state="draft")
def make(label, **dangling):
    head, buddy = f.PersonFactory(), f.PersonFactory()
    request = model("BuddyRequest").create(head_id=head.pk, why="asked")
    ties = {{"round_id": round_.pk, "request_id": request.pk, "head_id": head.pk, "school_id": school.pk}}
    ties |= {{"buddy_id": buddy.pk, "reserve_id": buddy.pk}} | dangling
    model("Suggestion").create(reasons=label, **ties)
make("whole")
for name in ("round", "request", "head", "school", "buddy", "reserve", "pairing"):
    make(name, **{{name + "_id": gone}})
make("two", buddy_id=gone, reserve_id=gone)
call_command("migrate", verbosity=0)
"""
READ = """
import json
from buddies.models import Suggestion
from django.db import IntegrityError, connection, transaction
names = ("school", "buddy", "reserve", "pairing")
rows = Suggestion.objects.order_by("pk")
found = {row.reasons: [name for name in names if getattr(row, name + "_id") is None] for row in rows}
try:
    with transaction.atomic():
        Suggestion.objects.filter(reasons="whole").update(buddy=987_654)
        connection.check_constraints()
    held = False
except IntegrityError:
    held = True
print(json.dumps([found, held]))
"""


@pytest.mark.on("postgresql")  # the same code on both; half a minute each
def test_what_dangles_goes_or_is_left_empty_and_then_the_database_holds_it(transactional_db, elsewhere: Elsewhere):
    done = elsewhere.manage("shell", "--no-imports", "-c", WRITTEN + READ)
    assert done.returncode == 0, done.stderr
    found, held = json.loads(done.stdout.splitlines()[-1])
    assert found == {
        "whole": ["pairing"],
        "school": ["school", "pairing"],
        "buddy": ["buddy", "pairing"],
        "reserve": ["reserve", "pairing"],
        "pairing": ["pairing"],
        "two": ["buddy", "reserve", "pairing"],
    }
    assert held
