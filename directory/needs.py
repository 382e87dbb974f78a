"""What a head may need advice on: the words on the screen, and what a listing says its person knows.

The areas are those of the report card in use since November 2025 (Ofsted, inspection information for state-funded
schools); an area's name is Ofsted's own.
"""

from network import beside

_FILE = beside.read(__file__, "needs.toml")
NEEDS, PHASES = list(_FILE["needs"].items()), list(_FILE["phases"].items())
JUST_RING_ME = "Just ring me"  # a head need not say what it is about: the code is then empty
WORDS = dict(NEEDS)
PHASE_WORDS = dict(PHASES)


def in_a_call(code: str) -> str:
    """What a call is about, for whoever is asked and for the head's page."""
    return WORDS.get(code, "") or "Just to be rung"


def in_words(codes: list[str]) -> list[str]:
    """In the order of the list above; a code that is no longer known is left out."""
    return [words for code, words in NEEDS if code in codes]


def phases_in_words(codes: list[str]) -> list[str]:
    return [words for code, words in PHASES if code in codes]


def phases_of(register_phase: str, register_kind: str) -> set[str]:
    """All phases of a school, from the register's PhaseOfEducation and TypeOfEstablishment: an all-through school has
    two, and a special school has no phase in the register, so its kind says it."""
    found = {phase_of(register_phase), "special" if "special" in register_kind.casefold() else ""}
    if "all-through" in register_phase.casefold():
        found |= {"primary", "secondary"}
    return found - {""}


def phase_of(register_phase: str) -> str:
    """The directory's phase of a school, from the register's PhaseOfEducation; empty when it says none."""
    folded = register_phase.casefold()
    for word, code in _FILE["phases_of_register"].items():
        if word in folded:
            return code
    return ""
