"""A file of a public register, from the shell. Exit codes: 0 done, 1 the file cannot be used, 2 a question is open."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from network.register.actions import register
from network.register.files import shapes
from network.register.files.examine import fingerprint
from network.register.files.faults import BadFile, Refused
from network.register.files.file_date import date_in_name
from network.register.importing import read_file
from network.register.importing.preview import label
from network.register.models.imports import RefusedRow, RegisterImport
from network.rules import WrongState

REFUSED_SHOWN = 20
TOLD = {
    "added": "added",
    "changed": "changed",
    "closed": "closed",
    "reopened": "opened again",
    "same": "unchanged",
    "refused": "refused",
    "others": "of other authorities, left out",
}


class Command(BaseCommand):
    help = "Import a file of a public register: GIAS, GIAS links, or Ofsted's latest or five-year inspections."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="a file as published: CSV, .xlsx, .xls or .ods")
        whose = parser.add_mutually_exclusive_group()
        whose.add_argument("--authority", default="", metavar="NAME", help="take this authority's rows only")
        whose.add_argument(
            "--everywhere", action="store_true", help="take every row, not the network's own areas alone"
        )
        parser.add_argument("--as-at", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day the data is of")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen, change nothing")
        parser.add_argument("--yes", action="store_true", help="answer every question with yes")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            self.bring(path, options)
        except (BadFile, WrongState) as fault:
            raise CommandError(str(fault), returncode=1) from None

    def bring(self, path: Path, options: dict[str, Any]) -> None:
        mark = fingerprint(path)
        whose = {"authority": options["authority"].strip(), "everywhere": options["everywhere"]}
        earlier = register.same_as_applied(mark=mark, **whose)
        if earlier is not None:
            self.stdout.write(f"This very file was applied on {earlier.applied_at:%d %B %Y}. Nothing to do.")
            return
        as_at = options["as_at"] or date_in_name(path.name) or self.ask_date(path)
        opened = read_file.open_file(path, mark)
        made = register.bring(by=None, opened=opened, name=path.name, as_at=as_at, **whose)
        made = register.read(by=None, register_import=made, path=path, opened=opened)
        if made.state == RegisterImport.FAILED:
            raise BadFile(made.fault)
        self.show(made)
        if options["dry_run"]:
            register.discard(by=None, register_import=made)
            self.stdout.write("Nothing was changed (--dry-run).")
            return
        asked = register.questions(register_import=made)
        if asked and not options["yes"] and not self.agreed(asked):
            register.discard(by=None, register_import=made)
            raise CommandError("Nothing was changed.", returncode=2)
        register.apply(by=None, register_import=made, sure=True)
        self.stdout.write(self.style.SUCCESS(f"Applied. {made.counts['written']:,} rows were written."))
        if before := made.counts.get("predecessors"):
            self.stdout.write(
                f"Schools that were before ours and are not held: {before:,}. Bring in the file of all establishments "
                "again: it has them."
            )

    def show(self, made: RegisterImport) -> None:
        counts = made.counts
        self.stdout.write(f"{shapes.TITLES[made.kind]}, as at {made.as_at:%d %B %Y}: {counts['rows']:,} rows.")
        self.stdout.write(
            ", ".join(f"{counts[name]:,} {word}" for name, word in TOLD.items() if counts.get(name)) + "."
        )
        if counts.get("fields"):
            fields = sorted(counts["fields"].items(), key=lambda field: -field[1])
            self.stdout.write("Changed: " + ", ".join(f"{label(name)} {many:,}" for name, many in fields) + ".")
        if seen := counts.get("inspections", {}).get("added"):
            self.stdout.write(f"Past inspections added: {seen:,}.")
        if counts.get("missing"):
            self.stdout.write(f"{counts['missing']:,} open schools are not in this file; they stay as they are.")
        for refused in RefusedRow.objects.filter(register_import=made)[:REFUSED_SHOWN]:
            self.stderr.write(str(Refused(refused.row, refused.column, refused.why)))
        if counts["refused"] > REFUSED_SHOWN:
            self.stderr.write(f"... and more: {counts['refused']:,} rows are refused.")

    def ask_date(self, path: Path) -> date | None:
        if not sys.stdin.isatty():
            raise CommandError(
                f"The name {path.name} does not say which day the data is of. Give it with --as-at YYYY-MM-DD.",
                returncode=2,
            )
        try:
            return date.fromisoformat(input("Which day is this data of? (YYYY-MM-DD) ").strip())
        except ValueError:
            raise CommandError("That is not a date written YYYY-MM-DD.", returncode=2) from None

    def agreed(self, asked: list[str]) -> bool:
        for question in asked:
            self.stderr.write(question)
        if not sys.stdin.isatty():
            self.stderr.write("There is no terminal to ask at. Look, then give --yes.")
            return False
        return input("Go on? (yes or no) ").strip().lower() in {"y", "yes"}
