"""The public registers, read: GIAS, its links, and Ofsted's files of inspections.

Pure: files in, typed rows and faults out. No Django, no database, no clock. Order of reading:
`examine` (bytes) > `open_any` (a workbook becomes CSV) > `open_table` (header) > `tell` (which file is it) > the reader
of that kind.
"""
