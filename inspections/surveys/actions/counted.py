"""What is counted and never read: conduct feedback, the yearly survey, and what becomes of help that is asked for.

No audit row and no time is written with an answer: beside one, the order of the rows would tell whose it is.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from inspections.surveys import rules
from inspections.surveys.models import ConductFeedback, HelpCounted, PublishedTables, StillInPost, SurveyAnswer
from inspections.surveys.questions import BECAME, CONDUCT, HELP, HELPED, SCALE, SURVEY, WAITS
from inspections.surveys.still_in_post import MONTHS
from inspections.surveys.suppression import FEW, may_replace, rounded, suppressed
from inspections.visits.models import Inspection
from network import clock, guarded
from network.models import Person
from network.schools.calendar import school_year

Counts = dict[str, Counter[str]]  # by question, by answer
SAME, OTHER, UNKNOWN = "same", "other", "unknown"


def year_of(*, day: date) -> str:
    first = school_year(day).first.year
    return f"{first}/{(first + 1) % 100:02}"


@transaction.atomic
def give_feedback(*, by: Person, inspection: Inspection, answers: Mapping[str, int]) -> bool:
    """Once an inspection: False when there is one already. No page can find it again to change it."""
    rules.check_may_give_feedback(by, inspection)
    _, made = ConductFeedback.objects.get_or_create(
        once=_of_inspection(inspection),
        defaults={"school_year": year_of(day=inspection.ends_on), "answers": _only(CONDUCT, answers)},
    )
    return made


@transaction.atomic
def answer_the_survey(*, by: Person, answers: Mapping[str, int]) -> bool:
    """Once a school year."""
    rules.check_may_answer_the_survey(by)
    year = year_of(day=clock.today())
    _, made = SurveyAnswer.objects.get_or_create(
        once=_of_head(by, year), defaults={"school_year": year, "answers": _only(SURVEY, answers)}
    )
    return made


def has_given_feedback(*, inspection: Inspection) -> bool:
    return ConductFeedback.objects.filter(once=_of_inspection(inspection)).exists()


def has_answered(*, person: Person) -> bool:
    return SurveyAnswer.objects.filter(once=_of_head(person, year_of(day=clock.today()))).exists()


def help_asked(*, public_id: UUID, kind: str) -> None:
    """In the transaction of the request itself."""
    year = year_of(day=clock.today())
    HelpCounted.objects.get_or_create(
        once=_of_help(HelpCounted.BECAME, public_id),
        defaults={"about": HelpCounted.BECAME, "school_year": year, "kind": kind, "answer": WAITS},
    )


def help_became(*, public_id: UUID, answer: str) -> None:
    if answer not in BECAME:
        raise ValueError("not counted")
    HelpCounted.objects.filter(once=_of_help(HelpCounted.BECAME, public_id)).update(answer=answer)


def help_helped(*, public_id: UUID, answer: str) -> None:
    """Once a request; the first answer counts."""
    if answer not in HELPED:
        raise ValueError("not on the scale")
    asked = HelpCounted.objects.filter(once=_of_help(HelpCounted.BECAME, public_id)).first()
    if asked is not None:
        HelpCounted.objects.get_or_create(
            once=_of_help(HelpCounted.HELPED, public_id),
            defaults={"about": HelpCounted.HELPED, "school_year": asked.school_year, "answer": answer},
        )


def help_taken_back(*, public_id: UUID) -> None:
    """As if it had never been asked."""
    both = [_of_help(about, public_id) for about in (HelpCounted.BECAME, HelpCounted.HELPED)]
    HelpCounted.objects.filter(once__in=both).delete()


def publish(*, by: None = None) -> int:
    """Every hour; writes only where four weeks have passed and five more were counted. How many read differently."""
    changed: list[int] = []
    conduct = ConductFeedback.objects.values_list("school_year", "answers")
    survey = SurveyAnswer.objects.values_list("school_year", "answers")
    guarded.steps(
        lambda: changed.append(_publish_years("conduct", CONDUCT, conduct)),
        lambda: changed.append(_publish_years("survey", SURVEY, survey)),
        lambda: changed.append(_publish("still-in-post", "", _in_post())),
        lambda: changed.append(_publish_help()),
    )
    return sum(changed)


def _publish_years(kind: str, questions: Mapping[str, str], rows: Iterable[tuple[str, dict[str, int]]]) -> int:
    years: dict[str, Counts] = defaultdict(lambda: {code: _none_yet() for code in questions})
    for year, answers in rows:
        for code, answer in answers.items():
            years[year][code][str(answer)] += 1
    changed = 0
    with guarded.rows() as each:
        for year, counts in years.items():
            with each(int(year[:4])):
                changed += _publish(kind, year, counts)
    return changed


def _publish_help() -> int:
    """What became of it and of which kind it was, by one total; whether it helped, by another, of fewer."""
    years: dict[str, Counts] = defaultdict(
        lambda: {"became": Counter(dict.fromkeys(BECAME, 0)), "kind": Counter(dict.fromkeys(HELP, 0))}
    )
    helped: dict[str, Counts] = defaultdict(lambda: {"helped": Counter(dict.fromkeys(HELPED, 0))})
    rows = HelpCounted.objects.order_by("once").values_list("about", "school_year", "kind", "answer")
    for about, year, kind, answer in rows:
        if about == HelpCounted.HELPED:
            helped[year]["helped"][answer] += 1
        else:
            years[year]["became"][answer] += 1
            years[year]["kind"][kind] += 1
    changed = 0
    with guarded.rows() as each:
        for of_what, counted in (("help", years), ("helped", helped)):
            for year, counts in counted.items():
                with each(int(year[:4])):
                    changed += _publish(of_what, year, counts)
    return changed


def _in_post() -> Counts:
    counts: Counts = {str(months): Counter(dict.fromkeys((SAME, OTHER, UNKNOWN), 0)) for months in MONTHS}
    words = {True: SAME, False: OTHER, None: UNKNOWN}
    for months, same in StillInPost.objects.values_list("months", "same_head"):
        counts[str(months)][words[same]] += 1
    return counts


@transaction.atomic
def _publish(kind: str, year: str, counts: Counts) -> int:
    """The tables of one kind and year together: side by side they must be of the same day."""
    counted = sum(sum(cells.values()) for cells in counts.values()) // len(counts)
    before = PublishedTables.objects.filter(kind=kind, school_year=year).first()
    today = clock.today()
    if before is not None and not may_replace(before.counted, before.counted_on, counted, today):
        return 0
    tables = {code: suppressed(cells) for code, cells in counts.items()}
    shown: dict[str, Any] = {
        code: asdict(table) | {"mostly": _mostly(counts[code])} for code, table in tables.items() if table is not None
    }
    if not shown:
        return 0
    PublishedTables.objects.update_or_create(
        kind=kind, school_year=year, defaults={"tables": shown, "counted": counted, "counted_on": today}
    )
    return 1


def _mostly(cells: Counter[str]) -> int | None:
    """“Mostly” and “fully” together, rounded, for the band of the public page; on no page as a number."""
    said = cells["4"] + cells["5"]
    return rounded(said) if said >= FEW else None


def _none_yet() -> Counter[str]:
    return Counter({str(mark): 0 for mark in SCALE})


def _only(questions: Mapping[str, str], answers: Mapping[str, int]) -> dict[str, int]:
    """Every question, in its own order, on the scale: nothing else can be stored."""
    found = {code: int(answers[code]) for code in questions}
    if not set(found.values()) <= SCALE.keys():
        raise ValueError("not on the scale")
    return found


def _of_inspection(inspection: Inspection) -> str:
    return _once(f"conduct\n{inspection.public_id}")


def _of_head(person: Person, year: str) -> str:
    return _once(f"survey\n{person.public_id}\n{year}")


def _of_help(about: str, public_id: UUID) -> str:
    return _once(f"help\n{about}\n{public_id}")


def _once(said: str) -> str:
    key = hashlib.sha256(b"inspections.counted\n" + settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, said.encode(), "sha256").hex()
