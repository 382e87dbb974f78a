from datetime import date

import pytest

from network.register.files.faults import BadFile, Refused
from network.register.files.heads import marker
from network.register.files.schools import Schools
from network.register.files.wanted import Wanted
from tests.network.register.files import DIRTY, JANUARY, JULY, LEEDS_SCHOOLS, RESAVED, gias, read, school


@pytest.fixture
def reading(tmp_path):
    def read_rows(*rows, **options):
        path = tmp_path / "edubasealldata20250718.csv"
        path.write_bytes(gias(*rows).encode("cp1252"))
        return read(path, **options)

    return read_rows


@pytest.mark.parametrize(
    ("path", "rows", "inspected"),
    [(JANUARY, 288, 154), (JULY, 1312, 0), (DIRTY, 22, 0), (RESAVED, 41, 33), (LEEDS_SCHOOLS, 94, 0)],
)
def test_every_row_of_the_real_files_is_read(path, rows, inspected):
    reader, found, refused = read(path)
    assert (len(found), len(reader.inspections), refused) == (rows, inspected, [])


def test_the_shape_of_january_and_that_of_july():
    assert read(JANUARY)[0].absent == set()
    assert read(JULY)[0].absent == {"inspected_on", "rating"}


def test_dirty_rows_are_cleaned_as_the_data_asks():
    rows = {row.urn: row for row in read(DIRTY)[1]}
    assert rows["100371"].name == "Ecole Française de Londres Jacques Prévert"
    assert rows["148296"].name == "North Star 82°"
    assert rows["402413"].name == "T? Dan Y Coed"
    assert rows["115989"].name == "Locks Heath Infant & Nursery School"
    assert rows["122931"].postcode == "NG22 0EA"
    assert rows["147460"].postcode == "2036"
    assert (rows["132421"].easting, rows["130892"].easting) == (None, None)
    assert rows["130892"].authority_code == "000"
    assert rows["130650"].establishment_number == ""
    assert (rows["103427"].status, rows["103427"].opened_on) == ("closing", None)
    assert rows["103427"].closed_on == date(2025, 8, 31)
    assert rows["148726"].status == "proposed"
    assert rows["138950"].trust_code == "2332"


def test_a_spreadsheets_losses_are_made_good():
    rows = {row.urn: row for row in read(RESAVED)[1]}
    assert rows["100001"].opened_on == date(1920, 1, 1)
    assert rows["100001"].telephone == "02078475500"
    assert rows["100001"].establishment_number == "6005"


def test_trust_foundation_and_federation_are_told_apart(reading):
    reader, rows, _ = reading(
        school("100001", **{"TrustSchoolFlag (name)": "Supported by a multi-academy trust", "Trusts (code)": "0123",
                            "Trusts (name)": "Example Trust"}),
        school("100002", **{"TrustSchoolFlag (name)": "Supported by a trust", "Trusts (code)": "456",
                            "Trusts (name)": "Example Foundation"}),
        school("100003", **{"Federations (code)": "789", "Federations (name)": "Example Federation"}),
    )  # fmt: skip
    assert [(row.trust_code, row.foundation_code, row.board_code) for row in rows] == [
        ("0123", "", ""), ("", "456", ""), ("", "", "789"),
    ]  # fmt: skip
    assert reader.organisations == {
        ("trust", "0123"): "Example Trust",
        ("foundation_trust", "456"): "Example Foundation",
        ("board", "789"): "Example Federation",
    }


def test_a_row_names_every_cell_it_is_refused_for(reading):
    _, rows, refused = reading(
        school("100001"),
        school("1.23456E+05", OpenDate="31/04/2025", CloseDate="45123"),
        school("100003", **{"EstablishmentStatus (name)": "Half open", "EstablishmentName": " "}),
    )
    assert [row.urn for row in rows] == ["100001"]
    assert [str(item).split(":")[0] for item in refused] == [
        "Row 3, URN", "Row 3, OpenDate", "Row 3, CloseDate",
        "Row 4, EstablishmentName", "Row 4, EstablishmentStatus (name)",
    ]  # fmt: skip
    assert "there is no 31 April 2025" in refused[1].why


def test_a_month_written_first_puts_the_whole_file_in_doubt(reading):
    with pytest.raises(BadFile, match="Row 3, OpenDate: “04/25/2025” has the month first"):
        reading(school("100001"), school("100002", OpenDate="04/25/2025"))


def test_a_urn_that_stands_twice_is_refused_both_times(reading):
    reader, rows, refused = reading(school("100001"), school("100002"), school("100001"), school("100001"))
    assert [row.urn for row in rows if row.urn not in reader.twice] == ["100002"]
    assert refused == [
        Refused(2, "URN", "100001 stands in row 4 too. Neither is taken."),
        Refused(4, "URN", "100001 stands in row 2 too. Neither is taken."),
        Refused(5, "URN", "100001 stands in row 2 too. Neither is taken."),
    ]


@pytest.mark.parametrize("authority", ["Southampton", "SOUTHAMPTON", "852"])
def test_one_authority_alone(authority):
    reader, rows, _ = read(JULY, wanted=Wanted.only(authority))
    assert len(rows) == 181
    assert reader.others == 1312 - 181
    assert reader.authorities == {"852": "Southampton"}


def test_the_heads_name_leaves_only_its_mark(reading):
    head = {"HeadFirstName": "Ann", "HeadLastName": "Examplename"}
    mark = marker(b"key")
    _, rows, refused = reading(
        school("100001", **head),
        school("100002"),
        school("100003", **head, CloseDate="31-08-2020", **{"EstablishmentStatus (name)": "Closed"}),
        school("100004", **head, OpenDate="31-02-2020"),
        mark=mark,
    )
    assert [row.head_mark for row in rows] == [mark("100001", "Ann", "Examplename"), "", ""]
    assert "Examplename" not in repr((rows, refused))


def test_columns_not_asked_for_may_be_absent(tmp_path):
    short = {name: SCHOOL for name, SCHOOL in school().items() if name not in {"Town", "Easting", "NumberOfPupils"}}
    path = tmp_path / "file.csv"
    path.write_text(gias(short))
    reader, [row], _ = read(path)
    assert {"town", "easting", "pupils"} <= reader.absent
    assert (row.town, row.easting, row.pupils) == ("", None, None)


def test_a_doubled_column_is_refused(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(gias(school()).replace("Town", "Postcode"))
    with pytest.raises(BadFile, match="“Postcode” stands twice"):
        read(path)


def test_header_only_gives_no_rows(tmp_path):
    path = tmp_path / "file.csv"
    path.write_text(gias())
    reader, rows, refused = read(path)
    assert isinstance(reader, Schools)
    assert rows == refused == []
