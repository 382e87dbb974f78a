"""Files that are not read here, told by what they say of themselves: others.toml."""

import re
from collections.abc import Collection

from network import beside
from network.register.files.faults import BadFile

_FILES = beside.read(__file__, "others.toml")["files"]
INSTEAD = (
    "Fetch instead: of Ofsted’s monthly management information of state-funded schools the file “latest inspections”, "
    "of its five-year inspection data the file of non-association independent schools, or of GIAS the file "
    "“edubasealldata”."
)
IN_YEAR = "This is Ofsted's file of the inspections in one year. Use the one named “latest inspections” instead."
_IN_YEAR_WORDS = ("in year inspections", "all inspections", "year to date", "inspections in year")


def check(words: str, columns: Collection[str] = (), kind: str = "") -> None:
    """Raises BadFile where the words of its title, remit or name, or its columns (folded), say that it is another."""
    said = plain(words)
    for one in _FILES:
        if one.get("taken_for", kind) != kind:
            continue
        if any(f" {word} " in said for word in one["words"]) or any(name in columns for name in one["columns"]):
            raise BadFile(f"This is {one['title']}. {INSTEAD}")
    if any(f" {word} " in said for word in _IN_YEAR_WORDS) and not kind:
        raise BadFile(IN_YEAR)


def check_in_year(columns: Collection[str]) -> None:
    """The file of one year's inspections has a row for each of them, monitoring visits too, and no column that tells
    of a "latest" one."""
    has_latest = any("latest" in name for name in columns)
    if not has_latest or "inspection number" in columns or "outcomes for legacy monitoring inspections" in columns:
        raise BadFile(IN_YEAR)


def plain(words: str) -> str:
    """Letters and figures alone, single spaces about each word: names of files put other signs between them."""
    found = re.findall(r"[^\W_]+", words.casefold())
    return f" {' '.join(found)} "
