"""The picture of the pairings by state, month by month."""

from collections import Counter
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from buddies.models import Pairing
from buddies.pairings.over_time import TALL, TOP, months_until, over_time
from tests.reading import as_read

ON = date(2026, 12, 1)


def counts(moves, on=ON):
    return {f"{each.first:%y-%m}": (each.paired, each.paused, each.asked) for each in over_time(moves, on).months}


def test_the_twelve_months_end_with_this_one_over_the_turn_of_a_year():
    assert months_until(date(2027, 1, 31))[0] == date(2026, 2, 1)
    assert months_until(date(2027, 1, 31))[-2:] == [date(2026, 12, 1), date(2027, 1, 1)]


def test_each_month_has_what_came_before_it():
    moves = [
        (date(2024, 9, 1), "", "asked", 5),
        (date(2024, 10, 1), "asked", "in_force", 4),
        (date(2026, 10, 1), "in_force", "paused", 1),
        (date(2026, 11, 1), "in_force", "ended", 2),
        (date(2026, 12, 1), "asked", "lapsed", 1),
    ]
    seen = counts(moves)
    assert (seen["26-01"], seen["26-09"]) == ((4, 0, 1), (4, 0, 1))
    assert (seen["26-10"], seen["26-11"], seen["26-12"]) == ((3, 1, 1), (1, 1, 1), (1, 1, 0))


def test_no_pairing_is_no_bar():
    drawn = over_time([], ON)
    assert drawn.most == 0
    assert all(month.pieces == [] for month in drawn.months)


STATES = st.sampled_from(["asked", "paused", "in_force"])


@given(st.lists(st.tuples(st.sampled_from(months_until(ON)), STATES, st.integers(0, 90)), max_size=30))
def test_the_pieces_stand_on_each_other_and_the_highest_bar_fills_the_picture(made):
    drawn = over_time([(first, "", state, many) for first, state, many in made], ON)
    for month in drawn.months:
        floors = [TOP + TALL, *(piece.y for piece in month.pieces)]
        assert [piece.y + piece.high for piece in month.pieces] == floors[:-1]
        assert floors[-1] >= TOP
    assert drawn.most == 0 or min(month.pieces[-1].y for month in drawn.months if month.pieces) == TOP


@pytest.mark.django_db
def test_the_last_bar_is_what_the_table_below_lists(trio, sign_in):
    trio.in_force()
    response = sign_in(trio.officer).get(reverse("buddies:pairings"))
    last = response.context["by_month"].months[-1]
    states = Counter(Pairing.objects.values_list("state", flat=True))
    assert (
        (last.paired, last.paused, last.asked) == (states["in_force"], states["paused"], states["asked"]) == (1, 0, 0)
    )
    assert "Pairings by state at the end of each month" in as_read(response)
