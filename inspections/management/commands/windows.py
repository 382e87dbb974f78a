"""Each school's window, worked out afresh from what is stored: needs no worker and writes nothing."""

import csv
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from inspections.windows import kinds
from inspections.windows.actions.afresh import Seen, windows_of
from network import clock
from network.csv_cells import inert
from network.models import Authority, School

COLUMNS = ("urn", "name", "rule", "opens_on", "due_on", "limit_on", "confidence")
WITHOUT = ("urn", "name", "kind", "reason")
WRONG = 2  # exit code: an option that cannot be


class Command(BaseCommand):
    help = (
        "List the Ofsted window of each of the network's schools: our best estimate, never Ofsted's dates. "
        "Ends with 2 on a wrong option."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--authority", metavar="NAME", help="this council's schools (its name or number), not the network's own"
        )
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="as seen on this day (today)")
        parser.add_argument("--format", choices=["table", "csv"], default="table")
        parser.add_argument("--without", action="store_true", help="open schools that have no window, and why, instead")

    def handle(self, *, authority: str | None, on: str | None, format: str, without: bool, **options: Any) -> None:
        day = _day(on) if on else clock.today()
        every = windows_of(on=day, schools=_schools(authority))
        columns, rows = (WITHOUT, _without(every)) if without else (COLUMNS, _rows(every))
        try:
            self._write(columns, rows, day, format)
        except BrokenPipeError:  # `| head` has read enough; Python must not try again as it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _write(self, columns: tuple[str, ...], rows: Iterator[tuple[str, ...]], day: date, format: str) -> None:
        if format == "csv":
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([inert(cell) for cell in row] for row in rows)
            return
        listed = list(rows)
        if not listed:
            self.stdout.write(
                "There is no such school of this network. Are its areas named (under Set-up), and is a register loaded "
                "(manage.py import_register FILE)?"
            )
            return
        widths = [max(len(row[n]) for row in [columns, *listed]) for n in range(len(columns))]
        for row in [columns, *listed]:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())
        self.stdout.write(f"{len(listed)} schools as seen on {day}. Our best estimate, not Ofsted's dates.")


def _rows(every: Iterator[Seen]) -> Iterator[tuple[str, ...]]:
    for seen in every:
        if seen.window is not None:
            yield _cells(seen)


def _without(every: Iterator[Seen]) -> Iterator[tuple[str, ...]]:
    for seen in every:
        if seen.without is not None and seen.without.code not in (kinds.CLOSED, kinds.NOT_YET_OPEN):
            yield (seen.school.urn, seen.school.name, seen.school.kind, seen.without.explanation)


def _cells(seen: Seen) -> tuple[str, ...]:
    found = seen.window
    assert found is not None
    dates = (found.opens_on, found.due_on, found.limit_on)
    shown = ["" if day is None else day.isoformat() for day in dates]
    return (seen.school.urn, seen.school.name, found.rule, *shown, found.confidence)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--on {text!r} is not a date. Write it as 2026-11-30.", returncode=WRONG) from None


def _schools(name: str | None) -> QuerySet[School]:
    """The network's own, whatever else the register holds; or one authority's, wherever it is."""
    schools = School.objects.order_by("name", "urn")
    if name is None:
        return schools.in_network()
    wanted = name.strip()
    found = Authority.objects.filter(name__iexact=wanted).first() or Authority.objects.filter(code=wanted).first()
    if found is None:
        held = Authority.objects.filter(schools__isnull=False).distinct()
        known = [one.name for one in (held.filter(in_network=True) or held)[:10]]
        hint = f" The register here has: {'; '.join(known)}." if known else " No register is loaded yet."
        raise CommandError(f"There is no authority called {wanted!r}.{hint}", returncode=WRONG)
    return schools.filter(authority=found)
