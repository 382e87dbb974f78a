"""The head's own log: row 22. The page is everybody's own; an entry is the head's alone."""

from inspections.actions import log as actions
from tests.house.access import MEMBERS, POST_ONLY, line, only


def build(cast):
    cast.things["log_entry"] = actions.write(by=cast.head, words="Example words")


def _entry(cast):
    return {"public_id": cast.log_entry.public_id}


LINES = {
    "inspections:log": line(get=MEMBERS),
    "inspections:log-export": line(get=MEMBERS),
    "inspections:log-erase": line(get=MEMBERS),
    "inspections:log-entry": line(22, get=only("HO"), kwargs=_entry),
    "inspections:log-entry-delete": line(22, get=POST_ONLY, post=only("HO", ok=302), kwargs=_entry),
}
