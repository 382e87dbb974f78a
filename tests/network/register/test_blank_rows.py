"""Rows and columns without anything in them, and the register's longest words."""

from datetime import date

import pytest

from network.models import SchoolLink
from tests.network.register.files import AUGUST_2026, FEBRUARY_2026, FIVE_YEARS, LINKS_FILE, gias, read, school
from tests.network.register.test_cases import CASES, kept

pytestmark = pytest.mark.django_db


def test_blank_rows_at_the_end_are_passed_over(load):
    printed = load(path=CASES / "gias_blank_rows_at_end.csv", as_at=date(2025, 1, 15))
    assert "2 added" in printed
    assert "refused" not in printed


@pytest.mark.parametrize("row", [",", " , ,\u00a0", "", "\t,"])
@pytest.mark.parametrize("source", [FEBRUARY_2026, LINKS_FILE, FIVE_YEARS, AUGUST_2026])
def test_blank_rows_are_passed_over_in_every_file(tmp_path, source, row):
    text = source.read_bytes().decode("cp1252" if source == LINKS_FILE else "utf-8")
    lines = text.splitlines()
    lines[4:4] = [row] * 3
    path = kept(tmp_path, "\n".join([*lines, *[row] * 50, ""]))
    reader, rows, refused_rows = read(path)
    assert refused_rows == []
    assert len(rows) == len(read(source)[1])
    assert reader.table.blank == 53


def test_columns_without_a_name_at_the_end_may_be_there_or_not(tmp_path):
    head, row = gias(school()).splitlines()
    path = kept(tmp_path, "\n".join([head + ",,", row, row.replace("100001", "100002") + ",,", ",,,", ""]))
    _, rows, refused_rows = read(path)
    assert ([one.urn for one in rows], refused_rows) == (["100001", "100002"], [])


def test_the_registers_longest_type_of_link_fits(load):
    printed = load(path=CASES / "links_long_type.csv", as_at=date(2026, 8, 15))
    assert "3 added" in printed
    longest = "Merged - expansion in school capacity and changer in age range"
    assert SchoolLink.objects.filter(kind=longest).count() == 2
