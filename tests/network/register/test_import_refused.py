"""What an import asks about, refuses or leaves undone, and that nothing is changed then."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError

from network import clock, hooks
from network.models import (
    AreaGrade,
    Authority,
    HeadMark,
    Organisation,
    PastInspection,
    ReadPart,
    RefusedRow,
    RegisterImport,
    School,
    SchoolLink,
)
from network.register.actions import register
from network.register.importing import read_file
from network.rules import WrongState
from tests.network.register.files import (
    AUGUST_2026,
    JANUARY,
    JULY,
    OWN_AREAS_TOO,
    gias,
    school,
    takes_everywhere,
)

pytestmark = pytest.mark.django_db


def nothing_read_is_left():
    return not ReadPart.objects.exists()


def everything():
    tables = (School, Authority, Organisation, SchoolLink, PastInspection, AreaGrade, HeadMark)
    return {model: list(model.objects.order_by("pk").values()) for model in tables}


@OWN_AREAS_TOO
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
    assert nothing_read_is_left()
    assert "3 closed" in load(*rows, yes=True)
    assert School.objects.filter(status=School.CLOSED).count() == 3


def test_a_dry_run_changes_nothing(load):
    printed = load(path=JANUARY, dry_run=True)
    assert "288 added" in printed
    assert not School.objects.exists()
    assert not Authority.objects.exists()
    assert nothing_read_is_left()
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


@OWN_AREAS_TOO
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
        (gias(school(OpenDate="45123")).encode(), "1 of 1 row cannot be read.*Row 2, OpenDate"),
        (gias(school(OpenDate="01/09/20")).encode(), "Row 2, OpenDate.*two figures"),
        (gias(school("1.23456E+05")).encode(), "Row 2, URN.*shortened by a spreadsheet"),
        (gias(school("１００００１")).encode(), "Row 2, URN.*ordinary figures"),
        (gias(school(), school()).encode(), "Row 2, URN: 100001 stands in row 3 too"),
        (gias(school()).encode() + b'100002,"852', "Row 3: a quote"),
        (gias(school()).encode() + b"100002,852,South", "stops in the middle of row 3"),
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
    assert nothing_read_is_left()
    assert not RefusedRow.objects.exclude(register_import__state=RegisterImport.FAILED).exists()


@OWN_AREAS_TOO
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
    assert asked == ["This file would close 18 of the 20 schools open now."]


@OWN_AREAS_TOO
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


@OWN_AREAS_TOO
def test_of_two_imports_at_once_the_second_looks_again(tmp_path, whose):
    waiting = []
    for name, town in (("a20250718.csv", "First"), ("b20250718.csv", "Second")):
        path = tmp_path / name
        path.write_text(gias(school(Town=town)))
        everywhere = takes_everywhere(whose)
        made = register.bring(by=None, opened=read_file.open_file(path), name=name, everywhere=everywhere)
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


def test_a_file_whose_rows_are_lost_is_not_applied(load, tmp_path):
    path = tmp_path / "a20250718.csv"
    path.write_text(gias(school()))
    made = register.bring(by=None, opened=read_file.open_file(path), name=path.name, everywhere=True)
    made = register.read(by=None, register_import=made, path=path)
    ReadPart.objects.all().delete()
    with pytest.raises(WrongState, match="is lost"):
        register.apply(by=None, register_import=made)
    assert not School.objects.exists()
    assert RegisterImport.objects.get().state == RegisterImport.READY
    register.discard(by=None, register_import=made)
