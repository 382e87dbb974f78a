"""Term dates of 2026/27 for the demonstration. They are Hampshire's: Southampton's own were not to be had."""

from datetime import date

SOURCE = "Hampshire County Council, hants.gov.uk/educationandlearning/schoolholidays, seen on 19 June 2026"
MARK = "Hampshire’s dates"
TERMS = (
    ("Autumn 2026", date(2026, 9, 1), date(2026, 12, 18)),
    ("Spring 2027", date(2027, 1, 4), date(2027, 3, 25)),
    ("Summer 2027", date(2027, 4, 12), date(2027, 7, 21)),
)
HALF_TERMS = (
    ("Half-term, autumn 2026", date(2026, 10, 26), date(2026, 10, 30)),
    ("Half-term, spring 2027", date(2027, 2, 15), date(2027, 2, 19)),
    ("Half-term, summer 2027", date(2027, 5, 31), date(2027, 6, 4)),
)
