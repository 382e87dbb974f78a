"""Whatever a spreadsheet writes: each row is read, refused with its place, or blank; and a file is read or refused."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from network.register.files.faults import BadFile, Refused
from network.register.files.schools import Schools
from network.register.importing.read_file import open_file
from tests.network.register.books import ods, xlsx
from tests.network.register.files import SCHOOL

COLUMNS = list(SCHOOL)
ODD = ["", " ", "NULL", "0", "Open", "Closed", "31/04/2025", "04-May-2021", "2021-05-04", "45123", "1.2E+05", "#N/A",
       "=1", "852", "x" * 201, "Zoë’s\r\nhouse", 'a "quote"', "a;b,c\td", "\u00a0", "Example"]  # fmt: skip
CELLS = st.one_of(st.sampled_from(ODD), st.text(st.characters(codec="cp1252", exclude_characters="\0\r\n"), max_size=8))
SCHOOLS = st.one_of(
    st.just([]),
    st.lists(st.sampled_from(["", " ", "\u00a0"]), max_size=35),
    st.lists(CELLS, max_size=35),
    st.builds(
        lambda urn, changes: list((SCHOOL | changes | {"URN": urn}).values()),
        st.sampled_from(["100001", "100002", "100003", "100004", "10000", ""]),
        st.dictionaries(st.sampled_from(COLUMNS), CELLS, max_size=2),
    ),
)
WRITTEN = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])


def read(content: bytes, name: str):
    """The reader, its rows and what it refused; None where the file was."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            reader = Schools(open_file(path).table)
            found = list(reader.rows())
        except BadFile:
            return None
        return reader, found


def check(answer, rows: int) -> None:
    if answer is None:
        return
    reader, found = answer
    refused = {one.row for one in found if isinstance(one, Refused)}
    taken = {one.row for one in found if not isinstance(one, Refused) and one.urn not in reader.twice}
    assert not refused & taken
    assert len(refused) + len(taken) + reader.table.blank == rows


@given(st.lists(SCHOOLS, max_size=12), st.sampled_from(",;\t|"), st.sampled_from(["\r\n", "\n", "\r"]), WRITTEN)
@settings(max_examples=150)
def test_each_row_of_a_csv_is_read_refused_or_blank(rows, separator, end, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows([["A title"], [], COLUMNS, *rows])
    check(read(out.getvalue().encode(encoding), "edubasealldata20250718.csv"), len(rows))


@given(st.lists(SCHOOLS, min_size=1, max_size=12), st.sampled_from([("xlsx", xlsx), ("ods", ods)]))
@settings(max_examples=12, deadline=None)
def test_each_row_of_a_workbook_is_read_refused_or_blank(rows, kind):
    name, write = kind
    last = [*SCHOOL.values()]  # the rows behind the last that has something in it are none of the sheet
    content = write({"one": [["A title"], [], COLUMNS, *rows, last]})
    check(read(content, f"edubasealldata20250718.{name}"), len(rows) + 1)


MARKS = [b"", b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"<html>", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"URN,"]


@given(st.sampled_from(MARKS), st.binary(max_size=200))
@settings(max_examples=150)
def test_any_bytes_are_refused_in_words(mark, rest):
    read(mark + rest, "edubasealldata20250718.csv")


@given(st.integers(0, 3000), st.binary(min_size=1, max_size=3))
@settings(max_examples=8, deadline=None)
def test_a_damaged_workbook_is_read_or_refused(place, bytes_there):
    whole = xlsx({"one": [COLUMNS, list(SCHOOL.values())]})
    place %= len(whole)
    read(whole[:place] + bytes_there + whole[place + len(bytes_there) :], "edubasealldata20250718.xlsx")
