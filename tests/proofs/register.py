"""What is stored of schools, inspections, grades and links after every register file of tests/data was brought in.

    python tests/proofs/register.py                  everywhere
    python tests/proofs/register.py --own 852 846    these areas, which the network serves; of an older build, the same
    ... --rows                                      each row too, to be compared by `diff`

Prints rows and hash of each table, so that two builds can be compared. On PostgreSQL: behind `python -m tests.servers`.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path.cwd()  # the build that is looked at
GIAS, OFSTED = "gias_edubasealldata", "ofsted_mi_latest_inspections_"
FILES = [
    ("gias_subset_2024_resaved_excel", date(2024, 2, 28)), (f"{GIAS}20250115_southampton_iow", date(2025, 1, 15)),
    (f"{GIAS}20250115_dirty_rows", date(2025, 1, 15)), ("gias_links_edubasealldata20260815_south_hampshire", None),
    (f"{GIAS}20250718_south_hampshire", None), (f"{GIAS}20250718_dirty_rows", None),
    (f"{GIAS}20250718_leeds_for_ofsted_join", None),
    ("ofsted_five_year_independent_schools_20241203_south_hampshire", None),
    (f"{OFSTED}20260228_leeds_part", None), (f"{OFSTED}202608_9rows", date(2026, 8, 31)),
    # Once more: of areas whose schools came after the first time, the links are known only now.
    ("gias_links_edubasealldata20260815_south_hampshire", None),
]  # fmt: skip
OURS = ("id", "public_id")
NAMED = {"School": ("authority__code", "authority__name"), "AreaGrade": ()}
NAMED["School"] += tuple(f"{tie}__{name}" for tie in ("trust", "foundation", "board") for name in ("kind", "name"))
NAMED["AreaGrade"] += ("inspection__urn", "inspection__kind", "inspection__started_on")


def main(own: list[str], rows: bool) -> None:
    import django

    django.setup()
    from django.core.management import CommandError, call_command, load_command_class

    from network.models import AreaGrade, Authority, PastInspection, School, SchoolLink

    call_command("migrate", verbosity=0)
    options = load_command_class("network", "import_register").create_parser("manage.py", "import_register")
    everywhere = {} if own or "everywhere" not in options.format_help() else {"everywhere": True}
    names = {"846": "Brighton and Hove", "850": "Hampshire", "851": "Portsmouth", "852": "Southampton", "383": "Leeds"}
    Authority.objects.bulk_create(Authority(code=code, name=names[code], in_network=True) for code in own)
    for name, as_at in FILES:
        path = ROOT / "tests/data" / f"{name}.csv"
        try:
            call_command("import_register", str(path), as_at=as_at, yes=True, stdout=sys.stderr, **everywhere)
        except CommandError as fault:  # a file without a row of these areas
            print(fault, file=sys.stderr)
    schools = School.objects.filter(authority__code__in=own) if own else School.objects.all()
    urns = set(schools.values_list("urn", flat=True))
    before = set(SchoolLink.objects.filter(urn__in=urns, kind__startswith="Pred").values_list("link_urn", flat=True))
    for model, path in ((School, "urn"), (PastInspection, "urn"), (AreaGrade, "inspection__urn"), (SchoolLink, "urn")):
        fields = [f.name for f in model._meta.concrete_fields if f.name not in OURS and not f.is_relation]
        chosen = urns if model in (School, SchoolLink) else urns | before
        found = model.objects.filter(**{f"{path}__in": chosen} if own else {})
        dump = sorted(map(repr, found.order_by().values_list(*fields, *NAMED.get(model.__name__, ()))))
        print(model.__name__, len(dump), hashlib.sha256("\n".join(dump).encode()).hexdigest(), flush=True)
        print("\n".join(dump) if rows else "", end="\n" if rows else "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", nargs="*", default=[], metavar="CODE")
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="covenant-proof-") as data:
        os.environ["DATA_DIR"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        sys.path.insert(0, str(ROOT))
        main(given.own, given.rows)
