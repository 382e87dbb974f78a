"""What we go by where Ofsted says nothing, or said it long ago: as first known (November 2026). Pure.

The rows of `EstimateRow` are seeded from here, may be edited by an administrator, and win. Whoever shows one of these
says that it is an estimate, where it comes from and how sure it is. Numbers of the window are in `window_rules`, those
of the weeks after an inspection in `deadline_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

HIGH, MEDIUM, LOW = "high", "medium", "low"
_SEEN = date(2025, 11, 10)
_HANDBOOK_2024 = date(2024, 1, 1)
_FIGURES = "Ofsted’s figures for April 2024 to April 2025, in Schools Week, 6 March 2026"
_PAUSING = "Ofsted, Pausing state-funded school inspections, January 2024; Schools Week on how pauses would work"
_FIRST_CALL = "Inspection guides of 2024-25, NEU; not read again in the guide in force since September 2026"


@dataclass(frozen=True, slots=True)
class Estimate:
    """An hour (London), a number or some lines of text: one of the three."""

    code: str
    title: str
    source: str
    confidence: str
    hour: time | None = None
    number: int | None = None
    unit: str = ""
    lines: str = ""
    from_date: date = _SEEN
    to_date: date | None = None

    @property
    def each(self) -> list[str]:
        return [line.strip() for line in self.lines.splitlines() if line.strip()]


ESTIMATES: tuple[Estimate, ...] = (
    Estimate(
        "call_hours_from", "Calls usually come from", _FIRST_CALL, MEDIUM, hour=time(9, 30), from_date=date(2024, 9, 1)
    ),
    Estimate(
        "call_hours_to",
        "Calls usually come until",
        "What heads told of calls in 2024: between 9.30am and 2pm",
        LOW,
        hour=time(14),
        from_date=date(2024, 9, 1),
    ),
    Estimate(
        "autumn_school_days",
        "School days at the start of autumn before a call is usual",
        "Ofsted’s guide for maintained and academy schools, 2023-24: not before five school days. Its wording bears "
        "four full days before, and five: we count with four, so that no Monday is called quiet in error",
        LOW,
        number=4,
        unit="school days",
        from_date=date(2023, 9, 1),
    ),
    Estimate(
        "window_lead",
        "The window opens this long before the usual date",
        "Our own choice: heads tell of about a year of waiting (Schools Week). Ofsted publishes no opening date",
        LOW,
        number=12,
        unit="months",
    ),
    Estimate(
        "full_days",
        "A full inspection lasts",
        "The council’s summary of the framework of November 2025, northumberlandeducation.co.uk/ofsted",
        MEDIUM,
        number=2,
        unit="days",
    ),
    Estimate(
        "other_days",
        "Any other visit lasts",
        "Not found in any source: a day to begin with, and any date can be typed",
        LOW,
        number=1,
        unit="days",
    ),
    Estimate(
        "pause_back",
        "After a pause inspectors come back after",
        _PAUSING,
        LOW,
        number=1,
        unit="school days",
        from_date=_HANDBOOK_2024,
    ),
    Estimate(
        "pause_most",
        "A pause lasts at the most",
        _PAUSING,
        LOW,
        number=5,
        unit="working days",
        from_date=_HANDBOOK_2024,
    ),
    Estimate(
        "pauses_asked",
        "Pauses asked for in 2024-25",
        _FIGURES,
        MEDIUM,
        number=37,
        unit="requests",
        from_date=date(2026, 3, 6),
    ),
    Estimate(
        "pauses_agreed",
        "Pauses agreed in 2024-25",
        _FIGURES,
        MEDIUM,
        number=37,
        unit="requests",
        from_date=date(2026, 3, 6),
    ),
    Estimate(
        "deferrals_asked",
        "Deferrals asked for in 2024-25",
        _FIGURES,
        MEDIUM,
        number=786,
        unit="requests",
        from_date=date(2026, 3, 6),
    ),
    Estimate(
        "deferrals_agreed",
        "Deferrals agreed in 2024-25",
        _FIGURES,
        MEDIUM,
        number=621,
        unit="requests",
        from_date=date(2026, 3, 6),
    ),
    Estimate(
        "deferral_reasons",
        "Reasons that count for putting it off",
        "Ofsted’s guidance on deferring inspections, November 2025, in part as NAHT and Schools Week reported it",
        MEDIUM,
        lines=(
            "a police investigation, or another agency’s\n"
            "a death or another serious incident\n"
            "the school is merging, closing or moving\n"
            "a local worry, or a closure for public health\n"
            "the school is closed, or three quarters of the staff are away, for at least half of the time\n"
            "since November 2025: the well-being of senior leaders, where it is severely affected and no other leader "
            "can step in"
        ),
        from_date=date(2025, 11, 5),
    ),
    Estimate(
        "may_be_told",
        "Who may be told the provisional outcome, in confidence",
        "Ofsted’s change to its handbook of January 2024, as councils and schools reported it; governors: a text of "
        "2015-16. Looked at in November 2026; the documents in force since September 2026 have not been checked",
        MEDIUM,
        lines=(
            "your buddy, and whoever else supports you\n"
            "colleagues at the school\n"
            "your family\n"
            "your doctor, or anybody who looks after your health\n"
            "your union\n"
            "governors or trustees: every one of them is entitled to know, and to see the draft"
        ),
        from_date=_HANDBOOK_2024,
    ),
    Estimate(
        "not_yet_told",
        "Who may not be told before publication",
        "Ofsted’s change to its handbook of January 2024, as councils and schools reported it",
        MEDIUM,
        lines="parents\npupils\nthe press, and anything public",
        from_date=_HANDBOOK_2024,
    ),
)


class Estimates(dict[str, Estimate]):
    """By code, as in force today."""

    def number(self, code: str) -> int:
        found = self[code].number
        if found is None:
            raise TypeError(f"{code} is no number")
        return found

    def hour(self, code: str) -> time:
        found = self[code].hour
        if found is None:
            raise TypeError(f"{code} is no hour")
        return found
