"""A file from the shell into the tables: what changes, what stays, what is asked and what is refused."""

import json
from datetime import date

import pytest
from django.core.management import CommandError
from django.db.models import ProtectedError

from network import hooks
from network.models import (
    AreaGrade,
    AuditRow,
    Authority,
    HeadMark,
    Organisation,
    PastInspection,
    ReadPart,
    RegisterImport,
    School,
    SchoolLink,
)
from tests.network.register.files import (
    DATA,
    DIRTY,
    FEBRUARY_2026,
    FIVE_YEARS,
    JANUARY,
    JULY,
    LEEDS_SCHOOLS,
    LINKS_FILE,
    RESAVED,
    gias,
    school,
)

pytestmark = pytest.mark.django_db


def nothing_read_is_left():
    return not ReadPart.objects.exists()


def everything():
    tables = (School, Authority, Organisation, SchoolLink, PastInspection, AreaGrade, HeadMark)
    return {model: list(model.objects.order_by("pk").values()) for model in tables}


def test_the_two_real_files_one_after_the_other(load):
    assert "288 added" in load(path=JANUARY)
    assert PastInspection.objects.count() == 154
    printed = load(path=JULY)
    assert "1,024 added, 130 changed, 158 unchanged" in printed
    assert School.objects.count() == 1312
    # July's shape has no Ofsted columns any more: what January told stays.
    assert PastInspection.objects.count() == 154
    assert School.objects.filter(authority__name="Southampton").count() == 181
    assert School.objects.get(urn="118156").status == School.CLOSING
    assert nothing_read_is_left()
    assert {row.verb for row in AuditRow.objects.all()} == {"register.bring", "register.apply"}


def test_every_school_has_an_authority_and_none_can_be_taken_from_it(load):
    load(path=JANUARY)
    load(path=JULY)
    assert not School.objects.exclude(authority__in=Authority.objects.all()).exists()
    with pytest.raises(ProtectedError):
        School.objects.first().authority.delete()


def test_every_new_school_is_found_by_its_public_id(load):
    load(*(school(str(100001 + number)) for number in range(60)))
    ids = list(School.objects.order_by("urn").values_list("public_id", flat=True))
    assert School.objects.filter(public_id__in=ids).count() == 60
    assert [School.objects.get(public_id=each).urn for each in ids[:2]] == ["100001", "100002"]


def test_a_school_keeps_its_public_id_when_it_changes(load):
    load(*(school(str(100001 + number)) for number in range(60)))
    before = dict(School.objects.values_list("urn", "public_id"))
    assert len(set(before.values())) == 60
    load(*(school(str(100001 + number), Town="Elsewhere") for number in range(60)))
    assert set(School.objects.values_list("town", flat=True)) == {"Elsewhere"}
    assert dict(School.objects.values_list("urn", "public_id")) == before


def test_a_second_time_changes_nothing(load):
    load(path=JANUARY)
    before = everything()
    assert "Nothing to do" in load(path=JANUARY)
    assert everything() == before
    assert RegisterImport.objects.count() == 1


def test_the_same_rows_in_other_bytes_write_nothing(load):
    load(school("100001"), school("100002"))
    before = everything()
    printed = load(school("100002"), school("100001"))
    assert "2 unchanged" in printed
    assert "0 rows were written" in printed
    assert everything() == before


def test_the_same_file_is_read_again_after_a_correction(load, django_assert_num_queries):
    load(school("100001"))
    School.objects.update(name="Wrong Name")
    AuditRow.objects.create(verb="school.correct")
    assert "1 changed" in load(school("100001"))
    assert School.objects.get().name == "Example Junior School"


def test_closing_comes_from_status_and_date_never_from_absence(load):
    load(*(school(f"1000{n:02}") for n in range(1, 21)))
    printed = load(
        school("100001", **{"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2024"}),
        school("100002", **{"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2031"}),
    )
    assert "1 changed, 1 closed" in printed
    assert "18 open schools are not in this file" in printed
    assert School.objects.get(urn="100001").closed_on == date(2024, 8, 31)
    assert School.objects.get(urn="100002").status == School.CLOSING
    assert School.objects.filter(status=School.OPEN).count() == 18


def test_a_school_that_opens_again_is_open_again(load):
    load(school(CloseDate="31-08-2024", **{"EstablishmentStatus (name)": "Closed"}))
    assert "1 opened again" in load(school())
    found = School.objects.get()
    assert (found.status, found.closed_on) == (School.OPEN, None)


def test_an_absent_column_keeps_what_is_stored(load):
    load(school(**{"Trusts (code)": "123", "Trusts (name)": "Example Trust",
                   "TrustSchoolFlag (name)": "Supported by a multi-academy trust"}))  # fmt: skip
    gone = (
        "Town",
        "NumberOfPupils",
        "Trusts (code)",
        "Trusts (name)",
        "TrustSchoolFlag (name)",
        "PhaseOfEducation (name)",
    )
    load({name: value for name, value in school(EstablishmentName="New Name").items() if name not in gone})
    found = School.objects.get()
    assert (found.name, found.town, found.pupils, found.phase) == ("New Name", "Southampton", 240, "Primary")
    assert found.trust.register_code == "123"


def test_corrections_made_by_hand_survive(load):
    load(school(Town="Wrong", TelephoneNum="1"))
    School.objects.update(town="Right", corrections={"town": "Right"})
    printed = load(school(Town="Wrong again", TelephoneNum="2"))
    assert "Changed: telephone 1." in printed
    found = School.objects.get()
    assert (found.town, found.telephone) == ("Right", "2")


def test_trusts_and_federations_become_organisations(load):
    flag = {"TrustSchoolFlag (name)": "Supported by a multi-academy trust"}
    known = Organisation.objects.create(name="Example Known Trust", kind=Organisation.TRUST)
    load(
        school("100001", **flag, **{"Trusts (code)": "1", "Trusts (name)": "EXAMPLE KNOWN TRUST"}),
        school("100002", **flag, **{"Trusts (code)": "2", "Trusts (name)": "Example Other Trust"}),
        school("100003", **{"Federations (code)": "1", "Federations (name)": "Example Federation"}),
    )
    known.refresh_from_db()
    assert known.register_code == "1"
    assert School.objects.get(urn="100001").trust == known
    assert School.objects.get(urn="100003").board.kind == Organisation.BOARD
    load(
        school("100001", **flag, **{"Trusts (code)": "2", "Trusts (name)": "Example Renamed Trust"}),
        school("100002"),
        school("100003", **{"Federations (code)": "1", "Federations (name)": "Example Federation"}),
    )
    other = Organisation.objects.get(kind=Organisation.TRUST, register_code="2")
    assert other.name == "Example Renamed Trust"
    assert School.objects.get(urn="100001").trust == other
    assert School.objects.get(urn="100002").trust is None


def test_a_governing_body_typed_by_hand_stays(load):
    load(school())
    board = Organisation.objects.create(name="Example Governors", kind=Organisation.BOARD)
    School.objects.update(board=board)
    assert "1 unchanged" in load(school(), school("100002", CloseDate="01-01-2020",
                                                  **{"EstablishmentStatus (name)": "Closed"}))  # fmt: skip
    assert School.objects.get(urn="100001").board == board


def test_a_council_that_gives_its_name_on(load):
    load(
        school("100001", **{"LA (code)": "835", "LA (name)": "Dorset"}),
        school("100002", **{"LA (code)": "838", "LA (name)": "Dorset"}),
    )
    assert set(Authority.objects.values_list("code", "name")) == {("835", "Dorset"), ("838", "Dorset (838)")}


def test_one_authority_of_a_file(load):
    printed = load(path=JULY, authority="Southampton")
    assert "181 added, 1,131 of other authorities, left out" in printed
    assert set(School.objects.values_list("authority__name", flat=True)) == {"Southampton"}
    load(path=LINKS_FILE, authority="Southampton")
    assert set(SchoolLink.objects.values_list("urn", flat=True)) <= set(School.objects.values_list("urn", flat=True))
    with pytest.raises(CommandError, match="No row of this file is of “Nowhere”"):
        load(path=DIRTY, authority="Nowhere")


def test_semicolons_tabs_and_old_line_ends_are_read(load):
    for n, (separator, end) in enumerate([(";", "\r\n"), ("\t", "\n"), (",", "\r")], 1):
        load(gias(school(f"10000{n}"), separator=separator, end=end).encode())
    assert School.objects.count() == 3


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_letters_come_in_whole_however_the_file_is_written(load, encoding):
    name = "École Example – St Zoë’s"
    load(gias(school(EstablishmentName=name, OpenDate="01-01-1900")).encode(encoding))
    found = School.objects.get()
    assert (found.name, found.opened_on) == (name, None)


def test_formulas_are_text(load):
    load(school(EstablishmentName="=1+1", Street="@SUM(A1)"))
    assert School.objects.get().name == "=1+1"


def test_what_was_worked_out_from_the_register_is_asked_to_refresh(load, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "register_applied", [lambda *, register_import: told.append(register_import.kind)])
    load(school())
    assert told == ["gias"]


def test_of_the_head_a_mark_is_kept_for_the_networks_schools_alone(load):
    head = {"HeadFirstName": "Ann", "HeadLastName": "Examplename"}
    load(school("100001", **head), school("100002", **{"LA (code)": "850", "LA (name)": "Hampshire"}, **head))
    assert not HeadMark.objects.exists()
    Authority.objects.filter(code="852").update(in_network=True)
    load(school("100001", **head), name="edubasealldata20250801.csv")
    load(school("100001", HeadFirstName="ANN", HeadLastName="Examplename "), name="edubasealldata20250901.csv")
    load(school("100001", HeadFirstName="Bob", HeadLastName="Examplename"), name="edubasealldata20251001.csv")
    marks = list(HeadMark.objects.order_by("seen_on").values_list("urn", "seen_on", "mark"))
    assert [mark[:2] for mark in marks] == [
        ("100001", date(2025, 8, 1)), ("100001", date(2025, 9, 1)), ("100001", date(2025, 10, 1)),
    ]  # fmt: skip
    assert marks[0][2] == marks[1][2] != marks[2][2]
    assert "xamplename" not in repr(everything())


def test_ofsteds_inspections_with_their_grades(load):
    load(path=LEEDS_SCHOOLS)
    printed = load(path=FEBRUARY_2026)
    assert "96 added" in printed
    card = PastInspection.objects.get(urn="107848", kind=PastInspection.FULL)
    assert (card.outcome, card.data_on, card.framework) == ("", date(2026, 2, 28), "report card")
    assert card.grades.count() == 7
    assert card.grades.get(area="Inclusion").graded_on == card.started_on
    # A second file with another grade, and one area less, changes just those.
    text = FEBRUARY_2026.read_text().splitlines()
    row = next(line for line in text if ",107848," in line)
    changed = row.replace("Needs attention", "Expected standard", 1).replace(
        "Expected standard", "Expected standard", 1
    )
    printed = load(("\n".join([text[0], changed, ""])).encode(), name="as at 31 March 2026.csv")
    assert "1 changed" in printed
    assert card.grades.get(area="Inclusion").grade == "Expected standard"
    assert PastInspection.objects.count() == 96


def test_ofsteds_own_row_takes_the_place_of_the_registers(load):
    load(path=RESAVED, as_at=date(2024, 2, 28))
    gias_row = PastInspection.objects.get(urn="100005")
    assert (gias_row.outcome, gias_row.framework, gias_row.published_on) == ("Outstanding", "older", None)
    shape = json.loads((DATA / "headers_by_shape.json").read_text())["ofsted_latest_inspections_about_2022_to_2024-11"]
    columns = dict.fromkeys(shape["columns"], "NULL") | {
        "URN": "100005",
        "Local authority": "Camden",
        "Inspection number of latest graded inspection": "10012345",
        "Overall effectiveness": "1",
        "Quality of education": "1",
        "Inspection start date": "05/03/2019",
        "Publication date": "01/04/2019",
    }
    text = ",".join(columns) + "\n" + ",".join(columns.values()) + "\n"
    load(text.encode(), name="as at 31 Mar 2024.csv")
    ofsted_row = PastInspection.objects.get(urn="100005")
    assert (ofsted_row.started_on, ofsted_row.number) == (date(2019, 3, 5), "10012345")
    load(path=RESAVED, as_at=date(2024, 4, 30), authority="Camden")
    assert PastInspection.objects.get(urn="100005").number == "10012345"


def test_links_and_five_years(load):
    assert "717 added" in load(path=LINKS_FILE)
    assert "60 added" in load(path=FIVE_YEARS)
    assert SchoolLink.objects.filter(urn="108299", kind="Successor").get().link_name.startswith("St Thomas à Becket")
    assert PastInspection.objects.filter(framework="independent").count() == 60
    text = LINKS_FILE.read_bytes().replace(b"01-07-2024", b"02-07-2024", 1)
    assert "1 changed" in load(text, name="links_edubasealldata20260816.csv")
    assert SchoolLink.objects.count() == 717
