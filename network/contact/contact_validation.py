"""Names, email addresses, telephone numbers and codes as people type and paste them. Each function gives what is to be
stored, or raises ValueError with words for the person who typed it."""

import re
import unicodedata

from network import csv_cells

NAME_LONGEST = 150
EMAIL_LONGEST = 254
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_NAMED = re.compile(r"[^<>]*<([^<>]*)>")  # Ann Example <ann@example.org>, as mail programs copy an address
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SEPARATORS = re.compile(rf"[\s()./{_DASHES}-]+")
_CODE = re.compile(rf"[0-9](?:[\s{_DASHES}-]?[0-9])*")
# What a phone or a web page puts around a copied address and nobody sees: soft hyphen, zero width, direction marks.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def has_controls(text: str) -> bool:
    """Whether it holds a character that could break a header, a feed or a log line."""
    return any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in text)


def one_line(text: str) -> str:
    if has_controls(text):
        raise ValueError("Write this in one line, without hidden characters.")
    return " ".join(text.split())


def name(text: str) -> str:
    if has_controls(text.strip()):
        raise ValueError("A name is one line, without hidden characters.")
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if csv_cells.is_fault(tidy):
        raise ValueError(f"{tidy} is what a spreadsheet writes when it cannot work out a cell, and not a name.")
    if not any(letter.isalpha() for letter in tidy):
        raise ValueError("Enter a name. It needs at least one letter.")
    if len(tidy) > NAME_LONGEST:
        raise ValueError(f"A name can have {NAME_LONGEST} letters; this one has {len(tidy)}.")
    return tidy


def pasted(text: str) -> str:
    """What was copied, without what came along with it: marks nobody sees, full-width letters, blanks around it and a
    list's comma, semicolon or full stop behind it. For addresses, numbers and codes; a name is taken as it is."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()
    return plain.rstrip(",;. ")


def email(text: str) -> str:
    """Folded, so that one mailbox is one person however it is typed. Takes `Ann Example <ann@example.org>;` too."""
    plain = pasted(text)
    if has_controls(plain):
        raise ValueError("An email address is one line, without hidden characters.")
    named = _NAMED.fullmatch(plain)
    folded = (pasted(named[1]) if named else plain).removeprefix("mailto:").casefold()
    if len(folded) > EMAIL_LONGEST:
        raise ValueError(f"An email address can have {EMAIL_LONGEST} characters; this one has {len(folded)}.")
    odd = sorted({letter for letter in folded if not letter.isascii()})
    if odd:
        raise ValueError(
            f"This address has a letter that only looks like an English one ({' '.join(odd)}). "
            "Type it again by hand instead of pasting it."
        )
    if not _EMAIL.fullmatch(folded) or ".." in folded or folded.startswith(".") or ".@" in folded:
        raise ValueError("Enter an email address in the correct format, like name@example.org.")
    return folded


def rate_key(text: str) -> str:
    """One key for every spelling of a mailbox, for counting attempts; never fails."""
    folded = pasted(text).casefold()
    local, _, domain = folded.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def phone(text: str) -> str:
    """A mobile of the United Kingdom, as +447…, whatever spaces, dashes or +44 (0) it came with."""
    digits = _national(text)
    if digits.startswith(("+", "00")):
        raise ValueError("Enter a mobile number of the United Kingdom: texts cannot go abroad.")
    if digits.startswith(("09", "084", "087", "070", "118")):
        raise ValueError("This is a premium number. Enter a mobile number that starts with 07.")
    if not digits.startswith("07"):
        raise ValueError("Enter a mobile number that starts with 07, so that a text can reach you.")
    if not re.fullmatch(r"07[0-9]{9}", digits):
        raise ValueError("A mobile number has 11 digits, like 07700 900 123.")
    return "+44" + digits[1:]


def any_phone(text: str) -> str:
    """A number an officer can ring, of a landline or abroad too, with its area code: digits, after a + where it came
    with one."""
    try:
        digits = _dialled(text)
    except ValueError:
        digits = ""
    if not 10 <= len(digits.removeprefix("+")) <= 13:
        raise ValueError("Enter a telephone number with its area code, like 023 8000 0000.")
    return digits


def code(text: str, *lengths: int) -> str:
    """The digits of a code, out of whatever was pasted around it: `1234-5678`, `1234 5678`, `Your code is: 12345678.`
    Where nothing in it has one of the lengths, all its digits: such a code is wrong."""
    plain = pasted(text)
    for found in _CODE.findall(plain):
        digits = _SEPARATORS.sub("", found)
        if len(digits) in lengths:
            return digits
    return "".join(letter for letter in plain if letter in "0123456789")


def _dialled(text: str) -> str:
    plain = pasted(text)
    if has_controls(plain):
        raise ValueError("A telephone number is one line, without hidden characters.")
    digits = _SEPARATORS.sub("", plain.removeprefix("tel:"))
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise ValueError("Enter a telephone number, like 07700 900 123.")
    return digits


def _national(text: str) -> str:
    """As it is dialled within the United Kingdom: 07…; one from abroad as it was typed."""
    digits = _dialled(text)
    for prefix in ("+440", "00440", "+44", "0044"):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix)
    # 447700900123, as address books write it without the plus.
    return re.sub(r"^44(?=7[0-9]{9}$)", "0", digits)


# A telephone number within other words, with the extension behind it: 0300 123 1231 ext. 4.
NUMBER = re.compile(
    rf"(?<![\w@])(?P<digits>\+?(?:\(0?[0-9]+\)|[0-9])(?:[ ()/.{_DASHES}\u00a0-]{{0,2}}[0-9])+)"
    r"(?:[\s,;]*(?:extension|extn|ext|x)[.:=]?\s*(?P<ext>[0-9]{1,6}))?(?!\w)",
    re.IGNORECASE,
)
SHORTEST = 9  # digits


def dialled(number: str) -> str:
    """What stands behind "tel:" for the first number in these words: digits, after a + where it came with one, and
    ";ext=4" for an extension (RFC 3966). Empty where there is none."""
    found = NUMBER.search(pasted(number))
    return dialled_of(found) if found else ""


def dialled_alone(number: str) -> str:
    """The same where these words are a number and nothing else."""
    found = NUMBER.fullmatch(number.strip())
    return dialled_of(found) if found else ""


def is_whole(found: re.Match[str]) -> bool:
    """A number with its area code, rather than a year or the number of a house."""
    return sum(letter.isdigit() for letter in found["digits"]) >= SHORTEST


def dialled_of(found: re.Match[str]) -> str:
    written = found["digits"].replace("(0)", "") if found["digits"].startswith("+") else found["digits"]
    digits = re.sub(r"[^+0-9]", "", written)
    return f"{digits};ext={found['ext']}" if found["ext"] else digits


def spoken(number: str) -> str:
    """+447700900123 as people read it: 07700 900 123."""
    plain = "0" + number.removeprefix("+44") if number.startswith("+44") else number
    return f"{plain[:5]} {plain[5:8]} {plain[8:]}" if len(plain) == 11 and plain.isdigit() else plain
