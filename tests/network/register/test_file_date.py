from datetime import date

import pytest

from network.register.files.file_date import date_in_name


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("edubasealldata20250718.csv", date(2025, 7, 18)),
        ("links_edubasealldata20260815 (1).csv", date(2026, 8, 15)),
        ("Management information - state-funded schools - latest inspections as at 31 Aug 2026.csv", date(2026, 8, 31)),
        ("Management_information_-_as_at_-_28_February_2026.csv", date(2026, 2, 28)),
        ("latest_inspections_as_at_31_Jan_2026.csv", date(2026, 1, 31)),
        ("as at 31_July_2025", date(2025, 7, 31)),
        ("ofsted-2026-02-28.csv", date(2026, 2, 28)),
        ("1st September 2026.csv", date(2026, 9, 1)),
        ("ofsted_202608_9rows.csv", None),
        ("edubasealldata20250231.csv", None),
        ("edubasealldata20250718 and 20250719.csv", None),
        ("schools.csv", None),
    ],
)
def test_the_date_is_read_from_the_name_or_asked(name, found):
    assert date_in_name(name) == found
