"""`manage.py windows`: afresh, without a worker, and plain about what is wrong."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from inspections.models import WindowOpening
from network import models as m
from tests.factories import AuthorityFactory, SchoolFactory
from tests.inspections.windows.made import TODAY, school_inspected

pytestmark = pytest.mark.django_db


def said(**options) -> str:
    out = io.StringIO()
    call_command("windows", stdout=out, **{"on": TODAY.isoformat(), **options})
    return out.getvalue()


def rows(**options) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(said(format="csv", **options))))


def test_windows_csv_has_the_seven_columns_and_is_worked_out_afresh():
    school_inspected(urn="990901", name="Example Junior School")
    assert rows() == [
        {
            "urn": "990901",
            "name": "Example Junior School",
            "rule": "W2",
            "opens_on": "2026-07-31",
            "due_on": "2027-07-31",
            "limit_on": "2028-07-31",
            "confidence": "medium",
        }
    ]
    assert m.School.objects.get().window_rule == ""  # nothing was written


def test_windows_csv_leaves_a_date_nobody_knows_empty():
    school_inspected(kind="full", grades={"Inclusion": "Needs attention"}, published_on=date(2026, 3, 11))
    (row,) = rows()
    assert (row["rule"], row["opens_on"], row["due_on"]) == ("W8", "2026-03-11", "")


def test_windows_on_another_day():
    school = school_inspected(date(2026, 9, 22))
    assert rows()[0]["due_on"] == "2031-07-31"
    assert rows(on="2026-09-21")[0]["rule"] == "W10"
    m.School.objects.filter(pk=school.pk).update(status=m.School.CLOSED, closed_on=date(2026, 10, 1))
    assert rows() == []
    assert len(rows(on="2026-09-30")) == 1


@pytest.mark.parametrize("name", ["Exampleton", " exampleton ", "989"])
def test_windows_of_one_authority(name):
    school_inspected(urn="990901")
    school_inspected(urn="990902", authority=AuthorityFactory(code="988"))
    assert [row["urn"] for row in rows(authority=name)] == ["990901"]
    assert len(rows()) == 2


def test_windows_of_a_wrong_authority():
    school_inspected()
    with pytest.raises(CommandError, match=r"no authority called .Nowhere.\. The register here has: Exam") as wrong:
        said(authority="Nowhere")
    assert wrong.value.returncode == 2


def test_windows_are_of_the_networks_own_schools_whatever_the_register_holds():
    elsewhere = AuthorityFactory(code="988", in_network=False)
    school_inspected(urn="990901")
    school_inspected(urn="990902", authority=elsewhere)
    assert [row["urn"] for row in rows()] == ["990901"]
    assert [row["urn"] for row in rows(authority="988")] == ["990902"]
    with pytest.raises(CommandError, match=r"The register here has: Exampleton\.$"):
        said(authority="Nowhere")


def test_windows_before_any_register():
    with pytest.raises(CommandError, match="No register is loaded yet"):
        said(authority="Exampleton")
    assert "is a register loaded" in said()
    assert rows() == []


@pytest.mark.parametrize("on", ["tomorrow", "23/11/2026", "2026-02-30"])
def test_windows_on_a_wrong_day(on):
    with pytest.raises(CommandError, match=r"is not a date\. Write it as 2026-11-30") as wrong:
        said(on=on)
    assert wrong.value.returncode == 2


def test_windows_table_says_that_it_is_an_estimate():
    school_inspected()
    assert said().splitlines()[-1] == "1 schools as seen on 2026-11-23. Our best estimate, not Ofsted's dates."


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_windows_csv_makes_a_formula_inert(start):
    school_inspected(name=f"{start}1+1")
    assert rows()[0]["name"] == f"'{start}1+1"


def test_windows_shows_what_a_person_set_by_hand():
    school = school_inspected()
    WindowOpening.objects.create(school=school, is_open=False, from_on=TODAY, reason=WindowOpening.BEHIND)
    (row,) = rows(on="2100-01-01")
    assert (row["opens_on"], row["confidence"]) == ("", "by hand")


def test_windows_leaves_out_schools_that_ofsted_inspects_otherwise():
    SchoolFactory(kind="Other independent school", kind_group="Independent schools")
    SchoolFactory(kind="Other independent special school", kind_group="Special schools")
    SchoolFactory(kind="Academy 16-19 converter", kind_group="Academies")
    SchoolFactory(kind="Further education", kind_group="Colleges")
    SchoolFactory(kind="Academy special converter", kind_group="Academies", opened_on=date(2024, 9, 1))
    assert [row["rule"] for row in rows()] == ["W10"]


@pytest.mark.parametrize("many", [1, 30])
def test_windows_asks_the_same_number_of_questions(many, django_assert_num_queries):
    for _ in range(many):
        school_inspected()
    with django_assert_num_queries(7):
        rows()
