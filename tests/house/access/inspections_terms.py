"""Term dates: typed, or from a file."""

from tests.house.access import POST_ONLY, line, only

LINES = {
    "inspections:terms": line(34, get=only("OF", "AD"), post=only("OF", "AD")),
    "inspections:term-file": line(34, get=POST_ONLY, post=only("OF", "AD")),
    "inspections:term-file-apply": line(34, get=POST_ONLY, post=only("OF", "AD", ok=302)),
}
