"""Small register files, made by hand; and the real ones."""

import csv
import io
from pathlib import Path

import pytest

from network.models import Authority
from network.register.files.examine import examine
from network.register.files.faults import Refused
from network.register.files.independent import FiveYears
from network.register.files.links import Links
from network.register.files.ofsted import Latest
from network.register.files.schools import Schools
from network.register.files.shapes import GIAS, INDEPENDENT, LINKS, tell
from network.register.files.table import open_table

# Of each file every row, or those of the network's own areas alone.
OWN_AREAS_TOO = pytest.mark.parametrize("whose", ["everywhere", "own areas"])
DATA = Path(__file__).resolve().parents[2] / "data"
JANUARY = DATA / "gias_edubasealldata20250115_southampton_iow.csv"
JULY = DATA / "gias_edubasealldata20250718_south_hampshire.csv"
DIRTY = DATA / "gias_edubasealldata20250718_dirty_rows.csv"
RESAVED = DATA / "gias_subset_2024_resaved_excel.csv"
LEEDS_SCHOOLS = DATA / "gias_edubasealldata20250718_leeds_for_ofsted_join.csv"
LINKS_FILE = DATA / "gias_links_edubasealldata20260815_south_hampshire.csv"
FEBRUARY_2026 = DATA / "ofsted_mi_latest_inspections_20260228_leeds_part.csv"
AUGUST_2026 = DATA / "ofsted_mi_latest_inspections_202608_9rows.csv"
FIVE_YEARS = DATA / "ofsted_five_year_independent_schools_20241203_south_hampshire.csv"

SCHOOL = {
    "URN": "100001",
    "LA (code)": "852",
    "LA (name)": "Southampton",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Example Junior School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-2001",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "7",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "240",
    "TrustSchoolFlag (name)": "Not applicable",
    "Trusts (code)": "",
    "Trusts (name)": "",
    "Federations (code)": "",
    "Federations (name)": "",
    "Street": "1 Example Road",
    "Town": "Southampton",
    "Postcode": "SO14 0AA",
    "TelephoneNum": "02380000000",
    "SchoolWebsite": "www.example.org",
    "HeadFirstName": "",
    "HeadLastName": "",
    "Easting": "441947",
    "Northing": "111114",
    "LastChangedDate": "01-07-2025",
}


def school(urn="100001", **changes) -> dict[str, str]:
    """A row of the register; `changes` by the file's own names, spaces and brackets as in the file."""
    return SCHOOL | {"URN": urn} | changes


def gias(*rows: dict[str, str], separator=",", end="\r\n") -> str:
    """The text of a file with these rows, the columns those of the first."""
    columns = list(rows[0]) if rows else list(SCHOOL)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def read(path: Path, **options):
    """The reader of this file, its rows, and the rows it refused."""
    table = open_table(path, examine(path).encoding)
    return _read(table, tell(table), options)


def _read(table, kind, options):
    reader = {GIAS: Schools, INDEPENDENT: FiveYears, LINKS: Links}.get(kind, Latest)(table, **options)
    found = list(reader.rows())
    refused = [item for item in found if isinstance(item, Refused)]
    return reader, [item for item in found if not isinstance(item, Refused)], refused


def read_opened(opened, **options):
    """As `read`, of a file that `open_file` has opened."""
    return _read(opened.table, opened.kind, options)


def takes_everywhere(whose) -> bool:
    """Whether to ask for every row. Where not, the area of `school()` is one of ours."""
    if whose == "own areas":
        Authority.objects.update_or_create(code="852", defaults={"name": "Southampton", "in_network": True})
    return whose == "everywhere"
