from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.terms import actions as terms
from inspections.terms.lines import CLOSURE, TERM, Line
from inspections.terms.queries import places_without_next_term
from inspections.terms.terms_file import as_csv, read
from network import models as m
from network.rules import NotAllowed
from tests import factories as f
from tests.reading import as_read

OURS = "what,name,first day,last day\n"
AUTUMN = Line(date(2026, 9, 1), date(2026, 12, 18), TERM, "Autumn 2026")
HALF = Line(date(2026, 10, 26), date(2026, 10, 30), CLOSURE, "Half-term")
GOOD = OURS + "term,Autumn 2026,2026-09-01,2026-12-18\nclosure,Half-term,26/10/2026,30 October 2026\n"


def lines(text, name="terms.csv"):
    found = read(text.encode() if isinstance(text, str) else text, name)
    assert found.problems == []
    return found.lines


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("what,name", "What , NAME").encode(),
    ],
)
def test_the_same_dates_however_they_are_written(content):
    assert lines(content) == [AUTUMN, HALF]


@pytest.mark.parametrize("blank", [",,,", ", ,\t,", ";;;", "", "\t\t\t", "  ", '"","","",""'])
def test_rows_and_columns_without_a_word_are_passed_over(blank):
    header, *rows = GOOD.splitlines()
    assert lines("\n".join([blank, header, blank, *rows, blank, blank])) == [AUTUMN, HALF]
    assert lines("\n".join(f"{row},," for row in (header, *rows, ",,,"))) == [AUTUMN, HALF]


@pytest.mark.parametrize("years", ["2026/27", "2026-27", "2026–2027", "2026 to 2027", "2026/2027", "2026 / 27"])
def test_of_a_pair_of_years_only_the_autumn_is_of_the_first(years):
    council = "term;open;half_term;close\n"
    spring = lines(council + f"Spring term {years};4 January;15 February - 19 February;25 March\n")
    assert [line.first for line in spring] == [date(2027, 1, 4), date(2027, 2, 15)]
    third = lines(council + f"Term 3, {years};Monday 4 January;;12 February\n")
    assert [line.last for line in third] == [date(2027, 2, 12)]
    autumn = lines(council + f"Autumn {years};3 September;26 October – 30 October;18 December\n")
    assert [line.first for line in autumn] == [date(2026, 9, 3), date(2026, 10, 26)]


def test_the_councils_page():
    text = (
        "# School term dates\nterm,open,half_term,close\nAutumn 2026,3 September,26 October - 30 October,18 December\n"
    )
    assert lines(text) == [
        Line(date(2026, 9, 3), date(2026, 12, 18), TERM, "Autumn 2026"),
        Line(date(2026, 10, 26), date(2026, 10, 30), CLOSURE, "Half-term, Autumn 2026"),
    ]


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260901
SUMMARY:Autumn term starts
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261218
SUMMARY:Autumn term ends
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261026
DTEND;VALUE=DATE:20261031
SUMMARY:Half-term
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261224
SUMMARY:School fair
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar():
    assert lines(ICS, "terms.ics") == [
        Line(date(2026, 9, 1), date(2026, 12, 18), TERM, "Autumn term"),
        HALF,
    ]
    assert lines(ICS.replace("\n", "\r\n"), "without a proper name") == lines(ICS, "terms.ics")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (OURS.encode(), "There are no dates in this file."),
        (b"PK\x03\x04rest", "This is a spreadsheet"),
        (b"%PDF-1.4", "This is a spreadsheet"),
        (b"<html></html>", "This is a web page"),
        (b"a\x00b,c", "not text we can read"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"name,when\nx,y\n", "Row 1: the columns must be what, name, first day, last day."),
        (b"what,what,first day,last day\n", "Row 1: two columns have the same name."),
        ((OURS + "term,x,2026-09-01\n").encode(), "Row 2: 3 columns instead of 4."),
        ((OURS + "holiday,x,2026-09-01,2026-09-02\n").encode(), "Row 2, column what: write term or closure"),
        ((OURS + "term,x,31/04/2026,2026-09-02\n").encode(), "Row 2, column first day: “31/04/2026” is not a day."),
        ((OURS + "term,x,2026-09-01,12/31/2026\n").encode(), "Row 2, column last day: “12/31/2026” is not a day."),
        ((OURS + "term,x,46266,2026-12-18\n").encode(), "Row 2, column first day: “46266” is not a day."),
        ((OURS + "term,x,01/09/26,2026-12-18\n").encode(), "Row 2, column first day: “01/09/26” is not a day."),
        ((OURS + "term,x,2026-09-01,１８/12/2026\n").encode(), "is not a day."),
        ((OURS + "term,x,1900-01-01,2026-12-18\n").encode(), "is too far away to be right."),
        ((OURS + "term,x,2026-12-18,2026-09-01\n").encode(), "Row 2: the last day, 01 September 2026, is before"),
        ((OURS + "term,x,2026-09-01,2028-09-01\n").encode(), "Row 2: more than 400 days."),
        ((OURS + 'term,"x,2026-09-01,2026-12-18\n').encode(), "not proper CSV"),
        (b"term,open,half_term,close\nAutumn,3 September,,18 December\n", "Row 2, column term: the year is missing"),
        (b"term,open,half_term,close\nSpring 2026/28,3 May,,18 May\n", "Row 2, column term: the year is missing"),
        ((OURS + "term,x,Monday 1 September 2026,2026-12-18\n").encode(), "is a Tuesday, not a Monday."),
        ((OURS + ",,,\n\nterm,x,2026-09-01,soon\n").encode(), "Row 4, column last day: “soon” is not a day."),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "cut short, or is not a calendar"),
    ],
)
def test_a_bad_file_is_answered_with_row_column_and_why(content, problem):
    found = read(content, "terms.csv")
    assert problem in " ".join(found.problems)


def test_what_the_preview_hands_on_reads_the_same():
    assert lines(as_csv([AUTUMN, HALF])) == [AUTUMN, HALF]


@pytest.mark.django_db
def test_a_file_replaces_its_own_stretch_of_days_alone(cast):
    officer, area = cast.officer, cast.authority
    old = m.Term.objects.create(authority=area, name="Summer 2026", starts_on="2026-04-13", ends_on="2026-07-22")
    wrong = m.Term.objects.create(authority=area, name="Autumn", starts_on="2026-09-03", ends_on="2026-12-18")
    assert terms.replace(by=officer, lines=[AUTUMN, HALF], authority=area) == (2, 1)
    assert terms.replace(by=officer, lines=[AUTUMN, HALF], authority=area) == (0, 0)
    assert m.Term.objects.filter(pk=old.pk).exists()
    assert not m.Term.objects.filter(pk=wrong.pk).exists()
    assert m.AuditRow.objects.filter(verb="term-dates.replace").count() == 1


@pytest.mark.django_db
def test_only_who_runs_the_network_may(cast):
    for who in (cast.head, cast.representative, cast.buddy):
        with pytest.raises(NotAllowed):
            terms.replace(by=who, lines=[AUTUMN], authority=cast.authority)


@pytest.mark.django_db
def test_from_the_file_to_the_stored_dates(cast, sign_in):
    client = sign_in(cast.officer)
    assert f"{cast.authority.name}: the next term is missing." in as_read(client.get("/network/terms/"))
    area = client.get("/network/terms/").context["file_form"].fields["area"].choices[0][0]
    file = SimpleUploadedFile("terms.csv", GOOD.encode())
    response = client.post("/network/terms/file/", {"area": area, "file": file})
    assert "Friday 18 December 2026" in as_read(response)
    assert not m.Term.objects.exists()
    form = response.context["form"]
    given = {name: form[name].value() or () for name in form.fields}
    client.post("/network/terms/file/apply/", given)
    assert m.Term.objects.get().source == "terms.csv"
    assert "Nothing has changed" in as_read(client.post("/network/terms/file/apply/", given, follow=True))


@pytest.mark.django_db
def test_one_school_has_days_of_its_own(cast, sign_in):
    client = sign_in(cast.officer)
    area = client.get("/network/terms/").context["form"].fields["area"].choices[0][0]
    given = {"area": area, "what": "closure", "name": "Training", "first": "2026-11-06", "last": "2026-11-06"}
    assert "no school of this network" in as_read(client.post("/network/terms/", given | {"urn": "1"}))
    client.post("/network/terms/", given | {"urn": cast.school.urn})
    closure = m.Closure.objects.get()
    assert (closure.school, closure.authority) == (cast.school, None)


@pytest.mark.django_db
def test_the_next_term_is_missed_by_area(cast):
    other = f.AuthorityFactory(code="990")
    assert places_without_next_term() == [cast.authority.name, other.name]
