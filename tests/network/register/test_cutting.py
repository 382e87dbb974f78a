"""Rows cut by the pattern are the rows `csv` reads, whatever stands in the file."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from network.register.files import cutting
from network.register.files.faults import BadFile, Refused
from network.register.files.table import Table
from tests.network.register.files import JANUARY, JULY, RESAVED

WIDTH = 4
cell = st.text('ab ",;\r\n', max_size=4)
quoted = cell.map(lambda text: '"' + text.replace('"', '""') + '"')
line = st.tuples(
    st.one_of(
        st.lists(st.one_of(quoted, st.just('"x"'), st.just("7")), min_size=WIDTH, max_size=WIDTH).map(",".join),
        st.lists(st.one_of(quoted, cell), max_size=WIDTH + 1).map(",".join),
        cell,
    ),
    st.sampled_from(["\r\n", "\n", "\r", ""]),
).map("".join)


def as_csv_reads(text):
    """Rows of the width, and whether the file is a good one to its end."""
    rows = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            blank = len(cells) != WIDTH and not any(cells)
            if number > 1 and len(cells) >= WIDTH and not any(cells[WIDTH:]) and not blank:
                rows.append((number, cells[:WIDTH]))
    except csv.Error:
        return rows, False
    return rows, True


def ours(path, places=None):
    table = Table(path, "utf-8", ",", 1, ["URN", "b", "c", "d"])
    rows = []
    try:
        if places is None:
            rows.extend(item for item in table.rows() if not isinstance(item, Refused))
        else:
            for numbers, columns, _ in table.blocks(places):
                rows += zip(numbers, map(list, zip(*columns, strict=True)), strict=True)
    except BadFile as fault:
        return rows, "cut short" in str(fault) and "quote" not in str(fault)
    return rows, True


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("cutting") / "file.csv"


@given(lines=st.lists(line, max_size=12))
@example(lines=['"a","b","c","d"\r\n', 'a,b,c,"""d"\r\n', '"a\n', '","b","c",d\r\n', 'a,b,c,""\r\n'])
@example(lines=['"1","2","3","4"\n', '"1","2"," 3" ,"4"\n'])
def test_every_row_is_the_one_csv_reads(path, lines):
    text = "URN,b,c,d\r\n" + "".join(lines)
    path.write_bytes(text.encode())
    expected, good = as_csv_reads(text)
    found, is_good = ours(path)
    assert is_good == good
    if good:
        assert found == expected
        assert ours(path, [3, 0, 3])[0] == [(number, [row[3], row[0], row[3]]) for number, row in expected]


@pytest.mark.parametrize("file", [JANUARY, JULY, RESAVED], ids=lambda file: file.name)
def test_published_files_are_cut_by_the_pattern_and_hold_what_csv_reads(file: Path):
    with file.open(encoding="cp1252", newline="") as text:
        header, *expected = list(csv.reader(text, strict=True))
    table = Table(file, "cp1252", ",", 1, header)
    assert [item[1] for item in table.rows() if not isinstance(item, Refused)] == expected
    with file.open(encoding="cp1252", newline="") as text:
        lines = text.readlines()[1:]
    cutter = cutting.Cutter(",", len(header), range(len(header)))
    assert cutter.fitting(lines).count(None) < len(lines) / 20


def test_a_file_that_changes_its_quotes_on_the_way_is_learnt_again(path):
    rows = [f'"{n}","b","c","d"\n' for n in range(1500)] + [f"{n},b,c,d\n" for n in range(1500, 3000)]
    path.write_text("URN,b,c,d\n" + "".join(rows))
    found, _ = ours(path)
    assert [row[0] for _, row in found] == [str(n) for n in range(3000)]
    assert [number for number, _ in found] == list(range(2, 3002))
