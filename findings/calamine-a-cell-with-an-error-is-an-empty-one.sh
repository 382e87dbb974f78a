#!/usr/bin/env bash
# python-calamine 0.9.1 (https://pypi.org/project/python-calamine/), Python 3.11.
#
# Guess: a cell that shows an error (#N/A, #REF!) is given as its text, as in a CSV of the same sheet, or as a value that
#        says that it is an error.
# Seen:  it is given as "", like a cell in which nothing stands.
#        Output: "['a', '', 1.0]".
# Why it matters: a grade or a date that a formula could not work out is read as one that was never there. An .xlsx is
#        searched for such cells before it is read, and refused by their place.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --target "$folder" python-calamine==0.9.1
PYTHONPATH=$folder python3 - <<'PY'
import io
import zipfile

from python_calamine import CalamineWorkbook


def book(rows):
    """The smallest .xlsx with these rows, written as they are."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = '<Relationships xmlns="{}"><Relationship Id="r" Type="{}/{}" Target="{}"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("_rels/.rels", one.format(related, office, "officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", one.format(related, office, "worksheet", "sheet.xml"))
        sheets = '<sheets><sheet name="a" sheetId="1" r:id="r"/></sheets>'
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}">{sheets}</workbook>')
        archive.writestr("xl/sheet.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
    out.seek(0)
    return out


row = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><v>1</v></c></row>'
(cells,) = CalamineWorkbook.from_filelike(book(row)).get_sheet_by_index(0).to_python()
print(cells)
assert cells == ["a", "", 1.0], "the behaviour has changed"
PY
