"""The head's own log and the notes beside her pairing: row 22. The pages are everybody's own; an entry, and leaving
or deleting a note, is the head's alone."""

from inspections.notes import actions as notes
from inspections.support.actions import log as actions
from tests.house.access import MEMBERS, POST_ONLY, line, members, only


def build(cast):
    cast.things["log_entry"] = actions.write(by=cast.head, words="Example words")
    cast.things["note"] = notes.leave(by=cast.head, words="Example words", shared=True)


def _entry(cast):
    return {"public_id": cast.log_entry.public_id}


def _note(cast):
    return {"public_id": cast.note.public_id}


LINES = {
    "inspections:log": line(get=MEMBERS),
    "inspections:log-export": line(get=MEMBERS),
    "inspections:log-erase": line(get=MEMBERS),
    "inspections:log-entry": line(22, get=only("HO"), kwargs=_entry),
    "inspections:log-entry-delete": line(22, get=POST_ONLY, post=only("HO", ok=302), kwargs=_entry),
    "inspections:note-leave": line(get=MEMBERS, post=members(302), data=lambda cast: {"words": "Example words"}),
    "inspections:note-delete": line(22, get=POST_ONLY, post=only("HO", ok=302), kwargs=_note),
}
