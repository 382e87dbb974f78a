"""What the product says and cannot check by itself, whatever table it stands in."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from inspections.deadlines.models import DeadlineRule
from inspections.windows.models.estimates import EstimateRow
from inspections.windows.models.windows import WindowRule
from network.models import Helpline, Person
from network.people.models.checked import is_due

# By the word in the address: the model, what it is called, where a row is edited.
KINDS: dict[str, tuple[Any, str, str]] = {
    "window": (WindowRule, "Rule of the window", "inspections:window-rule-edit"),
    "deadline": (DeadlineRule, "Rule of the deadlines", "inspections:deadline-rule-edit"),
    "estimate": (EstimateRow, "Estimate", "inspections:estimate-edit"),
    "helpline": (Helpline, "Helpline", "network:helpline-edit"),
}


def _due(model: Any) -> QuerySet:
    return model.objects.filter(is_due())


TO_CHECK = [partial(_due, model) for model, *_ in KINDS.values()]
ADDRESS = re.compile(r"(?:^|[\s(])((?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)")


class Fact(NamedTuple):
    kind: str
    kind_in_words: str
    row: Any
    name: str
    edit: str
    sources: list[tuple[str, str]]  # a line, and the address in it


def facts(person: Person) -> list[Fact]:
    """What is to be checked first, then by the day on which it comes up."""
    found = [
        Fact(kind, words, row, _name(row), reverse(page, args=[row.public_id]), _sources(row.source))
        for kind, (model, words, page) in KINDS.items()
        for row in model.objects.visible_to(person).select_related("checked_by")
    ]
    return sorted(found, key=lambda fact: (not fact.row.check_is_due, str(fact.row.checked_on), fact.name))


def _name(row: Any) -> str:
    return str(getattr(row, "title", "") or getattr(row, "applies", "") or row.name)


def _sources(text: str) -> list[tuple[str, str]]:
    lines = (line.strip() for line in text.splitlines() if line.strip())
    return [(line, f"https://{found[1]}" if (found := ADDRESS.search(line)) else "") for line in lines]
