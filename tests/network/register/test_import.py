"""A file from the shell into the tables: what changes, what stays, what is asked and what is refused."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError

from network import clock, hooks
from network.actions import register
from network.models import (
    AreaGrade,
    AuditRow,
    Authority,
    HeadMark,
    Organisation,
    PastInspection,
    RefusedRow,
    RegisterImport,
    School,
    SchoolLink,
    StagedGrade,
    StagedInspection,
    StagedLink,
    StagedName,
    StagedSchool,
)
from network.rules import WrongState
from network.staging import fill, sql
from tests.network.register.files import (
    AUGUST_2026,
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


@pytest.fixture
def load(tmp_path):
    """Imports rows, or a file, as the shell does; gives what was printed."""

    def load_file(*rows, path=None, name="edubasealldata20250718.csv", **options):
        if path is None:
            path = tmp_path / name
            path.write_bytes(rows[0] if rows and isinstance(rows[0], bytes) else gias(*rows).encode("cp1252"))
        out = StringIO()
        call_command("import_register", str(path), stdout=out, stderr=out, **options)
        return out.getvalue()

    return load_file


def nothing_is_staged():
    staged = (StagedSchool, StagedName, StagedLink, StagedInspection, StagedGrade)
    return not any(model.objects.exists() for model in staged)


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
    assert nothing_is_staged()
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


def test_public_ids_grow_with_the_rows_and_end_in_what_nobody_can_guess(load):
    load(*(school(str(100001 + number)) for number in range(60)))
    ids = list(School.objects.order_by("urn").values_list("public_id", flat=True))
    assert ids == sorted(ids)
    by_lot = {each.int % 2**64 for each in ids}
    assert len(by_lot) == 60
    assert all(0 < sum(lot >> bit & 1 for lot in by_lot) < 60 for bit in range(63))
    School.objects.all().delete()
    load(*(school(str(100001 + number)) for number in reversed(range(60))))
    assert by_lot.isdisjoint(each.int % 2**64 for each in School.objects.values_list("public_id", flat=True))


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


def test_a_file_that_would_close_more_than_a_tenth_stops_and_asks(load, monkeypatch):
    load(*(school(f"1000{n:02}") for n in range(10, 30)))
    before = everything()
    rows = [
        school(f"1000{n}", CloseDate="31-08-2024", **{"EstablishmentStatus (name)": "Closed"}) for n in range(10, 13)
    ]
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="Nothing was changed") as stopped:
        load(*rows)
    assert stopped.value.returncode == 2
    assert everything() == before
    assert nothing_is_staged()
    assert "3 closed" in load(*rows, yes=True)
    assert School.objects.filter(status=School.CLOSED).count() == 3


def test_a_dry_run_changes_nothing(load):
    printed = load(path=JANUARY, dry_run=True)
    assert "288 added" in printed
    assert not School.objects.exists()
    assert not Authority.objects.exists()
    assert nothing_is_staged()
    assert RegisterImport.objects.get().state == RegisterImport.DISCARDED


def test_an_older_file_is_refused(load):
    load(path=JULY)
    before = everything()
    with pytest.raises(CommandError, match="A newer one of the same kind, of 18 July 2025") as stopped:
        load(path=JANUARY)
    assert stopped.value.returncode == 1
    assert everything() == before


def test_a_date_that_no_name_tells_is_asked_for(load, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError, match="--as-at") as stopped:
        load(path=AUGUST_2026)
    assert stopped.value.returncode == 2
    load(path=AUGUST_2026, as_at=date(2026, 8, 31))
    assert RegisterImport.objects.get().as_at == date(2026, 8, 31)


def test_a_date_that_lies_ahead_is_refused(load):
    with pytest.raises(CommandError, match="lies ahead"):
        load(school(), as_at=date(clock.today().year + 1, 1, 1))


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


def test_refused_rows_are_a_question_and_are_told(load, monkeypatch):
    rows = [school(f"1000{n}") for n in range(10, 40)] + [school("100050", OpenDate="31/04/2025")]
    monkeypatch.setattr("sys.stdin", StringIO())
    with pytest.raises(CommandError) as stopped:
        load(*rows)
    assert stopped.value.returncode == 2
    assert not School.objects.exists()
    printed = load(*rows, yes=True)
    assert "Row 32, OpenDate: “31/04/2025”: there is no 31 April 2025." in printed
    assert School.objects.count() == 30


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (gias().encode(), "a header and no rows"),
        (gias(school()).split("\r\n", 1)[1].encode(), "no header row"),
        (gias(school()).replace("CloseDate", "ClosingDate").encode(), "Row 1: the column “CloseDate” is missing"),
        (gias(school()).replace("Postcode", "Town").encode(), "Row 1: the column “Town” stands twice"),
        (
            gias({name: cell for name, cell in school().items() if name != "LA (code)"}).encode(),
            "Row 1: the column “LA .code.” is missing",
        ),
        (gias(school()).encode() + b'100002,"' + b"x" * 140_000, "Row 3 holds a cell of more than 131,072 letters"),
        (gias(school()).encode("cp1252") + b"100002,\x81" + b"," * 27 + b"\r\n", "Line 3.*neither UTF-8 nor Windows"),
        (gias(school(OpenDate="04/25/2025")).encode(), "Row 2, OpenDate: “04/25/2025” has the month first"),
        (gias(school(OpenDate="45123")).encode(), "1 of 1 rows cannot be read.*Row 2, OpenDate"),
        (gias(school(OpenDate="01/09/20")).encode(), "Row 2, OpenDate.*two figures"),
        (gias(school("1.23456E+05")).encode(), "Row 2, URN.*shortened by a spreadsheet"),
        (gias(school("１００００１")).encode(), "Row 2, URN.*ordinary figures"),
        (gias(school(), school()).encode(), "Row 2, URN: 100001 stands in row 3 too"),
        (gias(school()).encode() + b'100002,"852', "Row 3: a quote"),
        (gias(school()).encode() + b"100002,852,South", "stops in the middle of row 3"),
        (gias(school()).encode("utf-16"), "UTF-16"),
        (gias(school()).encode() + b"\x00", "NUL"),
        (b"PK\x03\x04", "zip archive"),
        (b"<!doctype html>", "web page"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_bad_file_ends_with_one_and_changes_nothing(load, content, words):
    load(school("100009"))
    before = everything()
    with pytest.raises(CommandError, match=words) as stopped:
        load(content)
    assert stopped.value.returncode == 1
    assert everything() == before
    assert nothing_is_staged()
    assert not RefusedRow.objects.exclude(register_import__state=RegisterImport.FAILED).exists()


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


def test_a_file_that_would_close_nine_in_ten_stops_and_names_the_number(load, monkeypatch):
    load(*(school(f"1000{n:02}") for n in range(10, 30)))
    monkeypatch.setattr("sys.stdin", StringIO())
    rows = [
        school(f"1000{n}", CloseDate="31-08-2024", **{"EstablishmentStatus (name)": "Closed"}) for n in range(10, 28)
    ]
    before = everything()
    with pytest.raises(CommandError, match="Nothing was changed"):
        load(*rows)
    assert everything() == before
    waiting = RegisterImport.objects.order_by("-id").first()
    assert waiting.state == RegisterImport.DISCARDED
    asked = register.questions(register_import=waiting)
    assert asked == ["This file would close 18 of the 20 schools that are open now."]


def test_formulas_are_text(load):
    load(school(EstablishmentName="=1+1", Street="@SUM(A1)"))
    assert School.objects.get().name == "=1+1"


def test_a_fault_half_way_leaves_nothing(load, monkeypatch):
    load(school("100001"))
    before = everything()

    def fail(*, register_import):
        raise RuntimeError("killed")

    monkeypatch.setattr(hooks, "register_applied", [fail])
    with pytest.raises(RuntimeError):
        load(school("100001", Town="Elsewhere"), school("100002"))
    assert everything() == before
    assert RegisterImport.objects.first().state == RegisterImport.READY


def test_what_was_worked_out_from_the_register_is_asked_to_refresh(load, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "register_applied", [lambda *, register_import: told.append(register_import.kind)])
    load(school())
    assert told == ["gias"]


def test_of_two_imports_at_once_the_second_looks_again(tmp_path, load):
    waiting = []
    for name, town in (("a20250718.csv", "First"), ("b20250718.csv", "Second")):
        path = tmp_path / name
        path.write_text(gias(school(Town=town)))
        made = register.bring(by=None, opened=fill.open_file(path), name=name)
        waiting.append(register.read(by=None, register_import=made, path=path))
    register.apply(by=None, register_import=waiting[0])
    with pytest.raises(WrongState, match="Another file was applied while you looked"):
        register.apply(by=None, register_import=waiting[1])
    assert School.objects.get().town == "First"
    again = RegisterImport.objects.get(pk=waiting[1].pk)
    assert (again.state, again.counts["changed"]) == (RegisterImport.READY, 1)
    register.apply(by=None, register_import=again)
    assert School.objects.get().town == "Second"


def test_a_file_is_applied_or_discarded_once(load, tmp_path):
    load(school())
    applied = RegisterImport.objects.get()
    with pytest.raises(WrongState):
        register.discard(by=None, register_import=applied)
    applied.seen = 1
    with pytest.raises(WrongState, match="not waiting"):
        register.apply(by=None, register_import=applied)


def test_a_file_whose_staged_rows_are_lost_is_not_applied(load, tmp_path):
    path = tmp_path / "a20250718.csv"
    path.write_text(gias(school()))
    made = register.bring(by=None, opened=fill.open_file(path), name=path.name)
    made = register.read(by=None, register_import=made, path=path)
    StagedSchool.objects.all().delete()  # as PostgreSQL does when it has fallen over
    with pytest.raises(WrongState, match="is lost"):
        register.apply(by=None, register_import=made)
    assert not School.objects.exists()
    assert RegisterImport.objects.get().state == RegisterImport.READY
    register.discard(by=None, register_import=made)


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
    columns = {"URN": "100005", "LAESTAB": "1", "School name": "Example", "Local authority": "Camden",
               "Ofsted phase": "Nursery", "Type of education": "x", "Category of concern": "NULL",
               "Inspection number of latest graded inspection": "10012345", "Overall effectiveness": "1",
               "Quality of education": "1", "Inspection start date": "05/03/2019",
               "Publication date": "01/04/2019"}  # fmt: skip
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


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ((1, "Example", None, date(2026, 8, 31)), "1\tExample\t\\N\t2026-08-31\n"),
        ((1, "None", None, 3), "1\tNone\t\\N\t3\n"),
        ((1, "Nonesuch School", "", None), "1\tNonesuch School\t\t\\N\n"),
        ((1, "Back\\slash", None, None), "1\tBack\\\\slash\t\\N\t\\N\n"),
        ((1, "100% \\N", None, "%s"), "1\t100% \\\\N\t\\N\t%s\n"),
    ],
)
def test_a_line_of_copy_tells_nothing_from_a_word_that_looks_like_it(row, line):
    is_text = [False, True, isinstance(row[2], str), isinstance(row[3], str)]
    assert sql.copy_lines([[value] for value in row], is_text) == line
