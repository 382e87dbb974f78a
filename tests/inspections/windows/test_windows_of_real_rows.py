"""Rows as the register publishes them, through the import, to the window: kinds of school of which the window was once
wrong, with their siblings."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from inspections.windows import kinds
from network.models import Authority
from tests.network.register.files import gias, school

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[2] / "data" / "windows"
COLUMNS = {"OfstedLastInsp": "", "OfstedRating (name)": ""}
LINK = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


@pytest.fixture
def bring(tmp_path):
    """Imports a file, or rows of the register; or rows of its links, as (URN, LinkURN, LinkType)."""

    def bring_in(*rows, links=(), path=None, as_at="2026-08-15"):
        if links:
            out = io.StringIO()
            csv.writer(out).writerows([LINK, *((urn, of, "Example School", kind, "") for urn, of, kind in links)])
            path = tmp_path / "links.csv"
            path.write_text(out.getvalue(), "cp1252")
        elif path is None:
            path = tmp_path / "edubasealldata.csv"
            path.write_text(gias(*(row | COLUMNS | dict(given) for row, given in rows)), "cp1252")
        said = io.StringIO()
        call_command(
            "import_register",
            str(path),
            everywhere=True,
            as_at=date.fromisoformat(as_at),
            yes=True,
            stdout=said,
            stderr=said,
        )
        Authority.objects.update(in_network=True)

    return bring_in


def listed(on, **options) -> dict[str, dict[str, str]]:
    out = io.StringIO()
    call_command("windows", on=on, format="csv", stdout=out, **options)
    return {row["urn"]: row for row in csv.DictReader(io.StringIO(out.getvalue()))}


def windows(on="2026-11-29") -> dict[str, tuple[str, ...]]:
    """By URN: the rule, and the three dates as they are printed."""
    return {
        urn: tuple(row[name] for name in ("rule", "opens_on", "due_on", "limit_on")) for urn, row in listed(on).items()
    }


def row(urn, kind="Community school", group="Local authority maintained schools", *, inspected="", rating="", **more):
    """A row of the register, and what it says of the last inspection."""
    said = {"TypeOfEstablishment (name)": kind, "EstablishmentTypeGroup (name)": group} | more
    return school(urn, **said), {"OfstedLastInsp": inspected, "OfstedRating (name)": rating}


def status(words, closes="") -> dict[str, str]:
    return {"EstablishmentStatus (name)": words, "CloseDate": closes}


# City technology colleges, and others that the groups of the register hide


def test_city_technology_colleges_are_inspected_as_schools(bring):
    bring(path=DATA / "windows_city_technology_college.csv", as_at="2025-07-18")
    usual = ("W2", "2026-07-31", "2027-07-31", "2028-07-31")
    assert windows() == {
        "101849": usual,
        "123627": usual,
        "108420": ("W4", "2016-07-31", "2017-07-31", "2025-08-01"),
    }


NAMED = [
    ("City technology college", "Independent schools", "Requires improvement", "W5"),
    ("City technology college", "Independent schools", "Special Measures", "W6"),
    ("City college for the technology of the arts", "Independent schools", "Good", "W2"),
    ("Academy converter", "Academies", "Good", "W2"),
    ("University technical college", "Free Schools", "Good", "W2"),
    ("Studio schools", "Free Schools", "Good", "W2"),
    ("Non-maintained special school", "Special schools", "Good", "W2"),
    ("Pupil referral unit", "Local authority maintained schools", "Good", "W2"),
    ("Academy alternative provision converter", "Academies", "Good", "W2"),
]


def test_kinds_that_section_5_names_have_a_window(bring):
    bring(
        *(
            row(f"10000{n}", kind, of, inspected="15-06-2023", rating=said)
            for n, (kind, of, said, _) in enumerate(NAMED)
        )
    )
    assert [found[0] for _, found in sorted(windows().items())] == [rule for *_, rule in NAMED]
    assert listed("2026-11-29", without=True) == {}


FURTHER, OTHERWISE, UNNAMED = "as further education and not", "under another law", "does not name this kind"
NOT_NAMED = [
    ("Academy secure 16 to 19", "Academies", FURTHER),
    ("Academy 16-19 converter", "Academies", FURTHER),
    ("Academy 16 to 19 sponsor led", "Academies", FURTHER),
    ("Free schools 16 to 19", "Free Schools", FURTHER),
    ("Further education", "Colleges", FURTHER),
    ("Special post 16 institution", "Other types", FURTHER),
    ("Other independent school", "Independent schools", OTHERWISE),
    ("Other independent special school", "Special schools", OTHERWISE),
    ("Welsh establishment", "Welsh schools", UNNAMED),
    ("Online provider", "Online provider", UNNAMED),
    ("Service children's education", "Other types", UNNAMED),
]


def test_every_other_open_school_has_a_reason_for_none(bring):
    rows = enumerate(NOT_NAMED, 100001)
    bring(*(row(f"{urn}", kind, of, inspected="15-06-2023", rating="Good") for urn, (kind, of, _) in rows))
    assert windows() == {}
    reasons = [said["reason"] for _, said in sorted(listed("2026-11-29", without=True).items())]
    assert len(reasons) == len(NOT_NAMED)
    assert [said for said, (*_, words) in zip(reasons, NOT_NAMED, strict=True) if words not in said] == []


def test_a_kind_without_its_group_is_told_by_its_name():
    assert kinds.not_inspected("", "") == ""
    assert kinds.not_inspected("Academy secure 16 to 19", "") == kinds.COLLEGE
    assert kinds.not_inspected("Other independent school", "") == kinds.INDEPENDENT
    assert kinds.not_inspected("CITY TECHNOLOGY COLLEGE", "") == ""


# A school that closes


def test_a_closing_school_has_no_window_once_its_last_day_is_past(bring):
    bring(path=DATA / "windows_closing_day_passed.csv", as_at="2025-07-18")
    assert windows() == {}
    assert listed("2026-11-29", without=True) == {}  # it is no open school
    there = {"108592": ("W6", "2025-01-03", "2026-01-03", "2028-07-31")}
    assert windows("2025-09-30") == there  # its last day
    assert windows("2025-10-01") == {}


STANDS = [  # and whether it is open on 30 August and on 29 November 2026
    (status("Open, but proposed to close", "31-08-2026"), True, False),
    (status("Open, but proposed to close", "31-08-2027"), True, True),
    (status("Open, but proposed to close"), True, True),
    (status("Open", "31-08-2026"), True, False),
    (status("Closed", "31-08-2026"), True, False),
    (status("Closed", "31-08-2025"), False, False),
    (status("Closed"), False, False),
    (status("Proposed to open"), False, False),
]


def test_status_and_date_both_say_whether_a_school_is_open(bring):
    rows = [row(f"10000{n}", inspected="15-06-2023", rating="Good", **said) for n, (said, *_) in enumerate(STANDS)]
    bring(*rows, as_at="2026-08-15")
    august, november = windows("2026-08-30"), windows("2026-11-29")
    found = [(f"10000{n}" in august, f"10000{n}" in november) for n in range(len(STANDS))]
    assert found == [(before, after) for _, before, after in STANDS]


# A school that replaced another


def test_nothing_is_earlier_than_the_schools_own_opening(bring):
    bring(path=DATA / "windows_predecessor_limit_before_opening.csv")
    bring(path=DATA / "windows_predecessor_limit_before_opening_links.csv")
    assert windows() == {
        "150118": ("W11", "2024-06-01", "2024-06-01", "2025-08-01"),
        "150224": ("W11", "2024-01-01", "2024-01-01", "2025-08-01"),
    }
    assert {row["confidence"] for row in listed("2026-11-29").values()} == {"low"}


SUCCESSOR = {"OpenDate": "01-09-2024"}


HANDED_ON = [
    ("Academy converter", "19-11-2014", "Outstanding", ("2024-09-01", "2024-09-01", "2025-08-01")),
    ("Academy converter", "19-11-2014", "Good", ("2024-09-01", "2024-09-01", "")),
    ("Academy special converter", "19-11-2014", "Outstanding", ("2024-09-01", "2024-09-01", "")),
    ("Academy converter", "19-11-2019", "Good", ("2024-09-01", "2024-09-01", "2027-07-31")),
    ("Academy converter", "19-11-2022", "Good", ("2026-07-31", "2027-07-31", "2028-07-31")),
]


def test_what_a_replaced_school_hands_on(bring):
    rows = []
    for n, (kind, inspected, rating, _) in enumerate(HANDED_ON):
        rows.append(row(f"10000{n}", kind, "Academies", **SUCCESSOR))
        rows.append(row(f"10010{n}", inspected=inspected, rating=rating, **status("Closed", "31-08-2024")))
    bring(*rows)
    bring(links=[(f"10000{n}", f"10010{n}", "Predecessor") for n in range(len(HANDED_ON))])
    assert [found for _, found in sorted(windows().items())] == [("W11", *dates) for *_, dates in HANDED_ON]


LIVES = [
    ("Predecessor - Split School", status("Open"), "W10"),
    ("Predecessor", status("Open"), "W10"),
    ("Predecessor", status("Open, but proposed to close"), "W10"),
    ("Predecessor", status("Open, but proposed to close", "31-08-2027"), "W10"),
    ("Predecessor", status("Open, but proposed to close", "31-08-2026"), "W11"),
    ("Predecessor - Split School", status("Closed", "31-08-2024"), "W11"),
]


def test_a_predecessor_that_is_still_open_hands_nothing_on(bring):
    rows = []
    for n, (_, said, _) in enumerate(LIVES):
        rows.append(row(f"10000{n}", "Academy converter", "Academies", **SUCCESSOR))
        rows.append(row(f"10010{n}", inspected="19-11-2019", rating="Good", **said))
    bring(*rows)
    bring(links=[(f"10000{n}", f"10010{n}", link) for n, (link, *_) in enumerate(LIVES)])
    found = windows()
    assert [found[f"10000{n}"][0] for n in range(len(LIVES))] == [rule for *_, rule in LIVES]


# Grades that are not there


def test_an_inspection_without_a_grade_gives_no_window(bring):
    ratings = ("", "Not judged", "Insufficient evidence")
    bring(*(row(f"10000{n}", inspected="15-06-2023", rating=rating) for n, rating in enumerate(ratings)))
    assert list(windows().values()) == [("W13", "", "", "")] * 3
    assert {found["confidence"] for found in listed("2026-11-29").values()} == {"none"}


def test_kinds_that_were_never_exempt_have_no_w4(bring):
    never = ("Community special school", "Pupil referral unit", "Local authority nursery school")
    bring(*(row(f"10000{n}", kind, inspected="04-05-2016", rating="Outstanding") for n, kind in enumerate(never)))
    assert list(windows().values()) == [("W3", "2019-07-31", "2020-07-31", "2023-07-31")] * 3
