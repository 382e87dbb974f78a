"""One side of a pool as columns of numbers, and the little that numpy does too slowly. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, repeat
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from buddies.matching import pair_rules

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Columns:
    """The numbers of one side, one array each."""

    def __init__(self, sides: Sequence[pair_rules.Side], phases: dict[frozenset[str], int], kinds: dict[str, int]):
        self.placed = np.array([s.easting is not None and s.northing is not None for s in sides], bool)
        self.east = np.array([s.easting or 0 for s in sides], np.int64)
        self.north = np.array([s.northing or 0 for s in sides], np.int64)
        self.phases = np.array([phases[s.phases] for s in sides], np.int64)
        self.kind = np.array([kinds[s.kind] for s in sides], np.int64)
        pupils = np.array([-1 if s.pupils is None else s.pupils for s in sides], np.int64)
        self.band = np.where(pupils < 0, -1, np.searchsorted(pair_rules.SIZE_BANDS, pupils, side="right"))
        self.in_window = np.array([s.in_window for s in sides], bool)
        self.lot = np.array([crc32(s.key.encode()) for s in sides], np.uint64)


def padded(left: Sequence[Collection[str]], right: Sequence[Collection[str]]) -> tuple[Ints, Ints]:
    """Each row's groups as numbers, side by side; only those that stand on both sides matter."""
    groups = dict.fromkeys(chain.from_iterable(right))
    if groups.keys().isdisjoint(chain.from_iterable(left)):
        return np.zeros((len(left), 0), np.int64), np.zeros((len(right), 0), np.int64)
    number = dict(zip(groups, range(len(groups)), strict=True))

    def flat(rows: Sequence[Collection[str]]) -> tuple[Ints, Ints]:
        numbers = np.fromiter(map(number.get, chain.from_iterable(rows), repeat(-1)), np.int64)
        return np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), np.int64, len(rows))), numbers

    def table(rows: int, places: Ints, numbers: Ints, filler: int) -> Ints:
        both = shared[numbers]
        places, numbers = places[both], numbers[both]
        nth = np.arange(len(places)) - np.searchsorted(places, places)  # rows come in order
        padded = np.full((rows, int(nth.max(initial=-1)) + 1), filler, np.int64)
        padded[places, nth] = numbers
        return padded

    mine, theirs = flat(left), flat(right)
    shared = np.zeros(len(number) + 1, bool)  # the last stands for -1: a group that is on the left alone
    shared[mine[1]] = True
    shared[-1] = False
    return table(len(left), *mine, -1), table(len(right), *theirs, -2)


def blocks(places: Ints, *, size: int) -> Iterator[Ints]:
    for start in range(0, len(places), size):
        yield places[start : start + size]


def distinct(codes: Ints) -> Ints:
    """Sorted, each once. (np.unique hashes, which costs more here than sorting does.)"""
    codes = np.sort(codes)
    return codes[np.concatenate(([True], codes[1:] != codes[:-1]))] if len(codes) else codes


def numbered(places: Ints, size: int) -> tuple[Ints, Ints]:
    """The places that occur, in order, and for each given place its number among them."""
    here = np.zeros(size, bool)
    here[places] = True
    return np.flatnonzero(here), (np.cumsum(here) - 1)[places]


def member(codes: Ints, among: Ints) -> Flags:
    """np.isin for a sorted second array, without its sort of the first."""
    if not len(among):
        return np.zeros(len(codes), bool)
    place = np.minimum(np.searchsorted(among, codes), len(among) - 1)
    return among[place] == codes
