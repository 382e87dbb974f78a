"""A day carries its year where that is not this one: on every page, and in every message."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import engines

from network.dates import day_said, weekday_said, with_year
from tests.house.planted import plant

TODAY = date(2026, 12, 3)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.mark.parametrize(
    ("day", "short", "whole"),
    [
        (date(2026, 1, 1), "1 January", "Thursday 1 January"),
        (date(2027, 1, 4), "4 January 2027", "Monday 4 January 2027"),
        (date(2025, 12, 31), "31 December 2025", "Wednesday 31 December 2025"),
    ],
)
def test_in_words(day, short, whole):
    assert day_said(day, TODAY) == short
    assert weekday_said(day, TODAY) == whole


def test_in_a_format():
    assert with_year("l j F, H.i", date(2027, 1, 4), TODAY) == "l j F Y, H.i"
    assert with_year("l j F, H.i", TODAY, TODAY) == "l j F, H.i"
    assert with_year("D j M", date(2027, 1, 4), TODAY) == "D j M Y"
    assert with_year("H.i", date(2027, 1, 4), TODAY) == "H.i"


def rendered(words, **given):
    return engines["django"].from_string(words).render(given)


@pytest.mark.django_db
def test_in_a_template_by_the_day_in_england(time_machine):
    time_machine.move_to(datetime(2026, 12, 3, 12, tzinfo=UTC), tick=False)
    shown = '{{ when|said:"l j F, H.i" }}'
    assert rendered(shown, when=datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "Thursday 31 December, 23.30"
    assert rendered(shown, when=datetime(2027, 1, 4, 7, 30, tzinfo=UTC)) == "Monday 4 January 2027, 07.30"
    assert rendered('{{ when|said:"j F" }}', when=date(2027, 1, 4)) == "4 January 2027"
    assert rendered('{{ when|said:"j F" }}', when=None) == ""
    time_machine.move_to(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), tick=False)
    assert rendered(shown, when=datetime(2027, 6, 30, 23, 30, tzinfo=UTC)) == "Thursday 1 July, 00.30"


def test_no_template_names_a_month_without_saying_the_year_where_it_must():
    """`date` with a month and no year is `said`."""
    assert not without_year(TEMPLATES)


def without_year(templates):
    return [
        f"{path.relative_to(templates)}: {written}"
        for path in templates.rglob("*.*")
        for written in re.findall(r'\|date:"([^"]*)"', path.read_text())
        if re.search("[FMNmn]", written) and not re.search("[YyocCr]", written)
    ]


@pytest.mark.parametrize("place", ["inspections/calls/call.html", "inspections/windows/_set.html"])
def test_a_month_without_its_year_is_found_wherever_the_template_lies(place, tmp_path):
    plant(tmp_path, place, '{{ window.opens|date:"j F" }}')
    assert without_year(tmp_path) == [f"{place}: j F"]
