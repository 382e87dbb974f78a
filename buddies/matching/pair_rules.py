"""How well one buddy fits one head: the hard rules, the points, and both in words. Pure: values in, values out.

Points are whole numbers; fewer is better. What a head keeps to herself (her wishes, her private list) is never put into
words here. Each rule is written once, here, and asked of one pair at a time; which pairs are worth asking about is said
in `pool.py`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, fields
from functools import cache
from math import isqrt

NEAR_KM = 10
FAR_ENOUGH_KM = 60  # beyond this, further is no worse
UNKNOWN_KM = 10  # the register has no place for some schools
SIZE_BANDS = (100, 210, 420, 900)  # pupils: very small, one form of entry, two, large, very large
NOT_AVAILABLE, FULL, FORMER = "not available", "at capacity", "former employer within two years"
SAME = {"trust": "same trust", "foundation": "same foundation trust", "board": "shared governing board"}
MANAGES, OFFICER, SPEAKS = "line management", "officer for that school", "represents that school's employer"


@dataclass(slots=True, unsafe_hash=True)
class Side:
    """What both sides have. Groups are words such as "trust:1234", "foundation:99", "board:77"."""

    key: str
    person: str = ""
    schools: frozenset[str] = frozenset()
    employers: frozenset[str] = frozenset()
    former_employers: frozenset[str] = frozenset()  # left within two years
    managers: frozenset[str] = frozenset()  # persons who line-manage this one
    phases: frozenset[str] = frozenset()
    kind: str = ""
    pupils: int | None = None
    easting: int | None = None
    northing: int | None = None
    in_window: bool = False
    size_band: int = field(init=False, compare=False)  # 0 to 4, or -1 where the register has no number of pupils

    def __post_init__(self) -> None:
        self.size_band = -1 if self.pupils is None else bisect_right(SIZE_BANDS, self.pupils)


@dataclass(slots=True, unsafe_hash=True)
class Head(Side):
    """A head who waits for a buddy."""

    officers: frozenset[str] = frozenset()  # persons who are officers for her school
    representatives: frozenset[str] = frozenset()  # persons who represent her employer
    not_these: frozenset[str] = frozenset()  # her private list: seen by nobody
    ended_with: frozenset[str] = frozenset()
    knows: frozenset[str] = frozenset()
    wish_phase: bool = False
    wish_distance: str = ""  # "near", "far" or no wish
    wish_known: str = ""  # "known", "unknown" or no wish
    wish_gender: str = ""  # "woman", "man" or no wish
    urgent: bool = False  # the call has come


@dataclass(slots=True, unsafe_hash=True)
class Buddy(Side):
    """A person who offers to stand by others."""

    capacity: int = 1
    carries: int = 0
    reserve_capacity: int = 2
    reserve_carries: int = 0
    paused: bool = False
    resting: bool = False
    called: bool = False  # inspectors are at her own school: known to the solver, told to nobody
    inspected_months: int | None = None  # since an inspection under the present framework
    gender: str = ""

    @property
    def away(self) -> bool:
        return self.paused or self.resting or self.called


@dataclass(frozen=True, slots=True)
class Weights:
    """Points a pair pays for what is not as we would like it. Each field is one line of the page on
    which an administrator sets them and officers read them."""

    phase: int = 30
    inspected: int = 15
    recent_months: int = 24
    km: int = 1
    kind: int = 5
    size: int = 3
    window: int = 25
    load: int = 8
    wish: int = 15
    ended: int = 60
    reserve_window: int = 40
    first_urgent: int = 200
    first_window: int = 100

    def __post_init__(self) -> None:
        for weight in fields(self):
            value = getattr(self, weight.name)
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1000:
                raise ValueError(f"{weight.name} must be a whole number from 0 to 1000")


def metres(head: Side, buddy: Side) -> int | None:
    if head.easting is None or head.northing is None or buddy.easting is None or buddy.northing is None:
        return None
    return isqrt((head.easting - buddy.easting) ** 2 + (head.northing - buddy.northing) ** 2)


def whole_km(head: Side, buddy: Side) -> int:
    away = metres(head, buddy)
    return UNKNOWN_KM if away is None else min(away // 1000, FAR_ENOUGH_KM)


def conflict(head: Head, buddy: Buddy) -> str:
    """The standing reason, in words, why these two may never be paired; "" when there is none."""
    if head.person and head.person == buddy.person:
        return "the same person"
    if not head.schools.isdisjoint(buddy.schools):
        return "same school"
    if not head.employers.isdisjoint(buddy.employers):
        kind = min(head.employers & buddy.employers).partition(":")[0]
        return SAME.get(kind, "same employer")
    if of_roles := conflict_of_roles(head, buddy):
        return of_roles
    if head.employers.isdisjoint(buddy.former_employers) and head.former_employers.isdisjoint(buddy.employers):
        return ""
    return FORMER


def conflict_of_roles(head: Head, buddy: Buddy) -> str:
    """Who manages her, runs the network or speaks for her employer: this wins over everything, at once."""
    if buddy.person in head.managers or (head.person and head.person in buddy.managers):
        return MANAGES
    if buddy.person in head.officers:
        return OFFICER
    return SPEAKS if buddy.person in head.representatives else ""


def ruled_out(head: Head, buddy: Buddy, *, full: bool | None = None) -> str:
    """Why not, in words for the officer; "" when the pair is allowed. `full` overrides what she carries now."""
    standing = conflict(head, buddy)
    if standing:
        return standing
    if buddy.away or buddy.person in head.not_these:
        return NOT_AVAILABLE
    if buddy.carries >= buddy.capacity if full is None else full:
        return FULL
    return ""


def fixed_points(head: Head, buddy: Buddy, weights: Weights) -> int:
    """Points that may be shown and are the same for a buddy and for a reserve: all but those of the window."""
    months = buddy.inspected_months
    points = weights.km * whole_km(head, buddy)
    if head.phases.isdisjoint(buddy.phases):
        points += weights.phase
    if months is None or months > weights.recent_months:
        points += weights.inspected
    if head.kind != buddy.kind:
        points += weights.kind
    if head.size_band >= 0 and buddy.size_band >= 0:
        points += weights.size * abs(head.size_band - buddy.size_band)
    if buddy.person in head.ended_with:
        points += weights.ended
    return points


def window_points(head: Head, buddy: Buddy, weights: Weights, *, reserve: bool) -> int:
    """Both could be called in the same weeks; a reserve should not be called at all."""
    if not buddy.in_window:
        return 0
    if reserve:
        return weights.reserve_window
    return weights.window if head.in_window else 0


def wish_points(head: Head, buddy: Buddy, weights: Weights) -> int:
    """For each wish of hers that is not met. Never shown."""
    if not (head.wish_phase or head.wish_distance or head.wish_known or head.wish_gender):
        return 0
    km, known = whole_km(head, buddy), buddy.person in head.knows
    unmet = (
        (head.wish_phase and head.phases.isdisjoint(buddy.phases))
        + (head.wish_distance == "near" and km > NEAR_KM)
        + (head.wish_distance == "far" and km <= NEAR_KM)
        + (head.wish_known == "known" and not known)
        + (head.wish_known == "unknown" and known)
        + (bool(head.wish_gender) and head.wish_gender != buddy.gender)
    )
    return weights.wish * unmet


def open_points(head: Head, buddy: Buddy, weights: Weights, *, reserve: bool = False) -> int:
    """Points that may be shown: everything but the head's own wishes and the load."""
    return fixed_points(head, buddy, weights) + window_points(head, buddy, weights, reserve=reserve)


def points(head: Head, buddy: Buddy, weights: Weights, *, reserve: bool = False) -> int:
    """All points of the pair except the load, which depends on how many the buddy carries by then."""
    return open_points(head, buddy, weights, reserve=reserve) + wish_points(head, buddy, weights)


def turn(head: Head, weights: Weights) -> int:
    """Points a head pays for being matched before one who needs it sooner; they matter only when places are short."""
    if head.urgent:
        return 0
    return weights.first_urgent + (0 if head.in_window else weights.first_window)


def sentence(head: Head, buddy: Buddy, *, carries: int, reserve: bool = False) -> str:
    """Why this pair, in words an officer can defend."""
    away = metres(head, buddy)
    phase = "another phase" if head.phases.isdisjoint(buddy.phases) else "same phase"
    where = "distance not known" if away is None else f"{away / 1000:.1f} km"
    said = f"{phase}; {_inspected(buddy.inspected_months)}; {where}; "
    if buddy.in_window and (reserve or head.in_window):
        said += "in the window too; "
    if buddy.person in head.ended_with:
        said += "an earlier pairing of theirs ended; "
    if reserve:
        return f"{said}reserve for {carries} of {buddy.reserve_capacity}"
    return f"{said}carries {carries} of {buddy.capacity}"


@cache
def _inspected(months: int | None) -> str:
    if months is None:
        return "not yet inspected under the present framework"
    ago = "this month" if months == 0 else f"{months} month{'' if months == 1 else 's'} ago"
    return f"inspected {ago} under the present framework"
