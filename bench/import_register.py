"""The national register imported, one's own areas and the whole: against a pass of `csv` and, on PostgreSQL, bare COPY.

    python bench/import_register.py                                   SQLite
    python -m tests.servers python bench/import_register.py           PostgreSQL

51,866 rows x 135 columns from the real rows of tests/data with new URNs; 552 of them are of the one area that is ours.
Each import is `manage.py import_register` from its first line to its last, in a process that is warm, without what
other apps make of it (the windows of our schools are worked out anew, which asks for buddies).
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


def make_register(path: Path, pupils: str = "", quoting: int = csv.QUOTE_ALL) -> Path:
    """With `pupils`, one row in a hundred has so many."""
    lines = []
    for source in SOURCES:
        with (ROOT / f"tests/data/gias_edubasealldata{source}.csv").open(encoding="cp1252", newline="") as file:
            header, *rows = csv.reader(file)
            lines += rows
    code, name, count = map(header.index, ("LA (code)", "LA (name)", "NumberOfPupils"))
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=quoting)
        writer.writerow(header)
        for number in range(ROWS):
            row = [str(100_000 + number), *lines[number % len(lines)][1:]]
            if number % OWN_EVERY == 0 or row[code] == "852":
                row[code], row[name] = ("850", "Hampshire") if number % OWN_EVERY else ("852", "Southampton")
            if pupils and number % 100 == 0:
                row[count] = pupils
            writer.writerow(row)
    return path


def bring(path: str, *everywhere: str) -> None:
    from django.core.management import call_command

    from network import hooks

    hooks.register_applied.clear()
    with open(os.devnull, "w") as nowhere:
        call_command("import_register", path, yes=True, everywhere=bool(everywhere), stdout=nowhere, stderr=nowhere)


def csv_pass(path: Path) -> None:
    with path.open(encoding="cp1252", newline="") as file:
        for _ in csv.reader(file, strict=True):
            pass


def copy(path: Path) -> None:
    from django.db import connection

    with path.open(encoding="cp1252", newline="") as file, connection.cursor() as cursor:
        columns = ", ".join(f'"{name}" text' for name in next(csv.reader(file)))
        cursor.execute(f"DROP TABLE IF EXISTS bench_bare; CREATE TABLE bench_bare ({columns})")
        statement = "COPY bench_bare FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'WIN1252')"
        with cursor.copy(statement) as into:
            into.write(path.read_bytes())


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

    from network.models import RegisterImport

    call_command("migrate", verbosity=0)
    first = make_register(folder / "edubasealldata20260801.csv")
    other = make_register(folder / "edubasealldata20260802.csv", quoting=csv.QUOTE_MINIMAL)
    later = make_register(folder / "edubasealldata20260901.csv", pupils="777")
    seen: dict[str, list[float]] = {}
    written: dict[str, int] = {}

    def time_of(name: str, what, *given) -> None:
        start = time.perf_counter()
        what(*given)
        seen.setdefault(name, []).append(time.perf_counter() - start)
        last = RegisterImport.objects.first()
        written[name] = last.counts["written"] if last and what is bring else 0

    for _ in range(ROUNDS):
        time_of("csv", csv_pass, first)
        if connection.vendor == "postgresql":
            time_of("COPY", copy, first)
        for where, given in (("own areas", ()), ("everywhere", ("everywhere",))):
            empty()
            for what, path in (("first", first), ("same bytes", first), ("other bytes", other), ("1% changed", later)):
                time_of(f"{where}, {what}", bring, str(path), *given)
    medians = {name: statistics.median(times) for name, times in seen.items()}
    for name, median in medians.items():
        ratios = ", ".join(f"{median / medians[floor]:.2f} x {floor}" for floor in ("csv", "COPY") if floor in medians)
        print(f"{connection.vendor}: {name}: {median:.2f} s, {ratios}; {written[name]:,} rows written")
    for given in ((), ("everywhere",)):
        empty()
        command = [sys.executable, "-c", CHILD, str(first), *given]
        peak = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
        print(f"{connection.vendor}: {''.join(given) or 'own areas'}: {int(peak) // 1024} MB at most")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as data:
        os.environ["DATA_DIR"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        main(Path(data))
