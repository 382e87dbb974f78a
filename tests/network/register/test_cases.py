"""Files that were once taken wrong without a word, each with its right answer, and others of their kind."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError

from network.models import AreaGrade, PastInspection, RegisterImport, School
from network.register.files.faults import BadFile
from network.register.files.inspection import GRADED, MONITORING, OTHER, UNGRADED, kind_said
from network.register.importing.read_file import open_file
from tests.network.register.files import (
    DATA,
    FEBRUARY_2026,
    FIVE_YEARS,
    LEEDS_SCHOOLS,
    read,
)

pytestmark = pytest.mark.django_db
CASES = Path(__file__).with_name("cases")
SHAPES = json.loads((DATA / "headers_by_shape.json").read_text())
IN_YEAR = CASES / "ofsted_in_year_2025-08-31.csv"
BEFORE = CASES / "ofsted_2026-02-28_before.csv"
FE = (CASES / "five_year_fe.csv").read_text()
RIGHT = {"135628": ("W6", date(2026, 12, 4)), "139747": ("W5", date(2026, 9, 26))}
INDEPENDENTS = "".join(FIVE_YEARS.read_text().splitlines(keepends=True)[:8])


def windows():
    return {one.urn: (one.window_rule, one.window_due_on) for one in School.objects.order_by("urn")}


def refused(path, words, name=""):
    with pytest.raises(BadFile, match=words):
        open_file(path, name=name)


def kept(tmp_path, text, name="file.csv"):
    path = tmp_path / name
    path.write_text(text)
    return path


# --- another remit's, or another kind's ---


def test_the_file_of_further_education_is_refused_by_name(load):
    with pytest.raises(CommandError, match=r"Ofsted’s file of further education and skills. Fetch instead") as stopped:
        load(path=CASES / "five_year_fe.csv", as_at=date(2024, 12, 3))
    assert stopped.value.returncode == 1
    assert not PastInspection.objects.exists()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Five-Year Ofsted Inspection Data: Initial teacher education", "initial teacher education"),
        ("Five-Year Ofsted Inspection Data: Children’s social care providers", "children’s social care"),
        ("Five-Year Ofsted Inspection Data: Early years and childcare", "early years and childcare"),
        ("Five-Year Ofsted Inspection Data: State-funded schools", "five-year file of state-funded schools"),
    ],
)
def test_the_title_above_the_header_tells_another_remit(tmp_path, title, words):
    text = INDEPENDENTS.replace("Five-Year Ofsted Inspection Data: Non-association independent schools", title)
    assert text != INDEPENDENTS
    refused(kept(tmp_path, text), words)


@pytest.mark.parametrize(
    ("remit", "words"),
    [
        ("Further Education and Skills", "file of further education and skills"),
        ("Initial Teacher Education", "file of initial teacher education"),
        ("Secure homes", "“Secure homes” is another remit"),
    ],
)
def test_without_its_title_the_remit_of_a_row_tells(tmp_path, remit, words):
    text = "".join(INDEPENDENTS.splitlines(keepends=True)[2:]).replace("Non-association independent schools", remit)
    with pytest.raises(BadFile, match=words):
        read(kept(tmp_path, text))


@pytest.mark.parametrize(
    "name",
    [
        "five-year-ofsted-inspection-data_further-education-and-skills.csv",
        "five-year-ofsted-inspection-data_initial-teacher-education.csv",
        "five-year-ofsted-inspection-data_children-s-social-care.csv",
    ],
)
def test_where_nothing_else_does_the_name_tells(tmp_path, name):
    text = "".join(INDEPENDENTS.splitlines(keepends=True)[2:]).replace("Non-association independent schools", "")
    refused(kept(tmp_path, text, name), "Fetch instead")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FE.split("\n", 2)[2].replace("Further Education and Skills", ""), "further education and skills"),
        ("Provider URN,Registration status,Provider name\n100001,Active,Example\n", "early years and childcare"),
        ("URN,Group UID,Group Name\n100001,1,Example Trust\n", "groups of schools"),
        ("Early years and childcare\nProvider URN,Name\nEY100001,Example\n", "early years and childcare"),
    ],
)
def test_the_columns_tell_another_file(tmp_path, text, words):
    refused(kept(tmp_path, text), words)


def test_the_file_of_independent_schools_is_still_taken(tmp_path):
    assert open_file(FIVE_YEARS).kind == "independent"
    without = "".join(FIVE_YEARS.read_text().splitlines(keepends=True)[2:])
    assert open_file(kept(tmp_path, without)).kind == "independent"


# --- one year's inspections ---


def test_the_file_of_one_years_inspections_is_refused_and_no_window_moves(load):
    load(path=CASES / "ofsted_in_year_gias_2025-01-15.csv")
    before = list(PastInspection.objects.order_by("urn").values())
    assert windows() == RIGHT
    with pytest.raises(CommandError, match=r"inspections in one year. Use the one named “latest inspections”"):
        load(path=IN_YEAR)
    assert list(PastInspection.objects.order_by("urn").values()) == before
    assert windows() == RIGHT


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: "All inspections - year to date\n" + text,
        lambda text: text.replace("Inspection number,", "", 1).replace(",10291001", ""),
        lambda text: text.replace("Ungraded inspection overall outcome", "Previous full inspection number"),
        lambda text: text.replace(",135628,", ",139747,"),
    ],
)
def test_whatever_its_name_the_file_of_one_year_is_told_by_what_it_lacks(tmp_path, change):
    refused(kept(tmp_path, change(IN_YEAR.read_text())), "inspections in one year", "latest_inspections.csv")


def test_one_years_inspections_of_2026_are_refused(tmp_path):
    shape = next(shape for shape in SHAPES if "in_year" in shape)
    header = ",".join(f'"{name}"' for name in SHAPES[shape]["columns"])
    refused(kept(tmp_path, header + "\n"), "inspections in one year")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Schools - S5", GRADED),
        ("Schools - S8 deemed S5", GRADED),
        ("Requires Improvement S5 Reinspection Visit 1", GRADED),
        ("", GRADED),
        ("Section 8 Monitoring School Monitoring Visit - RI", MONITORING),
        ("Schools - S8", OTHER),
        ("Section 8 No Formal Designation Visit", OTHER),
    ],
)
def test_a_visit_is_graded_only_where_the_file_does_not_say_otherwise(said, kind):
    assert kind_said(said, GRADED) == kind


@pytest.mark.parametrize(
    ("grouping", "kind"),
    [("Monitoring", MONITORING), ("Schools - S8", OTHER), ("Schools - S5", GRADED), ("Schools - S8 deemed S5", GRADED)],
)
def test_a_monitoring_visit_in_the_place_of_a_graded_one_is_stored_as_what_it_is(load, tmp_path, grouping, kind):
    load(path=CASES / "ofsted_gias_2025-07-18.csv")
    text = re.sub("Schools - [^,]*", grouping, BEFORE.read_text())
    load(path=kept(tmp_path, text, "as at 2026-02-28.csv"))
    stored = PastInspection.objects.filter(urn="107924").exclude(kind=UNGRADED)
    assert [one.kind for one in stored] == [kind]


# --- the columns a rule needs ---


def test_renamed_grade_columns_are_refused_with_the_nearest_and_no_grade_is_lost(load):
    load(path=CASES / "ofsted_gias_2025-07-18.csv")
    load(path=BEFORE)
    rows = list(PastInspection.objects.order_by("pk").values()), list(AreaGrade.objects.order_by("pk").values())
    with pytest.raises(CommandError) as stopped:
        load(path=CASES / "ofsted_renamed_2026-03-31.csv")
    assert "the column “Latest OEIF overall effectiveness” is missing (and 5 more)" in str(stopped.value)
    assert "The nearest in this file is “Latest EIF overall effectiveness”." in str(stopped.value)
    assert (
        list(PastInspection.objects.order_by("pk").values()), list(AreaGrade.objects.order_by("pk").values())
    ) == rows  # fmt: skip
    assert not RegisterImport.objects.filter(as_at=date(2026, 3, 31)).exists()


def without(path, *names):
    """The text of a file without these columns."""
    rows = list(csv.reader(io.StringIO(path.read_text())))
    places = [place for place, name in enumerate(rows[0]) if name not in names]
    out = io.StringIO()
    csv.writer(out).writerows([row[place] for place in places] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "Inspection start date of latest OEIF graded inspection",
        "Publication date of latest OEIF graded inspection",
        "Does the latest OEIF graded inspection relate to the URN of the current school?",
        "Latest OEIF category of concern",
        "Latest OEIF quality of education",
        "Safeguarding standards",
        "Inclusion",
        "Category of concern",
        "Ungraded inspection overall outcome",
        "Date of latest ungraded inspection",
    ],
)
def test_a_column_that_a_rule_needs_may_be_neither_cut_nor_renamed(tmp_path, name):
    words = f"the column “{name}” is missing".replace("?", "[?]")
    refused(kept(tmp_path, without(BEFORE, name)), words)
    refused(kept(tmp_path, BEFORE.read_text().replace(f",{name},", f",{name} (new),")), f"{words}.*{'.new.'}")


@pytest.mark.parametrize("name", ["OfstedLastInsp", "OfstedRating (name)"])
def test_gias_says_both_when_and_how_a_school_was_inspected_or_neither(tmp_path, name):
    path = CASES / "ofsted_in_year_gias_2025-01-15.csv"
    refused(kept(tmp_path, without(path, name)), f"“{name}” is missing".replace("(", "[(]").replace(")", "[)]"))
    assert open_file(kept(tmp_path, without(path, "OfstedLastInsp", "OfstedRating (name)"))).kind == "gias"


@pytest.mark.parametrize("name", ["OpenDate", "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)"])
def test_what_gias_says_of_a_school_that_its_rule_needs(tmp_path, name):
    path = CASES / "ofsted_gias_2025-07-18.csv"
    refused(kept(tmp_path, without(path, name)), f"“{name}” is missing".replace("(", "[(]").replace(")", "[)]"))


def test_what_a_file_does_not_have_stays_as_it_is_stored(load, tmp_path):
    load(path=LEEDS_SCHOOLS)
    load(path=FEBRUARY_2026)
    PastInspection.objects.update(ended_on=date(2025, 1, 1))  # a column of the files before 2025
    rows = list(PastInspection.objects.order_by("pk").values()), list(AreaGrade.objects.order_by("pk").values())
    bare = without(FEBRUARY_2026, "School name at time of latest OEIF graded inspection")
    printed = load(path=kept(tmp_path, bare, "as at 2026-03-31.csv"))
    assert "96 unchanged" in printed
    emptied = FEBRUARY_2026.read_text().replace(",Not judged,", ",NULL,").replace(",Met,", ",,")
    load(path=kept(tmp_path, emptied, "as at 2026-04-30.csv"))
    assert (
        list(PastInspection.objects.order_by("pk").values()), list(AreaGrade.objects.order_by("pk").values())
    ) == rows  # fmt: skip


def test_a_graded_inspection_without_any_grade_is_known_as_such(load, tmp_path):
    text = (CASES / "ofsted_in_year_gias_2025-01-15.csv").read_text().replace(",Requires improvement", ",")
    load(path=kept(tmp_path, text, "edubasealldata20250115.csv"))
    one = PastInspection.objects.get(urn="139747")
    assert (one.kind, one.outcome, one.grades.count()) == (PastInspection.GRADED, "", 0)
