"""Invented heads over the real register of Southampton, where one trust has about a fifth of the open schools."""

import csv
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from buddies.matching import pair_rules
from buddies.matching.matching import match
from buddies.matching.pair_rules import Buddy, Head
from buddies.matching.phases import phases

FILE = Path(__file__).parents[2] / "data" / "gias_edubasealldata20250718_south_hampshire.csv"


def number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() and int(text) else None


@pytest.fixture(scope="module")
def schools() -> list[dict]:
    with FILE.open(encoding="cp1252", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file, strict=True)
            if row["LA (name)"] == "Southampton" and row["EstablishmentStatus (name)"].startswith("Open")
        ]
    return [
        {
            "person": row["URN"],
            "schools": frozenset({f"school:{row['URN']}"}),
            "employers": frozenset({f"trust:{row['Trusts (code)']}"} if row["Trusts (code)"] else set())
            | frozenset({f"board:{row['Federations (code)']}"} if row["Federations (code)"] else set()),
            "phases": phases(
                row["PhaseOfEducation (name)"],
                row["TypeOfEstablishment (name)"],
                number(row["StatutoryLowAge"]),
                number(row["StatutoryHighAge"]),
            ),
            "kind": row["EstablishmentTypeGroup (name)"],
            "pupils": number(row["NumberOfPupils"]),
            "easting": number(row["Easting"]),
            "northing": number(row["Northing"]),
        }
        for row in rows
    ]


def most(heads: list[Head], buddies: list[Buddy]) -> int:
    """How many can be matched at all, by another way: one head after the other is let in if those who have a place can
    move up for her."""
    places = [buddy for buddy in buddies for _ in range(buddy.capacity)]
    holder: dict[int, Head] = {}

    def let_in(head: Head, tried: set[int]) -> bool:
        for place, buddy in enumerate(places):
            if place in tried or pair_rules.ruled_out(head, buddy, full=False):
                continue
            tried.add(place)
            if place not in holder or let_in(holder[place], tried):
                holder[place] = head
                return True
        return False

    return sum(let_in(head, set()) for head in heads)


def test_one_trust_has_about_a_fifth(schools):
    (_, largest), *_ = Counter(group for school in schools for group in school["employers"]).most_common(1)
    assert 0.15 < largest / len(schools) < 0.25


def test_everybody_gets_a_buddy_and_a_reserve_when_everybody_offers(schools):
    heads = [Head(f"h{school['person']}", in_window=n % 3 == 0, **school) for n, school in enumerate(schools)]
    buddies = [Buddy(f"b{school['person']}", capacity=1, **school) for school in schools]
    found = match(heads, buddies)
    assert found.unmatched == ()
    assert len(found.reserves) == len(found.pairs)
    for pair in (*found.pairs, *found.reserves):
        assert not pair.head.employers & pair.buddy.employers
        assert not pair.head.schools & pair.buddy.schools


@pytest.mark.parametrize("seed", range(10))
def test_nobody_is_left_whom_the_rules_allow(schools, seed):
    """Too few places, most of them in the largest trust: greedy choices would leave its own heads without."""
    chance = Random(seed)
    (trust, _), *_ = Counter(group for school in schools for group in school["employers"]).most_common(1)
    inside = [school for school in schools if trust in school["employers"]]
    outside = [school for school in schools if trust not in school["employers"]]
    offering = chance.sample(inside, len(inside) * 2 // 3) + chance.sample(outside, len(inside))
    heads = [Head(f"h{school['person']}", **school) for school in chance.sample(schools, len(schools) * 2 // 3)]
    buddies = [Buddy(f"b{school['person']}", capacity=chance.choice((1, 1, 2)), **school) for school in offering]
    found = match(heads, buddies, reserves=False)
    assert len(found.pairs) == most(heads, buddies)
    for head in found.unmatched:
        assert all(why for _, why in next(found.why_nobody_for([head])))
