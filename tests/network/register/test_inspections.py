"""Ofsted's files, of every shape, and the GIAS links."""

import csv
import json
from collections import Counter
from datetime import date

import pytest

from network.register.files.faults import BadFile
from network.register.files.inspection import Grade
from network.register.files.shapes import OFSTED, tell
from network.register.files.table import open_table
from network.register.files.wanted import Wanted
from tests.network.register.files import AUGUST_2026, DATA, FEBRUARY_2026, FIVE_YEARS, LINKS_FILE, read

OLDER_WORDS = ("effectiveness", "quality of", "behaviour", "development", "provision", "outcomes for", "16 to 19")
SHAPES = json.loads((DATA / "headers_by_shape.json").read_text())


def test_one_row_gives_an_inspection_for_each_tier():
    _, rows, refused = read(FEBRUARY_2026)
    assert refused == []
    assert Counter((row.kind, row.framework) for row in rows) == {
        ("full", "report card"): 2,
        ("graded", "eif"): 52,
        ("ungraded", "eif"): 42,
    }
    assert sum(1 for row in rows if row.urn_at_time) == 8


def test_a_report_card_has_areas_with_their_dates_and_no_overall_grade():
    _, rows, _ = read(AUGUST_2026)
    card = next(row for row in rows if row.urn == "100055" and row.kind == "full")
    assert (card.outcome, card.safeguarding, card.concern) == ("", "Met", "")
    assert (card.started_on, card.published_on) == (date(2026, 3, 17), date(2026, 5, 13))
    assert Grade("Curriculum and teaching", "Needs attention", date(2026, 3, 17)) in card.grades
    assert not any(grade.area == "Early years" for grade in card.grades)  # "Not applicable"


def test_the_predecessors_inspection_keeps_the_urn_it_was_of():
    _, rows, _ = read(FEBRUARY_2026)
    row = next(row for row in rows if row.urn == "152145" and row.kind == "ungraded")
    assert (row.urn_at_time, row.name_at_time) == ("107908", "Talbot Primary School")
    assert row.outcome == "School remains Good (Improving) - S5 Next"


def test_an_overall_grade_is_only_what_the_file_gives():
    _, rows, _ = read(AUGUST_2026)
    graded = {row.urn: row.outcome for row in rows if row.kind == "graded"}
    assert graded == {"100193": "Requires improvement", "109694": "Not judged", "116430": "Not judged"}
    assert "SWK" in {row.concern for row in rows}
    assert "SM" in {row.concern for row in rows}


def filled(shape: str) -> dict[str, str]:
    """A row with something in every column that is read, whatever the shape calls it."""
    row = {}
    for column in SHAPES[shape]["columns"]:
        name = column.lower()
        if name == "urn":
            row[column] = "100001"
        elif name.startswith("urn at time"):
            row[column] = "100009"
        elif name.startswith(("does the", "did the")):
            row[column] = "No"
        elif "previous" in name and "date" in name:
            row[column] = "10/03/2015"
        elif ("section 8" in name or "ungraded" in name or "short" in name) and "date" in name:
            row[column] = "14/06/2023"
        elif "date" in name:
            row[column] = (
                "02/05/2019"
                if "oeif" in name or "safeguarding standards" not in map(str.lower, SHAPES[shape]["columns"])
                else "03/02/2026"
            )
        elif name == "safeguarding standards":
            row[column] = "Met"
        elif "safeguarding" in name:
            row[column] = "Yes"
        elif "concern" in name:
            row[column] = "SM"
        elif name in {"inclusion", "achievement", "leadership and governance", "attendance and behaviour",
                      "curriculum and teaching", "personal development and wellbeing",
                      "early years (where applicable)", "post-16 provision (where applicable)"}:  # fmt: skip
            row[column] = "Strong standard"
        elif any(word in name for word in OLDER_WORDS):
            row[column] = "School remains Good" if "section 8" in name else "2"
        elif "outcome" in name:
            row[column] = "School remains Good"
        else:
            row[column] = "NULL" if "number" not in name else "10000001"
    return row


def latest_shapes():
    return [shape for shape in SHAPES if shape.startswith("ofsted_latest")]


@pytest.mark.parametrize("shape", latest_shapes())
def test_every_shape_the_file_has_had_is_read(tmp_path, shape):
    row = filled(shape) | {"URN": "100001", "School name": "Example", "Local authority": "X", "LAESTAB": "1",
                           "Ofsted phase": "Primary", "Category of concern": "SM"}  # fmt: skip
    path = tmp_path / "file.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    assert tell(open_table(path, "utf-8")) == OFSTED
    _, rows, refused = read(path)
    assert refused == []
    found = {(row.kind, row.started_on): row for row in rows}
    new = "Inclusion" in row
    expected = {("ungraded", date(2023, 6, 14)), ("graded", date(2019, 5, 2))}
    expected |= {("full", date(2026, 2, 3))} if new else {("graded", date(2015, 3, 10))}
    assert set(found) == expected
    latest = found["graded", date(2019, 5, 2)]
    assert (latest.outcome, latest.safeguarding) == ("Good", "Yes")
    assert "Effectiveness of leadership and management" in {grade.area for grade in latest.grades}
    assert found["ungraded", date(2023, 6, 14)].outcome == "School remains Good"
    if "before_2019-09" not in shape:
        assert latest.urn_at_time == "100009"
        assert len(latest.grades) == 6
        assert latest.framework == "eif"
    if new:
        assert len(found["full", date(2026, 2, 3)].grades) == 8


def test_an_ungraded_inspection_that_became_graded_is_told_once(tmp_path):
    shape = "ofsted_latest_inspections_about_2022_to_2024-11"
    row = filled(shape) | {"Did the latest ungraded inspection convert to a graded inspection?": "Yes"}
    path = tmp_path / "file.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["A title"], list(row), list(row.values())])
    assert [row.kind for row in read(path)[1]] == ["graded", "graded"]


def test_a_fault_names_its_row_and_column_and_takes_the_whole_row(tmp_path):
    text = FEBRUARY_2026.read_text().replace("School remains Good,", "School remains Good,", 1)
    lines = text.splitlines()
    lines[3] = lines[3].replace("Yes", "Perhaps")
    path = tmp_path / "file.csv"
    path.write_text("\n".join([*lines[:3], lines[3], lines[2], ""]))
    reader, rows, refused = read(path)
    assert [row for row in rows if row.urn not in reader.twice] != rows
    assert {(item.row, item.column) for item in refused} >= {(3, "URN"), (5, "URN")}


def test_the_in_year_file_is_turned_away(tmp_path):
    shape = next(shape for shape in SHAPES if "in_year" in shape)
    path = tmp_path / "file.csv"
    path.write_text(",".join(f'"{name}"' for name in SHAPES[shape]["columns"]) + "\n")
    with pytest.raises(BadFile, match="latest inspections"):
        tell(open_table(path, "utf-8"))


def test_one_authority_of_ofsteds_file():
    reader, rows, _ = read(AUGUST_2026, wanted=Wanted.only("camden"))
    assert {row.urn for row in rows} == {"100055", "100091"}
    assert reader.others == 7


def test_five_years_of_independent_schools_are_told_once_each():
    reader, rows, refused = read(FIVE_YEARS)
    assert (len(rows), refused) == (60, [])
    assert reader.as_at == date(2024, 8, 31)
    assert len({row.key for row in rows}) == 60
    assert {row.outcome for row in rows} == {"", "Outstanding", "Good", "Requires improvement", "Inadequate"}
    assert all(row.started_on == row.published_on for row in rows)


def test_links_of_the_register():
    _, rows, refused = read(LINKS_FILE)
    assert (len(rows), refused) == (717, [])
    names = {row.urn: row.link_name for row in rows}
    assert names["107701"] == "St John’s CE Primary School"
    assert names["108299"].startswith("St Thomas à Becket")


def test_links_refused(tmp_path):
    path = tmp_path / "links_edubasealldata20260815.csv"
    path.write_text(
        "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n100001,100002,Example,Successor,01-09-2020\n"
        "100001,100002,Example,Successor,01-09-2020\n100001,x,Example,Successor,\n100001,100003,Example,,\n"
    )
    _, rows, refused = read(path)
    assert len(rows) == 1
    assert [(item.row, item.column) for item in refused] == [(4, "LinkURN"), (5, "LinkType")]
