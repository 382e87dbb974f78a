"""What kind of bytes these are, in one pass over the file."""

import codecs
import hashlib
import zipfile
from pathlib import Path
from typing import NamedTuple

from network.register.files.faults import BadFile

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
LIMIT = 100_000_000  # bytes; the whole national register is about 60 million
LARGEST_BOOK = 40_000_000  # Ofsted's are 12 million, and five times that when unpacked
CHUNK = 1 << 20
SAVE_AS_CSV = "Open it in a spreadsheet, choose “CSV UTF-8” under “Save as”, and upload that file."


class Examined(NamedTuple):
    encoding: str
    lines: int  # about how many rows, for the progress bar
    fingerprint: str
    is_workbook: bool = False  # of Excel or OpenDocument: then there is no encoding


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def examine(path: Path, mark: str = "") -> Examined:
    """`mark` is the file's fingerprint, where it is known already: to take it is half of the work."""
    size = path.stat().st_size
    if size == 0:
        raise BadFile("The file is empty.")
    if size > LIMIT:
        raise BadFile(f"The file is larger than {LIMIT // 1_000_000} MB. The whole national register is about 60 MB.")
    with path.open("rb") as file:
        start = file.read(4096)
    if _is_workbook(path, start):
        if size > LARGEST_BOOK:
            raise BadFile(f"The workbook is larger than {LARGEST_BOOK // 1_000_000} MB. {SAVE_AS_CSV}")
        return Examined("", 0, mark or fingerprint(path), is_workbook=True)
    _check_start(start)
    if wide := _utf16(start):
        return Examined(wide, _lines_of_utf16(path, wide), mark or fingerprint(path))
    digest = hashlib.sha256()
    utf8, lines, returns, tail = True, 0, 0, b""
    with_mark = start.startswith(codecs.BOM_UTF8)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if not mark:
                digest.update(chunk)
            if 0 in chunk:
                line = lines + chunk[: chunk.index(0)].count(b"\n") + 1
                raise BadFile(f"Line {line} holds a NUL byte, so this is not plain text. {SAVE_AS_CSV}")
            lines += chunk.count(b"\n")
            returns += chunk.count(b"\r") if not lines else 0
            if utf8:
                utf8, tail = _still_utf8(tail + chunk)
    if tail and utf8:
        utf8 = False  # it ends in the middle of a letter
    encoding = ("utf-8-sig" if with_mark else "utf-8") if utf8 else "cp1252"
    return Examined(encoding, lines or returns, mark or digest.hexdigest())


def _still_utf8(chunk: bytes) -> tuple[bool, bytes]:
    """Whether this may be UTF-8, and the begun letter at its end that the next chunk completes."""
    if chunk.isascii():
        return True, b""
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError as fault:
        if len(chunk) - fault.start < 4 and fault.reason == "unexpected end of data":
            return True, chunk[fault.start :]
        return False, b""
    return True, b""


def _utf16(start: bytes) -> str:
    """How it is written, if it is "Unicode text", as Excel calls it: with its mark, or without."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(start) // 2
    if half > 8 and max(start[0::2].count(0), start[1::2].count(0)) > half * 0.6:
        return "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    return ""


def _lines_of_utf16(path: Path, encoding: str) -> int:
    lines = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            while text := file.read(CHUNK):
                if "\0" in text:
                    raise BadFile(f"The file holds a NUL, so this is not plain text. {SAVE_AS_CSV}")
                lines += text.count("\n")
    except UnicodeError as fault:
        raise BadFile(f"This file is written in UTF-16 (“Unicode text”) and is damaged. {SAVE_AS_CSV}") from fault
    return lines


def _is_workbook(path: Path, start: bytes) -> bool:
    if start.startswith(OLD_EXCEL):
        return True
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "content.xml" in names or any(name.startswith("xl/") for name in names)


def _check_start(start: bytes) -> None:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].lower()
    if start.startswith(b"PK\x03\x04"):
        raise BadFile("This is a zip archive. Unpack it first and upload the CSV file inside.")
    if start.startswith(b"\x09\x08"):
        raise BadFile(f"This is a workbook of Excel from before 1995. {SAVE_AS_CSV}")
    if start.startswith(b"\x1f\x8b"):
        raise BadFile("This is a compressed file (gzip). Unpack it first and upload the CSV file inside.")
    if head.startswith(b"%pdf"):
        raise BadFile("This is a PDF, not a CSV file. Download the CSV from the same page.")
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<table")):
        raise BadFile("This is a web page, not a CSV file. The download may have failed: download it again.")
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise BadFile("The file is empty.")
