"""The check-ins and messages of a simulated year, one line a row, sorted: run before and after a change, and compared.

    python tests/proofs/year.py > before        (SQLite; HEADS and UNTIL choose a shorter story)

The demonstration is loaded, and beside its people live the heads of tests/year, whose calls, pauses, moved days, closed
accounts and answers go through the product's own actions. Keys and public ids differ from run to run and are left out.
"""

import os
import sys
import tempfile
from datetime import UTC, date
from pathlib import Path
from unittest.mock import Mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings_test", "DEMO": "1", "ZEAL": "no"}
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="covenant-proof-"))
FIRST, LAST = date(2026, 9, 1), date.fromisoformat(os.environ.get("UNTIL", "2027-09-01"))
CHECK_IN = ("rule", "occurrence", "due_at", "send_at", "useful_until", "state", "answered_at", "via")
LEFT = ("kind", "channel", "urgent", "second", "due_at", "sent_at")
# In place of chance: what somebody does must not hang on the order in which messages were written.
SAME = Mock(random=lambda: 0.5, choice=lambda given: given[0], randrange=lambda first, last: first)


def lines() -> list[str]:
    import django
    import time_machine

    django.setup()
    from django.db import connection

    from inspections.demo.load import load
    from network.models import Person
    from tests import factories
    from tests.year import clockwork, ledger, story, world
    from tests.year.calendar import london

    connection.creation.create_test_db(verbosity=0, serialize=False)
    begins, ends = london(FIRST, 6).astimezone(UTC), london(LAST, 23).astimezone(UTC)
    with time_machine.travel(begins, tick=False) as moved:
        load()
        factories.SchoolFactory.reset_sequence(50_000)  # the demonstration has schools of these numbers too
        invented, seen = world.build(int(os.environ.get("HEADS", "16")), 1), ledger.Ledger()
        time = clockwork.Clockwork(moved.move_to, begins, ends)
        told = story.Story(invented, time, seen)
        invented.random = SAME
        told.plan(FIRST, LAST)
        time.on_tick.append(told.read)
        time.run()
        seen.snapshot()
    who = dict(Person.objects.values_list("pk", "name"))
    days = {pk: row["starts_on"] for pk, row in seen.inspections.items()}
    due = [row for row in seen.check_ins.values() if row.due_at <= ends]  # later ones may be planned tonight
    found = [[who[row.head_id], days.get(row.inspection_id), *map(row.get, CHECK_IN)] for row in due]
    found += [[who[row.to_id], *map(row.get, LEFT)] for row in seen.left]
    return sorted(" | ".join(map(str, row)) for row in [*found, *time.failed.items()])


if __name__ == "__main__":
    from tests.servers import mail

    with mail.running() as sink:
        os.environ["EMAIL_URL"] = sink.url
        print("\n".join(lines()))
