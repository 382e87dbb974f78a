"""What the title of a calendar's entry says of the school year. Pure.

Read by whole words, and only where every word is understood: "Half term" closes, "Half term disco" and "Holiday club"
say nothing, and what says nothing is shown as left out. A holiday or an INSET day may stand after or beside the name of
an area or school, which nobody can list.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


HALF_TERM_HOLIDAY = 14  # days: a "half term" that is longer is the term and not the holiday

MONTHS = "january february march april may june july august september october november december"
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
SMALL = _set(
    f"{MONTHS} {WEEKDAYS} jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun "
    "autumn spring summer winter michaelmas lent christmas easter whitsun whit new year academic early late mayday "
    "a the of to for in on at and all is are our this no only one two three four five six time "
    "school schools academy college pupil pupils student students child children staff teacher teachers "
    "day days week weeks term terms half halfterm holiday holidays break inset training closed closure bank hol hols "
    "first last second"
)
# Beside these a holiday is only what the entry is timed by.
ORDINARY = _set(
    "club clubs booking bookings book party fair homework report reports camp deadline activities trip disco assembly "
    "lunch breakfast coffee form forms photo photos meeting meetings parents parent twilight concert service play "
    "sale exam exams mufti uniform not cancelled canceled postponed"
)
AROUND = _set(
    "before after until till from during over since following start starts end ends first last begin begins beginning "
    "return returns back no finish finishes"
)
SEASONS = "christmas|easter|summer|spring|winter|autumn|october|february|may|whitsun|whit|festive|term|school"
HOLIDAY = re.compile(
    rf"\b(?:half ?term|holidays?|bank hols?|vacation|inset|(?:{SEASONS}) break|(?:staff|teachers?) training"
    r"|training days?|closed|closure)\b"
)
CLOSED_ALONE = re.compile(r"training days?|closed|closure")  # a road closes too: what stands before must be understood
TIMED_BY = re.compile(
    r"\b(?:before|after|for|from|following)(?: the)?(?: \w+){0,2}? "
    r"(?:half ?term(?: (?:holidays?|break))?|holidays?|break)\b"
    r"|\b(?:before|after|for)(?: the)? (?:christmas|easter|summer)\b"
)
NUMBERED = re.compile(r"\bhalf ?term [1-6]\b|\b(?:[1-6](?:st|nd|rd|th)?|first|second) half ?term\b")
HALF = re.compile(r"\bhalf ?term\b")
BEGIN = re.compile(r"\b(?:first day|start|starts|begins?|beginning|commences?|returns?|back|reopens?|resumes?|opens)\b")
END = re.compile(r"\b(?:last day|ends?|finish|finishes|closes?|breaks? up|breaking up)\b")
EDGE_WORDS = _set(
    "start starts begin begins beginning commence commences return returns back reopen reopens resume resumes opens "
    "end ends finish finishes close closes break breaks breaking up"
)
OF_SCHOOL = re.compile(
    r"\b(?:terms?|schools?|academy|college|pupils?|students?|children|back|breaks? up|breaking up"
    r"|academic year|(?:autumn|spring|summer) [12])\b"
)
SOME_ONLY = re.compile(r"\byears? \d|\bnew (?!year|school|academic|term)|\b(?:staff|teachers?)\b")
HOUR = re.compile(r"\bat\b|\d ?[ap]m\b")  # "School closes at 1.30pm" is one afternoon
OF_TERM = re.compile(r"\bterms?\b|\b(?:first|last) day\b|\bbreak(?:s|ing)? up\b")
SHUT = re.compile(r"\b(?:holidays?|vacation|inset|training|closed|closure|bank hols?|break(?! up))\b")
SEPARATED = re.compile(r"\s-+\s*|\s*-+\s|[:;,.!()/\[\]|]")
APOSTROPHES = re.compile(r"['’‘`]")
DASHES = re.compile(r"[‐‑‒–—―−]")


class Says(StrEnum):
    NOTHING = "nothing"
    CLOSED = "closed"
    TERM = "term"
    TERM_DAYS = "term days"  # some days of a term
    BEGINS = "begins"
    ENDS = "ends"


def says(title: str, days: int) -> Says:
    """`days`: how many the entry lasts."""
    title = unicodedata.normalize("NFKC", title).casefold().replace("\u00ad", "")
    title = DASHES.sub("-", APOSTROPHES.sub("", title))
    words = _words(title)
    if ORDINARY & set(words.split()):
        return Says.NOTHING
    parts = [words, *(_words(part) for part in SEPARATED.split(title))]
    said = _said(parts[0], days)
    if said is Says.NOTHING:
        each = {_said(part, days) for part in parts[1:]} - {Says.NOTHING}
        each = each - {Says.TERM, Says.TERM_DAYS} or each  # "Autumn term: INSET day"
        said = each.pop() if len(each) == 1 else Says.NOTHING
    return said


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def _said(words: str, days: int) -> Says:
    half_is_term = not SHUT.search(words) and bool(
        NUMBERED.search(words) or (days > HALF_TERM_HOLIDAY and HALF.search(words))
    )
    if edge := _edge(words):
        return edge
    if not half_is_term and _is_closed(words):
        return Says.CLOSED
    if _is_term(words, half_is_term):
        if days > HALF_TERM_HOLIDAY:
            return Says.TERM
        return Says.NOTHING if half_is_term else Says.TERM_DAYS
    return Says.NOTHING


def _edge(words: str) -> Says | None:
    """Of a term. That of a holiday says nothing: "Half term begins" may be the Friday or the Monday."""
    bare = " ".join(TIMED_BY.sub(" ", words).split())
    if not _is_small(bare, EDGE_WORDS) or SOME_ONLY.search(bare):
        return None
    if SHUT.search(bare) or (HALF.search(bare) and not NUMBERED.search(bare)):
        return None
    if HOUR.search(bare) and not OF_TERM.search(bare):
        return None
    begins, ends = bool(BEGIN.search(bare)), bool(END.search(bare))
    if begins == ends or not (OF_SCHOOL.search(bare) or bare != words):
        return None
    return Says.BEGINS if begins else Says.ENDS


def _is_closed(words: str) -> bool:
    for found in HOLIDAY.finditer(words):
        before, after = words[: found.start()].split(), words[found.end() :].split()
        if AROUND & set(before) or (CLOSED_ALONE.fullmatch(found[0]) and not _is_small(" ".join(before))):
            continue
        if _is_small(" ".join(after)) or (found[0] == "closed" and after[0] in ("for", "due")):
            return True
    return False


def _is_term(words: str, half_is_term: bool) -> bool:
    if re.fullmatch(r"(?:autumn|spring|summer) [12]|school days?", words):
        return True
    is_said = re.search(r"\bterms?\b", words) and not SHUT.search(words) and _is_small(words)
    return bool(is_said) and (half_is_term or not HALF.search(words))


def _is_small(words: str, more: frozenset[str] = frozenset()) -> bool:
    return all(word in SMALL or word in more or word[0].isdigit() or len(word) == 1 for word in words.split())
