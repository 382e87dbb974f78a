from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.register.files import cells, grades
from network.register.files.cells import CellFault


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("31-08-2026", date(2026, 8, 31)),
        ("31/08/2026", date(2026, 8, 31)),
        (" 1/9/2020 ", date(2020, 9, 1)),
        ("01/09/2020 00:00:00", date(2020, 9, 1)),
        ("01-01-1900", None),
        ("", None),
        ("NULL", None),
        ("  ", None),
        ("2025/07/08", date(2025, 7, 8)),
        ("2025-07-18", date(2025, 7, 18)),
        ("2025-07-18T00:00:00", date(2025, 7, 18)),
        ("2025-07-18 00:00:00.000", date(2025, 7, 18)),
        ("04-May-2021", date(2021, 5, 4)),
        ("4-MAY-2021", date(2021, 5, 4)),
        ("1 September 2020", date(2020, 9, 1)),
        ("30/Sept/2020", date(2020, 9, 30)),
    ],
)
def test_days(cell, value):
    assert cells.day(cell) == value


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("31/04/2025", "there is no 31 April 2025"),
        ("29-02-2025", "there is no 29 February 2025"),
        ("00/01/2025", "there is no 0 January"),
        ("31/13/2025", "there is no 31 month 13"),
        ("04/25/2025", "month first"),
        ("45123", "spreadsheet's day number"),
        ("45123.0", "spreadsheet's day number"),
        ("01/09/20", "a year of two figures"),
        ("2025/25/07", "is not a date written as day-month-year"),
        ("2025-07/18", "is not a date"),
        ("18-07/2025", "is not a date"),
        ("1 Septembre 2020", "is not a date"),
        ("04-May-21", "a year of two figures"),
        ("31-Jun-2021", "there is no 31 June 2021"),
        ("May-04-2021", "is not a date"),
        ("０１-09-2020", "is not a date"),
        ("01-09-0020", "the year 20 cannot be right"),
    ],
)
def test_days_that_cannot_be_told_are_refused_in_words(cell, words):
    with pytest.raises(CellFault, match=words) as fault:
        cells.day(cell)
    assert fault.value.whole_file is (words == "month first")


@given(st.text(max_size=12))
def test_a_day_is_a_date_or_a_fault_whatever_stands_there(cell):
    try:
        found = cells.day(cell)
    except CellFault as fault:
        found = str(fault) or 0
    assert isinstance(found, date | str | None)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("", "there is no URN"),
        ("NULL", "there is no URN"),
        ("1.23456E+05", "shortened by a spreadsheet"),
        ("１０００２８", "not written in the ordinary figures"),
        ('="100001"', "is a formula"),
        ("10000", "not a number of six figures"),
        ("100001.0", "not a number of six figures"),
        ("1000011", "not a number of six figures"),
    ],
)
def test_urns_that_are_none(cell, words):
    with pytest.raises(CellFault, match=words):
        cells.urn(cell)


def test_a_urn_may_have_spaces_about_it():
    assert cells.urn(" 100001 ") == "100001"


@pytest.mark.parametrize(
    ("convert", "cell", "value"),
    [
        (cells.grid, "0", None),
        (cells.grid, "", None),
        (cells.grid, "441947", 441947),
        (cells.code(3), "0", "000"),
        (cells.code(3), "852", "852"),
        (cells.code(4), "", ""),
        (cells.postcode, " so14  0aa ", "SO14 0AA"),
        (cells.postcode, "2036", "2036"),
        (cells.telephone, "2380000000", "02380000000"),
        (cells.telephone, "97143619361", "97143619361"),
        (cells.website, "www.example.org", "http://www.example.org"),
        (cells.website, "https://example.org/a", "https://example.org/a"),
        (cells.website, "javascript:alert(1).x", ""),
        (cells.website, "none", ""),
        (cells.website, "example.org:8000", ""),
        (cells.text(20), " St  Example\u00a0School ", "St Example School"),
        (cells.text(20), "a\x07b\nc", "a b c"),
        (cells.text(20), "NULL", ""),
        (cells.whole(130), "11", 11),
        (cells.whole(130), "NULL", None),
        (cells.text(30), "=1+1", "=1+1"),
        (grades.older_grade, "3", "Requires improvement"),
        (grades.older_grade, "9", ""),
        (grades.older_grade, "0", ""),
        (grades.older_grade, "8", ""),
        (grades.older_grade, "Not judged", "Not judged"),
        (grades.older_grade, "good", "Good"),
        (grades.report_card_grade, "strong standard", "Strong standard"),
        (grades.report_card_grade, "Not applicable", ""),
        (grades.concern, "NULL", ""),
        (grades.concern, "swk", "SWK"),
        (grades.safeguarding, "9", ""),
        (grades.safeguarding, "No", "No"),
        (grades.safeguarding, "Not met", "Not met"),
    ],
)
def test_cells(convert, cell, value):
    assert convert(cell) == value


@pytest.mark.parametrize(
    ("convert", "cell", "words"),
    [
        (cells.grid, "1.2E+05", "shortened by a spreadsheet"),
        (cells.grid, "-5", "not a whole number"),
        (cells.whole(130), "131", "too large"),
        (cells.code(3), "8522", "not a code of 3"),
        (cells.text(5), "sixsix", "has 6 letters"),
        (grades.older_grade, "5", "not a grade from 1 to 4"),
        (grades.report_card_grade, "2", "not a grade of the report card"),
        (grades.concern, "XYZ", "not a category of concern"),
        (grades.safeguarding, "perhaps", "neither"),
    ],
)
def test_cells_refused(convert, cell, words):
    with pytest.raises(CellFault, match=words):
        convert(cell)


def test_a_message_quotes_a_cell_shortly_and_without_what_does_not_print():
    assert cells.shown("a\x1b[31m" + "x" * 100) == "“a?[31m" + "x" * 31 + "...”"
