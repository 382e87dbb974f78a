"""Small files that were once read wrong, each with its right value."""

from pathlib import Path

import pytest

from inspections.terms.terms_file import read
from tests.inspections.terms.calendars import left, taken

CASES = Path(__file__).parent / "cases"
RIGHT = {
    "ics_duration.ics": [("closure", "2026-10-26", "2026-10-30"), ("closure", "2026-12-21", "2027-01-03")],
    "ics_first_day_back.ics": [
        ("term", "2026-09-01", "2026-10-16"),
        ("closure", "2026-10-17", "2026-11-01"),
        ("term", "2026-11-02", "2026-12-18"),
    ],
    "ics_half_terms_as_terms.ics": [("term", "2026-09-02", "2026-10-23"), ("term", "2026-11-02", "2026-12-18")],
    "ics_left_out_in_silence.ics": [("closure", "2026-10-26", "2026-10-30")],
    "ics_london_midnight.ics": [("closure", "2026-10-26", "2026-10-30"), ("closure", "2026-11-23", "2026-11-23")],
    "ics_ordinary_mondays.ics": [],
    "ics_term_days.ics": [("term", "2026-09-07", "2026-09-18")],
    "ics_utc_midnight.ics": [("closure", "2026-09-01", "2026-09-01"), ("closure", "2027-05-31", "2027-06-04")],
    "term_council_yearpair.csv": [("term", "2027-01-04", "2027-03-25"), ("closure", "2027-02-15", "2027-02-19")],
    "term_excel_blank_rows.csv": [("term", "2026-09-02", "2026-12-18"), ("closure", "2026-10-26", "2026-10-30")],
}


def read_case(name):
    return read((CASES / name).read_bytes(), name)


@pytest.mark.parametrize("name", [path.name for path in sorted(CASES.iterdir())])
def test_each_is_read_to_the_day(name):
    found = read_case(name)
    assert taken(found) == RIGHT[name]
    assert not found.problems or not RIGHT[name]


def test_what_says_nothing_is_named_with_its_day():
    assert left(read_case("ics_left_out_in_silence.ics")) == {
        "4 events say neither term nor closed:": [
            "Disaggregated Day: 22 October 2026",
            "In-service day, staff resume: 4 January 2027",
            "Non-pupil day: 23 November 2026",
            "PD day: 22 February 2027",
        ]
    }


def test_a_file_that_says_nothing_at_all_says_what_was_found():
    problems = read_case("ics_ordinary_mondays.ics").problems
    assert problems[0] == "There are no dates in this file."
    assert problems[1].startswith("5 events say neither term nor closed: Breakfast with Santa: 7 December 2026;")
