import pytest

from network.register.files.examine import examine
from network.register.files.faults import BadFile, Refused
from network.register.files.shapes import tell
from network.register.files.table import open_table
from tests.network.register.files import gias, school


def opened(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_table(path, examine(path).encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("titles", [0, 1, 2])
def test_header_separator_and_line_ends_are_found(tmp_path, separator, end, titles):
    above = "".join(f"A title, with a comma{separator * 28}{end}" for _ in range(titles))
    table = opened(tmp_path, above + gias(school(), separator=separator, end=end))
    assert tell(table) == "gias"
    assert table.header_row == titles + 1
    [(number, cells)] = list(table.rows())
    assert (number, cells[4]) == (titles + 2, "Example Junior School")


def test_header_names_are_compared_folded(tmp_path):
    table = opened(tmp_path, gias(school()).replace("URN", " urn ").replace("LA (name)", "La  (Name)"))
    assert tell(table) == "gias"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "No row in the first ten names a column “URN”"),
        (gias(school()).split("\r\n", 1)[1], "no header row"),
        (
            gias(school()).replace("EstablishmentName", "Establishment Nam"),
            "“EstablishmentName” is missing. The nearest",
        ),
        (gias(school()).replace("CloseDate", "Xyz"), "“CloseDate” is missing"),
        ("URN,Colour,Shape\n100001,red,round\n", "not those of a register file"),
        (
            "URN,Outcomes for legacy monitoring inspections\n100001,x\n",
            "inspections in one year",
        ),
    ],
)
def test_a_header_that_cannot_be_used_says_why(tmp_path, text, words):
    with pytest.raises(BadFile, match=words):
        tell(opened(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (gias(school()) + '100002,"852,Southampton\r\n' + gias(school()), "Row 3: a quote"),
        (gias(school()) + '100002,"852,' + "x" * 140_000, "Row 3 holds a cell of more than 131,072 letters"),
        (gias(school()) + "100002,852,South", "stops in the middle of row 3"),
        (
            gias(school()).encode("cp1252") + b"100002,\x81" + b"," * 27 + b"\r\n",
            "Line 3 holds a letter that is neither UTF-8 nor Windows-1252",
        ),
    ],
)
def test_a_file_that_breaks_half_way_names_the_row(tmp_path, text, words):
    with pytest.raises(BadFile, match=words):
        list(opened(tmp_path, text).rows())


def test_a_row_of_another_width_is_refused_and_blank_ones_are_passed_over(tmp_path):
    text = gias(school()) + "100002,852\r\n\r\n,,\r\n" + gias(school("100003")).split("\r\n", 1)[1]
    wide = gias(school("100004")).split("\r\n", 1)[1].rstrip() + ",,\r\n"
    too_wide = gias(school("100005")).split("\r\n", 1)[1].rstrip() + ",x\r\n"
    rows = list(opened(tmp_path, text + too_wide + wide).rows())
    assert [item if isinstance(item, Refused) else item[1][0] for item in rows] == [
        "100001",
        Refused(3, "", "has 2 cells where the header has 29."),
        "100003",
        Refused(7, "", "has 30 cells where the header has 29: a comma too many?"),
        "100004",
    ]
