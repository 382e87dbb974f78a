"""Names, email addresses and telephone numbers as people type them. Each function gives what is to be stored, or
raises ValueError with words for the person who typed it."""

import re
import unicodedata

NAME_LONGEST = 150
EMAIL_LONGEST = 254
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_SEPARATORS = re.compile(r"[\s().-]+")


def has_controls(text: str) -> bool:
    """Whether it holds a character that could break a header, a feed or a log line."""
    return any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in text)


def name(text: str) -> str:
    if has_controls(text.strip()):
        raise ValueError("A name is one line, without hidden characters.")
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(letter.isalpha() for letter in tidy):
        raise ValueError("Enter a name. It needs at least one letter.")
    if len(tidy) > NAME_LONGEST:
        raise ValueError(f"A name can have {NAME_LONGEST} letters; this one has {len(tidy)}.")
    return tidy


def email(text: str) -> str:
    """Folded, so that one mailbox is one person however it is typed."""
    if has_controls(text.strip()):
        raise ValueError("An email address is one line, without hidden characters.")
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
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
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    local, _, domain = folded.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def phone(text: str) -> str:
    """A mobile of the United Kingdom, as +447…, whatever spaces, dashes or +44 (0) it came with."""
    if has_controls(text.strip()):
        raise ValueError("A telephone number is one line, without hidden characters.")
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise ValueError("Enter a telephone number, like 07700 900 123.")
    for prefix in ("+440", "00440", "+44", "0044"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix)
            break
    if digits.startswith(("+", "00")):
        raise ValueError("Enter a mobile number of the United Kingdom: texts cannot go abroad.")
    if digits.startswith(("09", "084", "087", "070", "118")):
        raise ValueError("This is a premium number. Enter a mobile number that starts with 07.")
    if not digits.startswith("07"):
        raise ValueError("Enter a mobile number that starts with 07, so that a text can reach you.")
    if not re.fullmatch(r"07[0-9]{9}", digits):
        raise ValueError("A mobile number has 11 digits, like 07700 900 123.")
    return "+44" + digits[1:]


def spoken(number: str) -> str:
    """+447700900123 as people read it: 07700 900 123."""
    plain = "0" + number.removeprefix("+44") if number.startswith("+44") else number
    return f"{plain[:5]} {plain[5:8]} {plain[8:]}" if len(plain) == 11 else plain
