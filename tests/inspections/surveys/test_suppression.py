"""No number under five, all rounded to five, and none to be had by taking one from another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.surveys.suppression import FEW, STANDS, may_replace, rounded, suppressed

DAY = date(2026, 12, 3)
CELLS = st.dictionaries(st.sampled_from("12345"), st.integers(0, 60), min_size=2)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (2, 0), (3, 5), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (100, 100)]
)
def test_to_the_nearest_five(count, shown):
    assert rounded(count) == shown


@pytest.mark.parametrize(
    ("cells", "total", "shown"),
    [
        ([12, 8, 30], 50, [10, 10, 30]),
        ([5, 5, 5], 15, [5, 5, 5]),
        ([1, 8, 30], 40, [None, None, 30]),  # one alone would be total less the rest
        ([1, 1, 8, 30], 40, [None, None, None, 30]),  # two are two heads: too few together
        ([4, 1, 8, 30], 45, [None, None, 10, 30]),
        ([0, 0, 0, 7], 5, [None, None, None, None]),  # all said the same: so each did
        ([0, 12], 10, [None, None]),
        ([4, 1], 5, [None, None]),
    ],
)
def test_a_hidden_cell_never_stands_alone(cells, total, shown):
    table = suppressed({str(number): count for number, count in enumerate(cells)})
    assert table is not None
    assert (table.total, list(table.cells.values())) == (total, shown)


@pytest.mark.parametrize("cells", [{}, {"1": 0, "2": 0}, {"1": 4}, {"1": 2, "2": 2}])
def test_too_few_for_even_a_total(cells):
    assert suppressed(cells) is None


@given(CELLS)
def test_nothing_shown_is_under_five_or_exact(cells):
    table = suppressed(cells)
    if table is None:
        assert sum(cells.values()) < FEW
        return
    shown = [count for count in table.cells.values() if count is not None]
    assert all(count >= FEW and count % FEW == 0 for count in [table.total, *shown])
    assert all(cells[name] >= FEW for name, count in table.cells.items() if count is not None)


@given(CELLS)
def test_what_is_hidden_can_not_be_had_from_the_rest(cells):
    """Even somebody who knew the exact total and every shown cell exactly is left with five heads in two cells."""
    table = suppressed(cells)
    hidden = [name for name, count in table.cells.items() if count is None] if table else []
    if hidden:
        assert len(hidden) > 1
        assert sum(cells[name] for name in hidden) >= FEW


@given(CELLS)
def test_the_order_of_the_cells_changes_nothing(cells):
    assert suppressed(cells) == suppressed(dict(reversed(list(cells.items()))))


@pytest.mark.parametrize(
    ("days", "more", "may"),
    [(27, 50, False), (28, 5, True), (28, 4, False), (28, 0, False), (400, 1, False), (28, -5, True)],
)
def test_two_reports_never_differ_by_one_head(days, more, may):
    assert timedelta(days=28) == STANDS
    assert may_replace(20, DAY, 20 + more, DAY + timedelta(days=days)) is may
