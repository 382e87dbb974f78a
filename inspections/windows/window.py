"""When the call may come: a school's inspection history and the rule rows in, its window out.

Pure: no Django, no clock, no database. The rules and their numbers are rows (`inspections.window_rules`, stored as
`WindowRule`); here is only how they are applied. Law: section 5 of the Education Act 2005 and its regulations; an
inspection counts at the day it begins. Nothing here works out an overall grade from a report card, and nothing here
is an Ofsted date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from inspections.windows import seed as window_rules
from inspections.windows.dates import add_months, limit_after, span
from inspections.windows.history import QUALIFYING, UNKNOWN, Facts, Kind, Past, is_inadequate, rule_for
from inspections.windows.seed import LOW, Rule
from inspections.windows.words import ESTIMATE, by_hand_words, day_in_words, limit_words, status_words, usual_words
from network import checks

LEAD_MONTHS = 12  # how long before the usual date the window opens: ours, heads report about a year of waiting
BY_HAND = "by hand"
NEVER_QUIET = frozenset({"W8", "W9"})  # monitoring may be notified on any day
NO_QUIET_WEEKS = NEVER_QUIET | {UNKNOWN}  # and where it cannot be told whether Ofsted is monitoring


@dataclass(frozen=True, slots=True)
class Note:
    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Window:
    rule: str
    opens_on: date | None  # None: not known, or closed by hand
    due_on: date | None  # the usual date; None: not known, or all the time (W8, W9)
    limit_on: date | None  # the last date in law
    confidence: str
    sentence: str
    sources: tuple[str, ...]
    also: tuple[Note, ...] = ()
    counted_from: Past | None = None
    quiet_weeks: bool = True  # False: no calendar of quiet weeks may be shown
    applies: str = ""  # which schools the rule is for, in its own words
    age: str = ""  # when this network last checked the rule, in words

    def is_open(self, on: date) -> bool:
        return self.opens_on is not None and self.opens_on <= on

    @property
    def is_unknown(self) -> bool:
        return self.rule == UNKNOWN


def rules_in_force(rules: Iterable[Rule], on: date) -> dict[str, Rule]:
    """One row per code: the newest that has begun and not ended; else the next to begin, else the last to end."""

    def rank(rule: Rule) -> tuple[int, int]:
        if rule.from_date > on:
            return (1, -rule.from_date.toordinal())
        if rule.to_date is not None and rule.to_date <= on:
            return (0, rule.to_date.toordinal())
        return (2, rule.from_date.toordinal())

    chosen: dict[str, Rule] = {}
    for rule in rules:
        if rule.code not in chosen or rank(rule) > rank(chosen[rule.code]):
            chosen[rule.code] = rule
    return chosen


def window(
    history: Iterable[Past],
    school: Facts,
    rules: Mapping[str, Rule],
    *,
    on: date,
    lead_months: int = LEAD_MONTHS,
) -> Window | None:
    """The school's window as seen on a day; None for a school that has none: `school.without` says why.

    ``rules`` is what `rules_in_force` gave. Inspections begun after ``on`` are left out.
    """
    if school.without:
        return None
    events = [past for past in history if past.kind in QUALIFYING and past.started_on <= on]
    own = _by_date(past for past in events if not past.of_predecessor)
    before = _by_date(past for past in events if past.of_predecessor)
    if own:
        found = _after_inspection(own, school, rules, lead_months)
    elif before and not is_inadequate(before[-1]):
        found = _after_predecessor(before, school, rules, lead_months)
    else:
        found = _never_inspected(school, rules, lead_months, before[-1] if before else None)
    return _finished(found, school, rules, on)


def _by_date(events: Iterable[Past]) -> list[Past]:
    return sorted(events, key=lambda past: (past.started_on, QUALIFYING.index(past.kind)))


def _after_inspection(own: list[Past], school: Facts, rules: Mapping[str, Rule], lead_months: int) -> Window:
    past = own[-1]
    rule = rules[rule_for(own, rules, school.kind)]
    words = [f"The last inspection that counts began on {day_in_words(past.started_on)}.", rule.explanation]
    if rule.code == UNKNOWN:
        return _found(rule, None, None, None, rule.confidence, words, past)
    limit = limit_after(past.started_on, rule, rules)
    confidence = rule.confidence
    if rule.counts_from == window_rules.ALWAYS:
        opens, due = past.published_on or past.started_on, None
    else:
        counted = past.started_on
        if rule.counts_from == window_rules.PUBLICATION:
            counted = past.published_on or past.started_on
            confidence = confidence if past.published_on else LOW
        opens, due = span(counted, rule, lead_months, limit, past.started_on)
    return _found(rule, opens, due, limit, confidence, words, past)


def _after_predecessor(before: list[Past], school: Facts, rules: Mapping[str, Rule], lead_months: int) -> Window:
    """By its own third year and by the earlier school's last inspection, whichever is earlier; never before it opened.
    An outstanding school that was exempt hands its exemption on (SI 2012/1293, regulation 4)."""
    past = before[-1]
    words = [f"The school it replaced was last inspected on {day_in_words(past.started_on)}."]
    theirs = rule_for(before, rules, school.kind)
    if theirs == UNKNOWN:
        unknown = rules[UNKNOWN]
        return _found(unknown, None, None, None, unknown.confidence, [*words, unknown.explanation], past)
    rule = rules["W11"]
    exempt = rules["W4"] if theirs == "W4" else None
    usual = exempt or rules["W1" if past.kind is Kind.FULL else "W2"]
    limit = limit_after(past.started_on, exempt or rule, rules)
    opens, due = span(past.started_on, usual, lead_months, limit, past.started_on)
    words.append(rule.explanation)
    both = f"By the earlier school's inspection: by {day_in_words(due)}."
    if school.opened_on:
        own_opens, own_due = _third_year(school.opened_on, rules, lead_months)
        both += f" By its own opening on {day_in_words(school.opened_on)}: "
        both += f"between {day_in_words(add_months(school.opened_on, rules['W10'].usual_from_months or 0))} "
        both += f"and {day_in_words(own_due)}."
        if due < school.opened_on:
            words.append("The earlier school's date had passed before this one opened, so we count from its opening.")
        opens, due = max(min(opens, own_opens), school.opened_on), max(min(due, own_due), school.opened_on)
        if limit is not None and limit < school.opened_on:
            limit = None
    else:
        both += " When it opened is not in the register."
    found = _found(rule, opens, due, limit, LOW if school.predecessors > 1 else rule.confidence, words, past)
    sources = tuple(dict.fromkeys(found.sources + _lines(usual.source)))
    return replace(found, also=(Note("W11", both),), sources=sources)


def _third_year(opened_on: date, rules: Mapping[str, Rule], lead_months: int = LEAD_MONTHS) -> tuple[date, date]:
    return span(opened_on, rules["W10"], lead_months, None, opened_on)


def _never_inspected(school: Facts, rules: Mapping[str, Rule], lead_months: int, before: Past | None) -> Window:
    has_predecessor = school.predecessors > 0 and before is None
    rule = rules["W11" if has_predecessor else "W10"]
    words = ["The register shows no inspection of this school yet.", rule.explanation]
    confidence = LOW if has_predecessor or before else rule.confidence
    opens = due = None
    if school.opened_on:
        opens, due = _third_year(school.opened_on, rules, lead_months)
        words.insert(1, f"It opened on {day_in_words(school.opened_on)}.")
    also: tuple[Note, ...] = ()
    if before is not None:
        also = (Note("W10", "The school it replaced was in difficulty, so Ofsted usually treats it as new."),)
    elif has_predecessor:
        also = (Note("W11", "We hold no inspection of the school it replaced, so only the third year is shown."),)
    return replace(_found(rule, opens, due, None, confidence, words, None), also=also)


def _found(
    rule: Rule,
    opens: date | None,
    due: date | None,
    limit: date | None,
    confidence: str,
    words: list[str],
    past: Past | None,
) -> Window:
    usual_from = None
    if due is not None and rule.usual_from_months is not None and rule.usual_months is not None:
        usual_from = add_months(due, rule.usual_from_months - rule.usual_months)
    sentence = " ".join(filter(None, [*words, usual_words(due, usual_from)]))
    quiet = rule.code not in NO_QUIET_WEEKS
    return Window(
        rule.code,
        opens,
        due,
        limit,
        confidence,
        sentence,
        _lines(rule.source),
        (),
        past,
        quiet,
        rule.applies,
        checks.age(rule.checked_on),
    )


def _finished(found: Window, school: Facts, rules: Mapping[str, Rule], on: date) -> Window:
    """With where it stands today, what the law says, and the notes that every window carries."""
    confidence, sentence, also = found.confidence, found.sentence, found.also
    opens, due = found.opens_on, found.due_on
    if found.counted_from is None and (due is None or due < _longest_wait(rules, on)):
        # Open for longer than the law lets any school wait: then an inspection is missing from the register.
        since = "and not when it opened" if due is None else "though it has been open for many years"
        sentence = f"The register shows no inspection of this school, {since}."
        opens = due = None
        confidence = LOW
    if (found.limit_on or (None if found.counted_from else due) or on) < on:
        confidence = LOW  # later than it can be, or for a first inspection than is usual: the register may be behind
    words = [
        sentence,
        status_words(opens, due, on, any_day=not found.quiet_weeks, all_passed=_all_passed(found, school, rules, on)),
        limit_words(found.limit_on, on),
        ESTIMATE,
    ]
    if school.is_closing:
        also = (*also, Note("W12", rules["W12"].explanation))
    also = (*also, Note("W0", rules["W0"].explanation))
    noted = [source for note in also for source in _lines(rules[note.rule].source)]
    return replace(
        found,
        opens_on=opens,
        due_on=due,
        confidence=confidence,
        sentence=" ".join(filter(None, words)),
        also=also,
        sources=tuple(dict.fromkeys([*found.sources, *noted])),
    )


def _all_passed(found: Window, school: Facts, rules: Mapping[str, Rule], on: date) -> bool:
    """Of a school that replaced another: every date that can be worked out, its own third year too."""
    if found.rule != "W11" or found.due_on is None:
        return False
    own = _third_year(school.opened_on, rules)[1] if school.opened_on else None
    return all(day < on for day in (found.due_on, found.limit_on, own) if day is not None)


def _longest_wait(rules: Mapping[str, Rule], on: date) -> date:
    years = max((rule.limit_school_years or 0 for rule in rules.values()), default=0)
    return add_months(on, -12 * years)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def opened_or_closed_by_hand(found: Window, *, is_open: bool, since: date, monitored: bool = False) -> Window:
    """A person's word wins over the estimate until it is withdrawn; the estimate's dates stay beside it. Opened
    because Ofsted is monitoring, no week of it is quiet, whatever the register says."""
    quiet = found.quiet_weeks and not (is_open and monitored)
    return replace(
        found,
        opens_on=since if is_open else None,
        confidence=BY_HAND,
        quiet_weeks=quiet,
        sentence=f"{by_hand_words(is_open, since, any_day=not quiet)} Without that we would say: {found.sentence}",
    )
