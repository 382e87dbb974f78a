"""Windows of all open schools: counted by rule and kind of school, and timed at the size of the nation.

    [python -m tests.servers] python bench/windows.py [--on 2026-11-29]      SQLite, or with tests.servers PostgreSQL

Brings in each register file of tests/data as tests/proofs/register.py does, prints the table of docs/windows-counted.md
and what is odd, then copies the schools with their inspections, grades and links until 25,000 are open, and works every
window out once. Fails on an open school with neither a window nor a reason, never on time.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OPEN = 25_000


def bring_in() -> None:
    from django.core.management import call_command

    from network import hooks
    from tests.proofs.register import FILES

    hooks.register_applied.clear()  # windows are worked out below
    with open(os.devnull, "w") as nowhere:
        for name, as_at in FILES:
            path = str(ROOT / f"tests/data/{name}.csv")
            call_command(
                "import_register", path, as_at=as_at, yes=True, everywhere=True, stdout=nowhere, stderr=nowhere
            )


def open_schools(on: date):
    from network.models import School
    from network.schools.models.school import open_on

    return School.objects.filter(open_on(on)).order_by("urn")


def seen(on: date) -> list:
    from inspections.windows.actions.afresh import windows_of

    return list(windows_of(on=on, schools=open_schools(on)))


def counted(on: date) -> None:
    found, odd = Counter(), Counter()
    for each in seen(on):
        if each.window is None and each.without is None:
            raise SystemExit(f"{each.school.urn} has neither a window nor a reason")
        rule = each.window.rule if each.window else each.without.code
        found[each.school.kind or "(no kind)", rule] += 1
        if window := each.window:
            odd["usual date past"] += bool(window.due_on and window.due_on < on)
            odd["law's last date past"] += bool(window.limit_on and window.limit_on < on)
            odd["no date at all"] += window.opens_on is None
            odd["no date, and no inspection is held"] += window.opens_on is None and window.counted_from is None
            odd["closing"] += any(note.rule == "W12" for note in window.also)
            odd["overdue by every date"] += "overdue" in window.sentence
    rules = sorted({rule for _, rule in found}, key=lambda code: (code[0] == "N", int(code[1:])))
    rows = sorted({kind for kind, _ in found})
    print(f"| Kind of school | {' | '.join(rules)} | All |\n|---|{'---:|' * (len(rules) + 1)}")
    for kind in [*rows, "**All**"]:
        numbers = [sum(found[each, rule] for each in (rows if kind == "**All**" else [kind])) for rule in rules]
        print(f"| {kind} | {' | '.join(str(number or '') for number in numbers)} | {sum(numbers)} |")
    print("; ".join(f"{what}: {number}" for what, number in odd.items()))


def multiply(on: date) -> None:
    """Each school again under new URNs, with everything that is told of it."""
    from network.models import AreaGrade, PastInspection, School, SchoolLink

    schools, links = list(School.objects.all()), list(SchoolLink.objects.all())
    past = list(PastInspection.objects.prefetch_related("grades"))
    urns = sorted(
        {s.urn for s in schools} | {p.urn for p in past} | {u for one in links for u in (one.urn, one.link_urn)}
    )
    for turn in range(1, -(-OPEN // open_schools(on).count())):
        new = {urn: f"{200_000 + (turn - 1) * len(urns) + number}"[:6] for number, urn in enumerate(urns)}

        def again(row, new=new, **more):
            values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            values |= {name: new.get(values[name], "") for name in ("urn", "urn_at_time", "link_urn") if name in values}
            for name in ("id", "public_id"):
                values.pop(name, None)
            return type(row)(**values | more)

        School.objects.bulk_create(map(again, schools), 1000)
        SchoolLink.objects.bulk_create(map(again, links), 1000)
        copies = PastInspection.objects.bulk_create([again(one) for one in past], 1000)
        grades = [again(g, inspection_id=to.pk) for one, to in zip(past, copies, strict=True) for g in one.grades.all()]
        AreaGrade.objects.bulk_create(grades, 1000)
    # Most of the extracts tell of no inspection; in the nation nearly every school has one.
    held = set(PastInspection.objects.values_list("urn", flat=True))
    day = date(2023, 5, 10)
    rest = [PastInspection(urn=one.urn, kind="graded", started_on=day, outcome="Good") for one in open_schools(on)]
    made = PastInspection.objects.bulk_create([one for one in rest if one.urn not in held], 1000)
    areas = [AreaGrade(inspection=one, area=f"Area {number}", grade="Good") for one in made for number in range(4)]
    AreaGrade.objects.bulk_create(areas, 1000)


def main(on: date) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from network.models import PastInspection

    call_command("migrate", verbosity=0)
    bring_in()
    counted(on)
    multiply(on)
    begun, cpu = time.perf_counter(), time.process_time()
    number = len(seen(on))
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    inspections = PastInspection.objects.count()
    print(
        f"{connection.vendor}: {number:,} open schools, {inspections:,} inspections: {took:.1f} s, {cpu:.1f} s of CPU"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 29))
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as data:
        os.environ["DATA_DIR"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        main(parser.parse_args().on)
