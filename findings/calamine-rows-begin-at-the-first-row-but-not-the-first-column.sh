#!/usr/bin/env bash
# python-calamine 0.9.1 (https://pypi.org/project/python-calamine/), Python 3.11.
#
# Guess: iter_rows() and to_python() give the same rows; what is blank before the data is left out of both, or of none.
# Seen:  iter_rows() keeps blank rows before the data and leaves blank columns out; to_python() leaves both out, and keeps
#        both where it is asked to.
#        Output: "[[''], [''], ['x']] / [['x']] / [['', ''], ['', ''], ['', 'x']]".
# Why it matters: the row that a message names is right by iter_rows() alone; a column is found by its name, never by
#        its letter.
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


sheet = CalamineWorkbook.from_filelike(
    book('<row r="3"><c r="B3" t="str"><v>x</v></c></row>')
).get_sheet_by_index(0)
seen = list(sheet.iter_rows()), sheet.to_python(), sheet.to_python(skip_empty_area=False)
print("{} / {} / {}".format(*seen))
assert seen == ([[""], [""], ["x"]], [["x"]], [["", ""], ["", ""], ["", "x"]]), "the behaviour has changed"
PY
