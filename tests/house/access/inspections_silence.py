"""Going quiet: each chooses for herself alone; somebody who was named sees who needs a call."""

from tests.house.access import MEMBERS, line, members

LINES = {
    "inspections:silence": line(get=MEMBERS, post=members(302), data=lambda cast: {"on": "on", "ask_reserve": "on"}),
    "inspections:asked-to-ring": line(get=MEMBERS),
}
