"""What a mail server's refusal is about: an address, us, or something that nobody can tell. Pure.

A reply has a code (RFC 5321, 4.2) and, from most servers, an enhanced code at its beginning (RFC 2034; the codes are
those of RFC 3463 and of the registry that RFC 5248 opened). Only what stands in `ABOUT_ADDRESS` is ever held against
an address. A plain 550 is not enough: servers say it of the sender, of a block list and of a full mailbox too.
"""

import re
from enum import Enum

MAIL, RCPT, DATA = "MAIL", "RCPT", "DATA"
CLOSING = 421  # RFC 5321, 4.2.3: the service closes the line; the message is as good as before

ABOUT_ADDRESS = {
    "5.1.1": "there is no such mailbox (RFC 3463, 3.2)",
    "5.1.2": "there is no such system (RFC 3463, 3.2)",
    "5.1.3": "this is no address (RFC 3463, 3.2)",
    "5.1.6": "the mailbox has moved, nobody knows where (RFC 3463, 3.2)",
    "5.1.10": "the domain takes no mail: null MX (RFC 7505, 4.2)",
    "5.2.1": "the mailbox is closed (RFC 3463, 3.3)",
}
SIGN_IN_FIRST = {530, 534, 535, 538}  # RFC 4954, 6: whoever sends must sign in, or could not
SENDER_REFUSED = 553  # RFC 5321, 4.2.3: mailbox name not allowed. With 5.7.x at RCPT: the sender's (Postfix)
# The registry of RFC 5248: what is wrong is our sign-in (8 to 14), or our signature, address or flood (20 to 29).
ABOUT_SENDER = {f"5.7.{number}" for number in (*range(8, 15), *range(20, 30))}

ENHANCED = re.compile(rb"([245]\.\d{1,3}\.\d{1,3})(?!\S)")


class About(Enum):
    ADDRESS = "address"
    REFUSES_US = "refuses-us"  # our sender, password or standing
    TOO_MUCH = "too-much"  # our rate
    NOBODY_KNOWS = "nobody-knows"


def about(step: str, code: int, text: bytes) -> About:
    """What the refusal of `step` (MAIL, RCPT or DATA) is about. `text` is the reply without its code."""
    detail = enhanced(text)
    if step != MAIL and code >= 500 and detail in ABOUT_ADDRESS:
        return About.ADDRESS
    if step == MAIL:  # says nothing of the recipient: it is not known yet
        return About.TOO_MUCH if code < 500 else About.REFUSES_US
    if detail.startswith("4.7."):
        return About.TOO_MUCH
    if code in SIGN_IN_FIRST or detail in ABOUT_SENDER or (code == SENDER_REFUSED and detail.startswith("5.7.")):
        return About.REFUSES_US
    return About.NOBODY_KNOWS


def enhanced(text: bytes) -> str:
    """The enhanced code at the beginning of a reply, "5.1.1"; empty where there is none."""
    found = ENHANCED.match(text)
    return found.group(1).decode() if found else ""


def short(step: str, code: int, text: bytes) -> str:
    """Enough to see that two refusals are alike, without the server's words: they may hold an address."""
    return f"{step} {code} {enhanced(text)}".strip()
