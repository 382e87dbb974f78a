"""The covenant's first version, as an installation begins with it. It restates, whole and in plain words, the four
promises announced on 22 January 2024 in Southampton; an officer publishes it, or writes her network's own."""

from typing import NamedTuple

TITLE = "So that no head need face inspection alone"
INTRODUCTION = (
    "We employ, represent or lead schools. No head should have to face an inspection alone, nor be left alone "
    "after one. So we promise four things to each other, and to every head in our schools. We make the promises "
    "in public, so that anybody can ask whether they are kept."
)


class Words(NamedTuple):
    title: str
    words: str


PROMISES = (
    Words(
        "Someone to talk to",
        "Every head has support and supervision, in good times too. Every head whose school is in the window for "
        "an Ofsted inspection has a buddy: someone to talk to before, during and after it.",
    ),
    Words(
        "Someone who knows",
        "We keep a directory of staff with Ofsted experience. If concerns arise about the conduct of an inspection, "
        "they can be called on while the team are still on site.",
    ),
    Words(
        "A broad church",
        "School improvement is a broad church: peer review, specialists, and trusts and the local authority "
        "negotiating together. It is not just a dress rehearsal for Ofsted.",
    ),
    Words(
        "Support first",
        "After a negative inspection our default is to support the head and the current leadership team to put "
        "right what caused concern.",
    ),
)
