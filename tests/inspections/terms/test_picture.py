from datetime import date

from inspections.terms.lines import CLOSURE, TERM, Line
from inspections.terms.picture import CLOSED, HOLIDAY, IN, LEFT, NEITHER, STEP, picture

AUTUMN = Line(date(2026, 9, 2), date(2026, 12, 18), TERM, "Autumn")
HALF = Line(date(2026, 10, 26), date(2026, 10, 30), CLOSURE, "Half term")
CHRISTMAS = Line(date(2026, 12, 21), date(2027, 1, 1), CLOSURE, "Christmas")


def fills(month):
    return {(day.x - LEFT) // STEP + 1: day.fill for day in month.days}


def test_each_weekday_is_as_the_file_says():
    drawn = picture([AUTUMN, HALF, CHRISTMAS])
    assert [(month.first.month, month.begins) for month in drawn.months] == [
        (9, "Autumn"),
        (10, ""),
        (11, ""),
        (12, ""),
        (1, ""),
    ]
    september, october, _, december, january = map(fills, drawn.months)
    assert (september[1], september[2]) == (NEITHER, IN)
    assert 5 not in september  # a Saturday
    assert [day for day, fill in october.items() if fill == CLOSED] == [26, 27, 28, 29, 30]
    assert (december[18], december[21], december[31]) == (IN, HOLIDAY, HOLIDAY)
    assert (january[1], january[4]) == (HOLIDAY, NEITHER)


def test_more_than_three_years_are_no_picture():
    far = Line(date(2040, 9, 2), date(2040, 12, 18), TERM, "Autumn")
    assert picture([AUTUMN, far]).months == []
