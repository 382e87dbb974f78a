"""The whole national register, imported: against a bare COPY (PostgreSQL) or a bare pass of `csv` (SQLite).

    python bench/import_register.py                                   SQLite
    python -m tests.servers python bench/import_register.py           PostgreSQL

Makes 51,866 rows x 135 columns from the real rows of tests/data, with new URNs, in a folder of its own. Prints ratios
(the goal of each in brackets), the rows written and the peak memory of the import as its own process.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


class Took(NamedTuple):
    wall: float
    cpu: float


ROWS, ROUNDS = 51_866, int(os.environ.get("ROUNDS", 3))
SOURCES = ["20250718_south_hampshire", "20250718_leeds_for_ofsted_join", "20250718_dirty_rows"]


def make_register(folder: Path, name: str, changed_every: int = 0) -> Path:
    """The file; with `changed_every`, one row in so many has another number of pupils."""
    lines, header = [], []
    for source in SOURCES:
        with (ROOT / "tests/data" / f"gias_edubasealldata{source}.csv").open(encoding="cp1252", newline="") as file:
            header, *rows = list(csv.reader(file))
            lines += rows
    pupils, path = header.index("NumberOfPupils"), folder / name
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        for number in range(ROWS):
            row = [str(100_000 + number), *lines[number % len(lines)][1:]]
            if changed_every and number % changed_every == 0:
                row[pupils] = "777"
            writer.writerow(row)
    return path


def cpu() -> float:
    """Seconds of CPU, ours and the database process's behind us: steadier than the clock on a shared machine."""
    from django.db import connection

    spent = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
        spent += (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def timed(what) -> Took:
    start, before = time.perf_counter(), cpu()
    what()
    return Took(time.perf_counter() - start, cpu() - before)


def bare_copy(path: Path) -> Took:
    """The file into a table of 135 text columns, nothing else."""
    from django.db import connection

    with path.open(encoding="cp1252", newline="") as file:
        names = next(csv.reader(file))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute("CREATE TABLE bench_bare (" + ", ".join(f'"{name}" text' for name in names) + ")")

    def copy():
        statement = "COPY bench_bare FROM STDIN WITH (FORMAT csv, HEADER true, ENCODING 'WIN1252')"
        with connection.cursor() as cursor, cursor.copy(statement) as into, path.open("rb") as file:
            while block := file.read(1 << 20):
                into.write(block)

    took = timed(copy)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
    return took


def csv_pass(path: Path) -> Took:
    def read():
        with path.open(encoding="cp1252", newline="") as file:
            for _ in csv.reader(file, strict=True):
                pass

    return timed(read)


def bring_in(path: Path) -> tuple[Took, int]:
    """As the shell does it: look for the same bytes, read, check, compare, apply. Seconds and rows written."""
    from network.register.actions import register
    from network.register.files.examine import fingerprint
    from network.register.staging import fill

    written = 0

    def do():
        nonlocal written
        mark = fingerprint(path)
        if register.same_as_applied(mark=mark):
            return
        opened = fill.open_file(path, mark)
        made = register.bring(by=None, opened=opened, name=path.name)
        register.read(by=None, register_import=made, path=path, opened=opened)
        register.apply(by=None, register_import=made, sure=True)
        written = made.counts["written"]

    return timed(do), written


def empty() -> None:
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE network_school, network_registerimport, network_organisation CASCADE")
            cursor.execute("DELETE FROM network_authority")
    else:
        from network.models import Authority, Organisation, RegisterImport, School

        for model in (School, RegisterImport, Organisation, Authority):
            model.objects.all().delete()
    call_command("migrate", verbosity=0)


def peak_memory(path: Path) -> tuple[int, int]:
    """MB of `manage.py import_register` in a process of its own, on an empty database: before it reads, and at most."""
    code = (
        "import sys, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "peak = lambda: next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1]\n"
        "before = peak()\n"
        "call_command('import_register', sys.argv[1], yes=True, stdout=open('/dev/null', 'w'))\n"
        "print(before, peak())"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    before, most = (int(value) // 1024 for value in done.stdout.split())
    return before, most


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    on_postgres = connection.vendor == "postgresql"
    floor = bare_copy if on_postgres else csv_pass
    goals = {"full": "2.5", "1% changed": "2", "same file": "0.1"} if on_postgres else {"full": "3"}
    with tempfile.TemporaryDirectory(prefix="covenant-bench-") as folder:
        file = make_register(Path(folder), "edubasealldata20260801.csv")
        later = make_register(Path(folder), "edubasealldata20260901.csv", changed_every=100)
        print(f"{connection.vendor}: {ROWS:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        seen: dict[str, list[Took]] = {"floor": []}
        counts: dict[str, int] = {}
        for _ in range(ROUNDS):
            empty()
            seen["floor"].append(floor(file))
            for name, path in (("full", file), ("1% changed", later), ("same file", later)):
                took, counts[name] = bring_in(path)
                seen.setdefault(name, []).append(took)
        base = Took(*map(statistics.median, zip(*seen["floor"], strict=True)))
        print(f"{'bare COPY' if on_postgres else 'csv pass'}: {base.wall:.2f} s, CPU {base.cpu:.2f} s = 1")
        for name in ("full", "1% changed", "same file"):
            took = Took(*map(statistics.median, zip(*seen[name], strict=True)))
            print(
                f"{name}: {took.wall:.2f} s, CPU {took.cpu:.2f} s; {took.wall / base.wall:.2f} by the clock,"
                f" {took.cpu / base.cpu:.2f} by CPU [{goals.get(name, '-')}]; {counts[name]:,} rows written"
            )
        empty()
        connection.close()
        before, most = peak_memory(file)
        print(f"peak memory: {most} MB [120], of which {before} MB are there before a row is read")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="covenant-bench-data-") as data:
        os.environ["DATA_DIR"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        main()
