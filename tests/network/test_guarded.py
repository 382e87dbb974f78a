"""One bad row never stops its neighbours, and what failed is seen by whoever runs the task."""

import logging

import pytest
from django.db import OperationalError, connection

from network import guarded
from network.models import Authority
from tests import factories as f

pytestmark = pytest.mark.django_db
WORDS = "what she wrote that day"


@pytest.fixture
def areas():
    named = ("Example North", "Example South", "Example West")
    return [f.AuthorityFactory(name=name, code=f"Z0{number}") for number, name in enumerate(named)]


def rename(area, bad):
    Authority.objects.filter(pk=area.pk).update(name=f"{area.name} anew")
    if area == bad:
        raise ValueError(WORDS)


def rename_all(areas, bad=None):
    with guarded.rows() as each:
        for area in areas:
            with each(area):
                rename(area, bad)


def names():
    return sorted(Authority.objects.filter(name__startswith="Example ").values_list("name", flat=True))


def test_the_neighbours_of_a_bad_row_go_on_and_nothing_of_it_is_written(areas):
    with pytest.raises(guarded.Failed) as failed:
        rename_all(areas, bad=areas[1])
    assert names() == ["Example North anew", "Example South", "Example West anew"]
    assert failed.value.count == 1


def test_what_failed_is_told_by_its_id_and_its_place_and_without_words(areas, caplog):
    with pytest.raises(guarded.Failed) as failed:
        rename_all(areas, bad=areas[1])
    assert [record.getMessage() for record in caplog.records] == [f"row {areas[1].public_id}: ValueError"]
    place, line = failed.value.places[0].split(":")
    assert place == "tests/network/test_guarded.py"
    assert line.endswith(" ValueError")
    assert WORDS not in f"{failed.value}{caplog.text}"


def test_where_nothing_fails_nothing_is_raised(areas, caplog):
    rename_all(areas)
    assert len(names()) == 3
    assert caplog.records == []


def test_a_step_that_fails_does_not_stop_the_next():
    done = []

    def bad():
        raise KeyError(WORDS)

    with pytest.raises(guarded.Failed) as failed:
        guarded.steps(lambda: done.append(1), bad, lambda: done.append(3))
    assert done == [1, 3]
    assert failed.value.count == 1


def test_a_step_counts_its_bad_rows_once(areas, caplog):
    def step():
        with guarded.rows() as each:
            for area in areas:
                with each(area):
                    raise ValueError(WORDS)

    with pytest.raises(guarded.Failed) as failed:
        guarded.steps(step, step)
    assert failed.value.count == 6
    assert len(caplog.records) == 6


def test_many_rows_at_once_are_tried_one_by_one_where_one_of_them_is_bad(areas):
    seen = []

    def work(some):
        seen.append(len(some))
        for area in some:
            rename(area, bad=areas[1])
        return len(some)

    with pytest.raises(guarded.Failed):
        guarded.together(areas, work, size=3)
    assert seen == [3, 1, 1, 1]
    assert names() == ["Example North anew", "Example South", "Example West anew"]
    assert guarded.together(areas[::2], work) == [2]


def try_all(areas, tried):
    with guarded.rows() as each:
        for area in areas:
            with each(area):
                tried.append(area)
                raise OperationalError("database is locked")


def test_where_the_database_is_away_nobody_else_is_tried(areas, monkeypatch, caplog):
    """The task ends, and the next look begins anew."""
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    tried = []
    with pytest.raises(OperationalError):
        try_all(areas, tried)
    assert tried == areas[:1]


def test_a_row_that_met_another_in_the_database_is_a_bad_row_and_no_more(areas):
    """A deadlock, a lock that another held too long: the database is there."""
    tried = []
    with pytest.raises(guarded.Failed):
        try_all(areas, tried)
    assert tried == areas


def test_what_failed_is_logged_as_an_error(areas, caplog):
    with pytest.raises(guarded.Failed):
        guarded.steps(lambda: 1 / 0)
    assert [(one.levelno, one.getMessage()) for one in caplog.records] == [
        (logging.ERROR, "step 1 of 1: ZeroDivisionError")
    ]
