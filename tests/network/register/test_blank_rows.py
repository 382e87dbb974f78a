"""Rows and columns without anything in them, and the register's longest words."""

import csv
import io
from datetime import date

import pytest

from network.models import SchoolLink
from network.register.files.faults import BadFile
from tests.network.register.files import AUGUST_2026, FEBRUARY_2026, FIVE_YEARS, JANUARY, LINKS_FILE, gias, read, school
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


def ended_early(lines, separator=","):
    """As Excel saves rows whose last cells are empty: from the seventeenth row on without their separators."""
    return [line if at < 16 else line.rstrip(separator) for at, line in enumerate(lines)]


@pytest.mark.parametrize("source", [JANUARY, AUGUST_2026])
def test_separators_behind_the_last_filled_cell_may_be_absent(tmp_path, source):
    rows = list(csv.reader(io.StringIO(source.read_bytes().decode("cp1252"))))
    rows = [[*row, "" if at else "Remarks", ""] for at, row in enumerate(rows)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    whole = out.getvalue().splitlines()
    _, found, refused_rows = read(kept(tmp_path, "\n".join([*ended_early(whole), ""])))
    assert refused_rows == []
    assert found == read(kept(tmp_path, out.getvalue()))[1]


def test_a_file_cut_short_in_a_column_that_nobody_reads_is_still_told(tmp_path):
    head, row = gias(school()).splitlines()
    text = "\n".join([f"{head},Remarks,More", f"{row},,", f"{row.replace('100001', '100002')},x"])
    with pytest.raises(BadFile, match="stops in the middle of row 3"):
        read(kept(tmp_path, text))
    assert [one.urn for one in read(kept(tmp_path, text + "\n"))[1]] == ["100001", "100002"]


def test_a_row_that_ends_before_a_column_that_is_read_is_refused(tmp_path):
    lines = LINKS_FILE.read_bytes().decode("cp1252").splitlines()
    lines[20] = ",".join(lines[20].split(",")[:-1])
    _, found, refused_rows = read(kept(tmp_path, "\n".join([*lines, ""])))
    assert (len(found), [str(one) for one in refused_rows]) == (
        716,
        ["Row 21: has 4 cells where the header has 5."],
    )
