"""Who may see what: the access matrix of the network, as data.

Y full · p named fields (see BEHIND_P) · s only what the head shared, else "." · A totals, small cells hidden ·
1 once, a repeat is harmless · "." the same 404 as "no such thing"; for AN, LK and CF a "." means the sign-in page.

Rows and columns are a minimum: add to them, never loosen them.
"""

COLUMNS = {
    "AN": "anonymous, disabled, or not yet through the second factor",
    "HO": "the head concerned",
    "HX": "another head",
    "DP": "the deputy she named",
    "BD": "the active buddy, or the reserve while standing in",
    "BR": "the reserve, waiting",
    "BX": "an ex-buddy",
    "SH": "a person the head shared a thing with",
    "DS": "a directory member",
    "DA": "the one who accepted this call-out",
    "OF": "the council officer who runs the network",
    "SE": "a representative of this head's employer",
    "SX": "a representative of another signatory",
    "AD": "a platform administrator",
    "LK": "the holder of a reply link",
    "CF": "the holder of a calendar link",
}

CELLS = frozenset("YpsA1.")

#     what                                                    AN HO HX DP BD BR BX SH DS DA OF SE SX AD LK CF
ROWS: dict[int, tuple[str, str]] = {
    1: (
        "covenant, signatories, statements, helplines: read",
        "Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y Y",
    ),
    2: (
        "covenant text: publish a new version",
        ". . . . . . . . . . Y . . Y . .",
    ),
    3: (
        "signatory entry: sign, pledge, yearly statement (own organisation)",
        ". . . . . . . . . . . Y Y . . .",
    ),
    4: (
        "signatory entry: approve, pause, withdraw",
        ". . . . . . . . . . Y . . Y . .",
    ),
    5: (
        "member name, school: read",
        ". Y Y Y Y Y Y Y Y Y Y Y Y Y . .",
    ),
    6: (
        "private phone, private email: read",
        ". Y . . Y . . . . p . . . . . .",
    ),
    7: (
        "own contact points, quiet hours, silence ladder, trusted phone: set",
        ". Y . . . . . . . . . . . . . .",
    ),
    8: (
        "school's window and its rule: read; open or close by hand with a reason",
        ". Y . p p p . . . . Y . . Y . .",
    ),
    9: (
        "request for a buddy: make, withdraw",
        ". Y . . . . . . . . p . . . . .",
    ),
    10: (
        "the 'not this person' list",
        ". Y . . . . . . . . . . . . . .",
    ),
    11: (
        "pairing: that it exists, who with",
        ". Y . . Y p p . . . Y . . . . .",
    ),
    12: (
        "pairing: light (paired, asked for someone else, nobody yet)",
        ". Y . . Y . . . . . Y . . . . .",
    ),
    13: (
        "pairing: suggest, publish a round",
        ". . . . . . . . . . Y . . . . .",
    ),
    14: (
        "pairing: end",
        ". Y . . Y Y . . . . p . . . . .",
    ),
    15: (
        "pairing: accept, decline, ask for a change without a reason",
        ". Y . . Y Y . . . . . . . . . .",
    ),
    16: (
        "pairing in force without the head's yes",
        ". . . . . . . . . . . . . . . .",
    ),
    17: (
        "live inspection: that there is one, dates, stage",
        ". Y . Y Y . . s . p s s . . . p",
    ),
    18: (
        "live inspection: the call, edit, pause, close",
        ". Y . Y . . . . . . . . . . p .",
    ),
    19: (
        "check-in: that one is planned, done, overdue",
        ". Y . . Y . . . . . . . . . . .",
    ),
    20: (
        "check-in answer: read",
        ". Y . . Y . . . . . . . . . . .",
    ),
    21: (
        "check-in answer: record",
        ". Y . . p . . . . . . . . . 1 .",
    ),
    22: (
        "private note, own log: read, write, delete, export",
        ". Y . . . . . . . . . . . . . .",
    ),
    23: (
        "note shared with the buddy: read",
        ". Y . . Y . . . . . . . . . . .",
    ),
    24: (
        "support plan: draft and private part",
        ". Y . . s . . . . . . . . . . .",
    ),
    25: (
        "support plan: shared version, agree, comment (the head alone confirms a promise kept)",
        ". Y . . s . . s . . s s . . . .",
    ),
    26: (
        "sharing: grant, withdraw, see who looked",
        ". Y . . . . . . . . . . . . . .",
    ),
    27: (
        "call-out: raise, cancel, thank",
        ". Y . Y Y . . . . . . . . . . .",
    ),
    28: (
        "call-out: full detail and timeline",
        ". Y . Y Y . . . . Y . . . . . .",
    ),
    29: (
        "call-out: the alert (need, area, hours; no school, no name)",
        ". Y . Y Y . . . p Y p . . . . .",
    ),
    30: (
        "call-out: answer (first yes wins)",
        ". . . . . . . . 1 1 . . . . 1 .",
    ),
    31: (
        "listing: read",
        ". p p p p p p p p p Y . . Y . .",
    ),
    32: (
        "listing: edit own; availability; yearly declaration",
        ". . . . . . . . Y Y . . . . . .",
    ),
    33: (
        "listing: approve, pause; cover by phase and day; start a drill",
        ". . . . . . . . . . Y . . . . .",
    ),
    34: (
        "register import: upload, preview, apply; term dates",
        ". . . . . . . . . . Y . . Y . .",
    ),
    35: (
        "invitation: send, withdraw; its address until it is accepted",
        ". . . . . . . . . . Y p p Y . .",
    ),
    36: (
        "membership: end (the person keeps the account, see below)",
        ". p . . . . . . . . Y . . Y . .",
    ),
    37: (
        "role officer or administrator: grant (a second administrator confirms)",
        ". . . . . . . . . . . . . Y . .",
    ),
    38: (
        "weights of the matching; helplines; rules of the window",
        ". . . . . . . . . . p . . Y . .",
    ),
    39: (
        "calendar feed: fetch (neutral titles, no names)",
        ". Y . . Y . . . Y . . . . . . Y",
    ),
    40: (
        "calendar link: create, rotate, revoke (own)",
        ". Y . . Y . . . Y . . . . . . .",
    ),
    41: (
        "message row: kind, channel, state, times (no body, no address); resend",
        ". p . . . . . . . . . . . p . .",
    ),
    42: (
        "audit: who opened my record",
        ". Y . . p . . . . . p . . p . .",
    ),
    43: (
        "audit row: change, delete",
        ". . . . . . . . . . . . . . . .",
    ),
    44: (
        "published figures and network totals",
        "A A A A A A A A A A A A A A A A",
    ),
    45: (
        "concern about a signatory: raise; follow own",
        "p Y Y Y Y Y Y Y Y Y . . . . . .",
    ),
    46: (
        "offers of improvement and supervision: read, ask for one",
        ". Y Y . Y Y Y . . . p p p . . .",
    ),
    47: (
        "act as another person",
        ". . . . . . . . . . . . . . . .",
    ),
    48: (
        "Django admin of any C3 or C4 model, or of Person",
        ". . . . . . . . . . . . . . . .",
    ),
    49: (
        "break-glass for danger to life: phone numbers only, two people, the head always told",
        ". . . . . . . . . . p . . p . .",
    ),
    50: (
        "own account: sign-ins, export, close, erase",
        ". Y Y Y Y Y Y Y Y Y Y Y Y Y . .",
    ),
    51: (
        "standing by for any head: choose (own)",
        ". p p . p p p . p p . . . . . .",
    ),
    52: (
        "asking more people to ring: a suggested buddy, those who stand by for any head, the officer's call-back queue",
        ". Y p . p p p . . . . . . . . .",
    ),
    53: (
        "the question 'a head would like to be rung today' (no name, school or phase): read, answer (first yes wins)",
        ". . p . . . . . p p . . . . . .",
    ),
    54: (
        "who would like to be rung: name and number, after the first yes, until it closes",
        ". . . . . . . . . p . . . . . .",
    ),
    55: (
        "call-back queue: read, mark as rung (a row looks like any other of the public form)",
        ". . . . . . . . . . Y . . . . .",
    ),
    56: (
        "a call that was undone: that it was, and 'Seen' (whoever was told of it)",
        ". . . . p p . p . . . . . . . .",
    ),
    57: (
        "messages that did not arrive: by service, class and reason; try a group again",
        ". . . . . . . . . . . . . A . .",
    ),
    58: (
        "'I have seen it', 'I am ringing', 'we have spoken' behind a message's link (shows nobody): press",
        ". . . . 1 . . . . . . . . . 1 .",
    ),
    59: (
        "on a phone they registered: one number, of the live call or of the call-out they took, until it closes",
        ". . . . p . . . . p . . . . . .",
    ),
}

# What "p" opens, and to whom.
BEHIND_P: dict[int, str] = {
    6: "DA phone until the call-out closes",
    8: "DP, BD, BR in the window or not",
    9: "OF that a request is open",
    11: "BR that she is a reserve, BX own dates",
    14: "OF not from the call to three months after publication",
    17: "DA dates, CF busy times",
    18: "LK the call and 'please ring me' from a registered phone",
    21: "BD 'we have spoken', marked as by the buddy",
    29: "DS before accepting, OF counts and delays",
    31: "name and speciality, contact only after accepting",
    35: "SE, SX own organisation's",
    36: "HO own",
    38: "OF weights and helplines",
    41: "HO own, AD states",
    42: "BD own acts, OF and AD who, when, which row",
    45: "AN without following",
    46: "OF, SE, SX read and offer",
    49: "phone numbers",
    51: "HO, HX, BD, BR, BX beside an offer of their own; DS, DA beside their listing",
    52: "HX, BD, BR, BX for themselves",
    53: "HX, DS, DA where they chose to stand by for any head, or their yes to a pairing is pending",
    54: "DA as the one whose yes was the first",
    56: "BD, BR, SH where they were told; BR without school or days",
    59: "the number alone, no name; a row in the audit of whose it is",
}


def cell(row: int, column: str) -> str:
    return ROWS[row][1].split()[list(COLUMNS).index(column)]
