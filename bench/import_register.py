"""The national register imported, one's own areas and the whole: against a pass of `csv` and, on PostgreSQL, bare COPY.

    [python -m tests.servers] python bench/import_register.py      SQLite, or with tests.servers PostgreSQL

51,866 rows x 135 columns from the real rows of tests/data with new URNs; 552 of them are of the one area that is ours.
Each import is `manage.py import_register` in a process that is warm, without what other apps make of it.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROWS, ROUNDS, OWN_EVERY = 51_866, int(os.environ.get("ROUNDS", 3)), 94
SOURCES = ["20250718_south_hampshire", "20250718_leeds_for_ofsted_join", "20250718_dirty_rows"]
PEAK = "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])"
CHILD = f"import sys, django; django.setup(); from bench import import_register as b; b.bring(*sys.argv[1:]); {PEAK}"


def make_register(path: Path, quoting: int) -> str:
    lines = []
    for source in SOURCES:
        with (ROOT / f"tests/data/gias_edubasealldata{source}.csv").open(encoding="cp1252", newline="") as file:
            header, *rows = csv.reader(file)
            lines += rows
    code, name = header.index("LA (code)"), header.index("LA (name)")
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=quoting)
        writer.writerow(header)
        for number in range(ROWS):
            row = [str(100_000 + number), *lines[number % len(lines)][1:]]
            if number % OWN_EVERY == 0 or row[code] == "852":
                row[code], row[name] = ("850", "Hampshire") if number % OWN_EVERY else ("852", "Southampton")
            writer.writerow(row)
    return str(path)


def bring(path: str, *everywhere: str) -> int:
    """Returns how many rows were written."""
    from django.core.management import call_command

    from network import hooks
    from network.models import RegisterImport

    hooks.register_applied.clear()
    with open(os.devnull, "w") as nowhere:
        call_command("import_register", path, yes=True, everywhere=bool(everywhere), stdout=nowhere, stderr=nowhere)
    return RegisterImport.objects.first().counts["written"]


def csv_pass(path: str) -> None:
    with open(path, encoding="cp1252", newline="") as file:
        for _ in csv.reader(file, strict=True):
            pass


def copy(path: str) -> None:
    from django.db import connection

    with open(path, encoding="cp1252", newline="") as file, connection.cursor() as cursor:
        columns = ", ".join(f'"{name}" text' for name in next(csv.reader(file)))
        cursor.execute(f"DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare ({columns})")
        with cursor.copy("COPY bench_bare FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'WIN1252')") as into:
            into.write(Path(path).read_bytes())


def empty() -> None:
    from network.models import Authority, Organisation, ReadPart, RegisterImport, School

    for model in (School, Organisation, Authority, ReadPart, RegisterImport):
        model.objects.all()._raw_delete("default")
    Authority.objects.create(code="852", name="Southampton", in_network=True)


def main(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    first = make_register(folder / "edubasealldata20260801.csv", csv.QUOTE_ALL)
    other = make_register(folder / "edubasealldata20260802.csv", csv.QUOTE_MINIMAL)
    jobs = {"csv": (csv_pass, first)} | ({"COPY": (copy, first)} if connection.vendor == "postgresql" else {})
    for where, more in (("own areas", ()), ("everywhere", ("everywhere",))):
        files = {"first": first, "same bytes": first, "other bytes, same rows": other}
        jobs |= {f"{where}, {what}": (bring, path, *more) for what, path in files.items()}
    seen: dict[str, list[float]] = {name: [] for name in jobs}
    written = {}
    for _ in range(ROUNDS):
        for name, (what, *given) in jobs.items():
            if name.endswith(", first"):
                empty()
            start = time.perf_counter()
            written[name] = what(*given)
            seen[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in seen.items()}
    for name, median in medians.items():
        ratios = ", ".join(f"{median / medians[floor]:.2f} x {floor}" for floor in ("csv", "COPY") if floor in medians)
        print(f"{connection.vendor}: {name}: {median:.2f} s, {ratios}; rows written: {written[name]}")
    for more in ((), ("everywhere",)):
        empty()
        command = [sys.executable, "-c", CHILD, first, *more]
        peak = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
        print(f"{connection.vendor}: {''.join(more) or 'own areas'}: {int(peak) // 1024} MB at most")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as data:
        os.environ["DATA_DIR"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        main(Path(data))
