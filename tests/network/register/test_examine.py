"""Files that are not what they seem: each has its own words, and none raises anything else."""

import io
import zipfile

import pytest

from network.register.files import examine as module
from network.register.files.examine import examine
from network.register.files.faults import BadFile
from tests.network.register.files import gias, school


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


TEXT = gias(school(EstablishmentName="École Example")).encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n \r\n", "The file is empty."),
        (zipped("edubasealldata20250718.csv"), "a zip archive"),
        (b"PK\x03\x04 broken", "a zip archive"),
        (b"\x09\x08\x10\x00", "Excel from before 1995"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\n <!DOCTYPE html><html>", "a web page"),
        (TEXT.decode().encode("utf-16")[:-1], "UTF-16 .* damaged"),
        ((TEXT.decode() + "\0").encode("utf-16"), "holds a NUL"),
        (TEXT + b"1\x002\n", "Line 3 holds a NUL byte"),
    ],
)
def test_a_file_that_is_no_csv_says_what_it_is(tmp_path, content, words):
    path = tmp_path / "edubasealldata20250718.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=words):
        examine(path)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LIMIT", 10)
    path = tmp_path / "big.csv"
    path.write_bytes(TEXT)
    with pytest.raises(BadFile, match="larger than"):
        examine(path)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT, "utf-8"),
        (b"\xef\xbb\xbf" + TEXT, "utf-8-sig"),
        (TEXT.decode().encode("cp1252"), "cp1252"),
        (gias(school()).encode(), "utf-8"),
        (TEXT.decode().encode("utf-16"), "utf-16"),
        (TEXT.decode().encode("utf-16-le"), "utf-16-le"),
        (TEXT.decode().encode("utf-16-be"), "utf-16-be"),
        (TEXT[:-2] + b"\xc3", "cp1252"),
    ],
)
def test_the_encoding_is_told_from_the_bytes(tmp_path, content, encoding):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    assert examine(path).encoding == encoding


def test_a_letter_across_two_chunks_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "file.csv"
    path.write_bytes("é".encode() * 5000)
    monkeypatch.setattr(module, "CHUNK", 4097)
    assert examine(path).encoding == "utf-8"


def test_the_fingerprint_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(TEXT)
    found = examine(path)
    assert found.fingerprint == module.fingerprint(path)
    assert found.lines == 2


@pytest.mark.parametrize(
    "content",
    [zipped("xl/workbook.xml"), zipped("mimetype", "content.xml"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)],
)
def test_a_workbook_is_known_as_one(tmp_path, content):
    path = tmp_path / "edubasealldata20250718.csv"
    path.write_bytes(content)
    assert examine(path).is_workbook
