"""Excel's and OpenDocument's files: read as the CSV that they could have been saved as."""

import csv
import os
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.urls import reverse

from network import clock
from network.models import Invitation, PastInspection, RegisterImport, School
from network.register.actions import waiting
from network.register.files import workbook
from network.register.files.examine import examine
from network.register.files.faults import BadFile
from network.register.importing.read_file import open_file
from network.tasks import read_registers
from tests.network.register.books import ods, xlsx
from tests.network.register.files import DATA, FEBRUARY_2026, LINKS_FILE, gias, read_opened, school
from tests.network.register.test_cases import CASES

pytestmark = pytest.mark.django_db
SHEETS = {"xlsx": xlsx, "ods": ods}
KINDS = pytest.mark.parametrize("kind", SHEETS)
DATES = ("Date", "date", "LastChangedDate", "OfstedLastInsp")


def rows_of(path, encoding="utf-8"):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def as_typed(rows):
    """What a spreadsheet makes of text: dates become dates, and figures numbers, that lose their leading zeros."""
    return [[_typed(cell) for cell in row] for row in rows]


def _typed(cell):
    for separator in "-/":
        parts = cell.split(separator)
        if len(parts) == 3 and [len(part) for part in parts] == [2, 2, 4] and "".join(parts).isdigit():
            day, month, year = map(int, parts)
            return date(year, month, day)
    return int(cell) if cell.isdigit() and cell.isascii() else cell


def made(tmp_path, kind, sheets, name="edubasealldata20250718"):
    path = tmp_path / f"{name}.{kind}"
    path.write_bytes(SHEETS[kind](sheets))
    return path


@KINDS
def test_a_workbook_of_the_register_reads_as_its_csv(tmp_path, kind):
    source = DATA / "gias_edubasealldata20250718_dirty_rows.csv"
    path = made(tmp_path, kind, {"edubasealldata": as_typed(rows_of(source, "cp1252"))})
    _, told, refused = read_opened(open_file(source))
    _, found, refused_there = read_opened(open_file(path))
    assert found == told
    assert refused_there == refused


@KINDS
def test_a_workbook_of_ofsteds_reads_as_its_csv(tmp_path, kind):
    rows = [["Management information, latest inspections"], [], *as_typed(rows_of(FEBRUARY_2026))]
    notes = [["Notes"], ["One table", 1.5, date(2026, 2, 28)]]
    year = as_typed(rows_of(CASES / "ofsted_in_year_2025-08-31.csv"))
    sheets = {"Cover": notes, "D1_In_year_inspections": year, "D2_Latest": rows, "Empty": []}
    opened = open_file(made(tmp_path, kind, sheets))
    assert (opened.kind, opened.table.header_row) == ("ofsted", 3)
    _, told, _ = read_opened(open_file(FEBRUARY_2026))
    _, found, refused = read_opened(opened)
    assert [one._replace(row=one.row - 2) for one in found] == told
    assert refused == []


def test_a_workbook_of_the_old_excel(tmp_path):
    path = DATA / "gias_links_edubasealldata20260815_40rows.xls"
    _, found, refused = read_opened(open_file(path))
    _, told, _ = read_opened(open_file(LINKS_FILE))
    assert (len(found), refused) == (40, [])
    assert found == told[:40]


@KINDS
def test_blank_rows_and_columns_are_passed_over_and_a_fault_has_the_row_of_the_sheet(tmp_path, kind, load):
    head, row = (line.split(",") for line in gias(school()).splitlines())
    bad = [cell.replace("01-09-2001", "31-04-2001") for cell in row]
    rows = [[], ["Schools"], [], [*head, "", ""], [], [*row, ""], [" "], *[[""] * 40] * 3, bad, [], []]
    reader, found, refused = read_opened(open_file(made(tmp_path, kind, {"one": rows})))
    assert [one.urn for one in found] == ["100001"]
    assert [(one.row, one.column) for one in refused] == [(11, "OpenDate")]
    assert (reader.table.header_row, reader.table.blank) == (4, 5)


@KINDS
def test_a_workbook_is_imported_from_the_shell(tmp_path, kind, load):
    rows = as_typed([line.split(",") for line in gias(school("100001"), school("100002")).splitlines()])
    assert "2 added" in load(path=made(tmp_path, kind, {"one": rows}))
    found = School.objects.get(urn="100001")
    assert (found.opened_on, found.telephone, found.establishment_number) == (date(2001, 9, 1), "02380000000", "2001")


@KINDS
def test_renamed_columns_are_refused_with_sheet_row_and_name(tmp_path, kind, load):
    rows = rows_of(CASES / "ofsted_renamed_2026-03-31.csv")
    path = made(tmp_path, kind, {"Notes": [["Notes"]], "D2": rows}, "as at 2026-03-31")
    with pytest.raises(
        CommandError, match="Sheet “D2”: Row 1: the column “Latest OEIF overall effectiveness” is missing"
    ):
        load(path=path)
    assert not PastInspection.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (xlsx({"a": [["x"]], "b": [["y"]]}), "names a column “URN”"),
        (xlsx({"a": []}), "The workbook is empty"),
        (xlsx({"a": [["x"], ["", "#N/A"]]}), "Cell B2 of this workbook shows an error"),
        (xlsx({"a": [["URN", "Group UID"], [100001, 1]]}), "Sheet “a”: This is the register’s file of groups"),
        (xlsx({name: [line.split(",") for line in gias(school()).splitlines()] for name in "ab"}), "Two sheets"),
        (xlsx({"a": [line.split(",") for line in gias(school()).splitlines()]}, hidden=["a"]), "The workbook is empty"),
        (xlsx({"a": [["URN"]]})[:-200], "zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_be_used_says_why(tmp_path, content, words):
    path = tmp_path / "edubasealldata20250718.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=words):
        open_file(path)


def test_a_workbook_whose_reader_ends_without_a_word_is_refused(tmp_path, monkeypatch):
    """As it does where the memory is not enough."""
    child = tmp_path / "ends.py"
    child.write_text("import os, signal\n\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(workbook, "CHILD", child)
    path = tmp_path / "edubasealldata20250718.xlsx"
    path.write_bytes(xlsx({"a": [["URN"]]}))
    with pytest.raises(BadFile, match="cannot be read"):
        open_file(path)


def test_nothing_of_a_workbook_is_left_behind(tmp_path, monkeypatch, load):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    rows = [line.split(",") for line in gias(school()).splitlines()]
    opened = open_file(made(tmp_path, "xlsx", {"one": rows}))
    assert Path(opened.table.path).exists()
    del opened  # it holds no circle: the file goes at once, not when the collector comes by
    with pytest.raises(BadFile):
        open_file(made(tmp_path, "xlsx", {"one": [["URN", "a"], [1, 2]]}))
    assert "1 added" in load(path=made(tmp_path, "xlsx", {"one": rows}))
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_workbook_over_the_limit_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("network.register.files.examine.LARGEST_BOOK", 100)
    with pytest.raises(BadFile, match="The workbook is larger than"):
        examine(made(tmp_path, "xlsx", {"one": [["URN"]]}))


@pytest.mark.usefixtures("network_ready")
@KINDS
def test_invitations_may_come_as_a_workbook(kind, officer, cast, sign_in):
    rows = [["Please invite"], ["name", "email", "role", "urn", "organisation"], []]
    rows += [["Robin Example", "robin@example.org", "Headteacher", int(cast.school.urn), ""]]
    client, page = sign_in(officer), reverse("network:invitation-file-send")
    shown = client.post(page, {"file": SimpleUploadedFile(f"people.{kind}", SHEETS[kind]({"one": rows}))})
    assert "1 invitation to send" in shown.content.decode()
    client.post(page, {"held": shown.context["held"], "send": "yes"})
    assert Invitation.objects.get().role == "head"


@KINDS
def test_a_workbook_is_uploaded_and_read_by_a_worker(kind, officer, sign_in):
    rows = as_typed([line.split(",") for line in gias(school()).splitlines()])
    file = SimpleUploadedFile(f"edubasealldata20250718.{kind}", SHEETS[kind]({"one": rows}))
    sign_in(officer).post(reverse("network:register"), {"file": file, "everywhere": "on"})
    assert read_registers() == 1
    made = RegisterImport.objects.get()
    assert (made.state, made.counts["added"], made.lines) == (RegisterImport.READY, 1, 2)


def test_sheets_that_a_killed_process_left_are_cleared_away(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / f"{workbook.PREFIX}old", tmp_path / f"{workbook.PREFIX}new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "0.csv").write_text("x")
    two_days_ago = clock.now().timestamp() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    waiting.tidy()
    assert list(tmp_path.iterdir()) == [new]
