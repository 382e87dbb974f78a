"""The line of days, as a list and as a picture: from the call to the report."""

from datetime import date

from inspections.visits.schedule import Visit
from inspections.visits.stages import line
from tests.inspections.story import at

CALLED = at("2026-11-30 09:52")
TWO_DAYS = {"starts_on": date(2026, 12, 1), "ends_on": date(2026, 12, 2)}
ESTIMATES = {"draft_expected_on": date(2027, 1, 8), "publication_expected_on": date(2027, 1, 29)}


def beads(now, **visit):
    known = {"next_day_call_on": date(2026, 12, 3), "questions": {}}
    return line(Visit(**(TWO_DAYS | ESTIMATES | visit)), CALLED, at(now), **known)


def picture(now, **visit):
    return [(bead.short, bead.day, bead.state) for bead in beads(now, **visit)]


def test_each_day_is_a_bead_that_is_filled_when_it_is_past():
    assert picture("2026-12-02 12:00") == [
        ("Call", "Mon 30", "done"),
        ("Day 1", "Tue 1", "done"),
        ("Day 2", "Wed 2", "now"),
        ("Next-day", "Thu 3", ""),
        ("Draft", "about", ""),
        ("Report", "about", ""),
    ]


def test_what_has_come_has_its_day_and_what_waits_says_so():
    came = picture("2027-01-29 16:00", draft_on=date(2027, 1, 11), published_on=date(2027, 1, 29))
    assert came[-2:] == [("Draft", "Mon 11", "done"), ("Report", "Fri 29", "now")]
    paused = picture("2026-12-01 16:00", paused_on=date(2026, 12, 1), starts_on=date(2026, 12, 1))
    assert ("Pause", "", "now") in paused


def test_the_beads_stand_side_by_side_in_the_order_of_the_list():
    places = [bead.x for bead in beads("2026-12-02 12:00")]
    assert places == [37, 111, 185, 259, 333, 407]
