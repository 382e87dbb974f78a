"""A law of the house: of every model it is written down how long its rows are kept, or why they stay."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from config import cache
from config.timetable import TIMETABLE
from network import clock
from network.privacy.retention import ROWS, TABLE
from outbox import kinds

LABELS = [model._meta.label for model in apps.get_models() if not model._meta.proxy]


@pytest.mark.parametrize("label", LABELS)
def test_a_model_has_its_line(label):
    lines = [line for line in ROWS if line.model == label]
    assert lines, f"say in a kept_rows.py how long {label} is kept, or in a kept_rows.toml why it stays"
    assert all(line.over or line.by or line.stays for line in lines), f"{label}: until when, by what, or why for ever"


@pytest.mark.django_db
def test_every_table_is_a_models_but_the_counts_of_tries_and_the_list_of_migrations():
    """Counts of tries have a date of their own and go within an hour of it (config/cache.py)."""
    models = {field.m2m_db_table() for model in apps.get_models() for field in model._meta.many_to_many}
    models |= {model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert tables - models == {"counted_tries", "django_migrations"}


@pytest.mark.django_db
def test_counts_of_tries_go_when_they_are_over(time_machine):
    moment = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    time_machine.move_to(moment, tick=False)
    counted = DatabaseCache(cache.TABLE, {})
    counted.set("short", 1, timeout=60)
    counted.set("long", 1, timeout=600)
    time_machine.move_to(moment + timedelta(minutes=2), tick=False)
    assert cache.forget_expired() == 1
    assert (counted.get("short"), counted.get("long")) == (None, 1)


def test_no_line_is_about_a_model_that_is_not_there():
    assert {line.model for line in ROWS} <= set(LABELS)


def test_what_is_deleted_in_another_way_is_deleted_by_a_task_of_the_timetable():
    tasks = {entry["task"] for entry in TIMETABLE.values()}
    assert {line.by.partition(":")[0] for line in ROWS if line.by} <= tasks


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in ROWS if line.over], ids=lambda line: line.model)
def test_a_lines_rows_are_of_its_model_and_nothing_of_today_is_over(line, cast):
    rows = line.over(clock.now())
    assert rows.model._meta.label == line.model
    assert not rows.exists()


def test_no_message_is_kept_for_longer_than_the_public_table_says():
    said = next(row for row in TABLE if "sent you a message" in row.what)
    assert re.match(r"30 days .* 13 months$", said.until)
    longer = {kind.name: kind.kept for kind in kinds.every() if kind.kept != timedelta(days=30)}
    assert longer == {"declaration-due": timedelta(days=400)}
