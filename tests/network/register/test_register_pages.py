"""The register's pages: upload, watch, look, apply; and what a bad file is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network import clock
from network.models import RegisterImport, School, UploadedPart
from network.register.actions import register
from network.register.importing import preview
from network.tasks import read_registers
from tests.network.register.files import AUGUST_2026, JANUARY, JULY, OWN_AREAS_TOO, gias, school, takes_everywhere
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(officer, sign_in, monkeypatch, tmp_path):
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return sign_in(officer)


def upload(desk, content, name="edubasealldata20250718.csv", whose="everywhere", **fields):
    content = content.read_bytes() if isinstance(content, Path) else content
    rows = {"everywhere": "on"} if takes_everywhere(whose) else {}
    return desk.post(reverse("network:register"), {"file": SimpleUploadedFile(name, content), **rows, **fields})


def address(made, what="", name="register-import"):
    return reverse(f"network:{name}", args=[made.public_id]) + what


def held():
    return School.objects.filter(is_example=False)


def waiting_files():
    return list(UploadedPart.objects.values_list("number", flat=True))


def test_register_upload_read_look_apply(desk, monkeypatch, tmp_path):
    answer = upload(desk, JANUARY, name=JANUARY.name)
    made = RegisterImport.objects.get()
    assert answer.url == address(made)
    assert "Waiting for a worker" in as_read(desk.get(address(made)))
    # Whichever machine's worker reads it: nothing of the file lies in this one's folder, and then nowhere.
    assert waiting_files() == [0]
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "another machine's")
    assert read_registers() == 1
    assert waiting_files() == []
    shown = as_read(desk.get(address(made)))
    assert "What it would change" in shown
    assert "<b>288</b>added" in shown
    assert not held().exists()
    added = as_read(desk.get(address(made, "?what=added")))
    assert added.count('data-label="URN"') == 50
    assert "The next added" in added
    assert desk.post(address(made, name="register-import-apply")).url == address(made)
    assert School.objects.filter(authority__name="Southampton").count() == 181
    assert "Data of <strong>15 January 2025</strong>" in as_read(desk.get(reverse("network:register")))
    assert "What it changed" in as_read(desk.get(address(made)))


def test_register_what_changes_is_shown_field_by_field(desk):
    for content in (school(), school(Town="Elsewhere", Easting="0", CloseDate="31-08-2030")):
        upload(desk, gias(content, *[school(f"1000{n}") for n in range(10, 22)]).encode())
        read_registers()
        made = RegisterImport.objects.first()
        if made.counts["changed"]:
            shown = as_read(desk.get(address(made, "?what=changed")))
            for words in ("town: Southampton → Elsewhere", "easting: 441947 → nothing", "close date: nothing → "):
                assert words in shown
        desk.post(address(made, name="register-import-apply"))
    assert School.objects.get(urn="100001").town == "Elsewhere"


def test_register_the_same_file_again_has_nothing_to_do(desk):
    for _ in range(2):
        answer = upload(desk, gias(school()).encode())
        read_registers()
        made = RegisterImport.objects.get()
        assert answer.url == address(made)
        desk.post(address(made, name="register-import-apply"))
    assert "nothing to do" in as_read(desk.get(address(made)))
    assert waiting_files() == []


def test_register_asks_for_a_date_that_the_name_does_not_tell(desk):
    answer = upload(desk, AUGUST_2026, name=AUGUST_2026.name)
    assert "does not say which day its data is of" in as_read(answer)
    assert not RegisterImport.objects.exists()
    upload(desk, AUGUST_2026, name=AUGUST_2026.name, as_at="31/8/2026")
    assert RegisterImport.objects.get().as_at.isoformat() == "2026-08-31"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 xl/", "This is a zip archive"),
        (b"a,b\n1,2\n", "names a column “URN”"),
        (gias(school()).replace("CloseDate", "ClosingDate").encode(), "The nearest in this file is “ClosingDate”"),
    ],
)
def test_register_a_bad_file_is_told_at_once(desk, content, words):
    answer = upload(desk, content)
    assert answer.status_code == 200
    assert words in as_read(answer)
    assert not RegisterImport.objects.exists()
    assert waiting_files() == []


def test_register_a_fault_found_while_reading_is_shown_and_changes_nothing(desk):
    upload(desk, gias(school(OpenDate="04/25/2025")).encode())
    read_registers()
    made = RegisterImport.objects.get()
    shown = as_read(desk.get(address(made)))
    assert "This file cannot be used" in shown
    assert "Row 2, OpenDate: “04/25/2025” has the month first" in shown
    assert not held().exists()
    assert waiting_files() == []


def test_register_refused_rows_are_listed_and_must_be_looked_at(desk):
    rows = [school(f"1000{n}") for n in range(10, 40)] + [school("100050", OpenDate="31/04/2025")]
    upload(desk, gias(*rows).encode())
    read_registers()
    made = RegisterImport.objects.get()
    shown = as_read(desk.get(address(made, "?what=refused")))
    assert "there is no 31 April 2025" in shown
    assert "I have looked, and this is right" in shown
    desk.post(address(made, name="register-import-apply"))
    assert not held().exists()
    desk.post(address(made, name="register-import-apply"), {"sure": "yes"})
    assert held().count() == 30


@OWN_AREAS_TOO
def test_register_discard(desk, whose):
    upload(desk, gias(school()).encode(), whose=whose)
    made = RegisterImport.objects.get()
    assert len(waiting_files()) == 1
    desk.post(address(made, name="register-import-discard"))
    assert read_registers() == 0
    assert not held().exists()
    assert "Discarded" in as_read(desk.get(address(made)))
    assert desk.post(address(made, name="register-import-apply")).status_code == 302
    assert not held().exists()


@OWN_AREAS_TOO
def test_register_a_reader_that_died_is_followed_by_another(desk, whose):
    upload(desk, gias(school()).encode(), whose=whose)
    died = clock.now() - timedelta(minutes=3)
    RegisterImport.objects.update(state=RegisterImport.READING, heard_at=clock.now())
    assert read_registers() == 0
    RegisterImport.objects.update(heard_at=died)
    assert read_registers() == 1
    assert RegisterImport.objects.get().state == RegisterImport.READY


@OWN_AREAS_TOO
def test_register_a_reader_that_slept_leaves_it_to_who_took_over(desk, monkeypatch, whose):
    upload(desk, gias(school()).encode(), whose=whose)
    made = RegisterImport.objects.get()
    really = preview.preview

    def slow(found):
        """While it looks, its machine sleeps, and another worker takes over."""
        monkeypatch.setattr(preview, "preview", really)
        RegisterImport.objects.update(heard_at=clock.now() - timedelta(minutes=3))
        assert read_registers() == 1
        really(found)

    monkeypatch.setattr(preview, "preview", slow)
    assert read_registers() == 0
    made.refresh_from_db()
    assert (made.state, made.counts["rows"], made.parts.filter(kind="schools").count()) == ("ready", 1, 1)


@OWN_AREAS_TOO
def test_register_discarded_while_it_is_read_leaves_nothing(desk, monkeypatch, whose):
    upload(desk, gias(school()).encode(), whose=whose)
    made = RegisterImport.objects.get()
    monkeypatch.setattr(preview, "preview", lambda found: RegisterImport.objects.update(state="discarded"))
    assert read_registers() == 0
    assert not made.parts.exists()
    made.refresh_from_db()
    assert made.state == RegisterImport.DISCARDED


@OWN_AREAS_TOO
def test_register_a_file_that_kills_its_reader_is_given_up(desk, whose):
    upload(desk, gias(school()).encode(), whose=whose)
    RegisterImport.objects.update(counts={"tries": register.TRIES})
    read_registers()
    made = RegisterImport.objects.get()
    assert made.state == RegisterImport.FAILED
    assert waiting_files() == []


def test_register_an_upload_that_nobody_applies_goes_after_a_week(desk):
    upload(desk, gias(school()).encode())
    RegisterImport.objects.update(brought_at=clock.now() - timedelta(days=8))
    read_registers()
    assert RegisterImport.objects.get().state == RegisterImport.DISCARDED


def test_register_progress_is_watched_and_ends_with_a_refresh(desk):
    upload(desk, gias(school()).encode())
    made = RegisterImport.objects.get()
    RegisterImport.objects.update(state=RegisterImport.READING, lines=100, lines_read=40, heard_at=clock.now())
    part = as_read(desk.get(address(made), headers={"HX-Request": "true"}))
    assert "Read 40 of about 100 rows" in part
    assert "<html" not in part
    RegisterImport.objects.update(state=RegisterImport.READY)
    assert desk.get(address(made), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_register_is_read_with_the_same_queries_however_many_rows(desk):
    upload(desk, JULY, name=JULY.name)
    read_registers()
    made = RegisterImport.objects.get()
    desk.get(address(made))
    lengths = []
    for what in ("?what=added&after=999998", "?what=added"):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address(made, what)).status_code == 200
        lengths.append(len(queries))
    assert lengths[0] == lengths[1]


def test_register_is_for_those_who_run_the_network(cast, sign_in):
    assert sign_in(cast.head).get(reverse("network:register")).status_code == 404
    assert upload(sign_in(cast.head), b"x").status_code == 404
    assert sign_in(cast.administrator).get(reverse("network:register")).status_code == 200
