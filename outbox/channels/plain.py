"""A mail as it goes over the wire, for the words nearly all of ours are made of: plain English letters in short lines.

Django's way through the email package costs ten times as much a message. Whatever is not plain goes that way: `None`.
"""

import re

from outbox.wording.wording import one_line

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
LONGEST_HEADER, LONGEST_LINE = 76, 990  # RFC 5322: folded beyond the first, never beyond the second
NEEDS_ENCODING = "=?"


def is_plain_address(address: str) -> bool:
    return ADDRESS.fullmatch(address) is not None


def wire(headers: dict[str, str], text: str) -> bytes | None:
    lines = [f"{name}: {one_line(value)}" for name, value in headers.items()]
    if any(len(line) > LONGEST_HEADER or not line.isascii() or NEEDS_ENCODING in line for line in lines):
        return None
    body = text.split("\n")
    if not text.isascii() or any(len(line) > LONGEST_LINE for line in body):
        return None
    kind = ['Content-Type: text/plain; charset="utf-8"', "MIME-Version: 1.0", "Content-Transfer-Encoding: 7bit"]
    return "\r\n".join([*kind, *lines, "", *body]).encode("ascii")
