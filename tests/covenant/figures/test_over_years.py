"""A figure over the school years, drawn: nothing under five, nothing finer than five in a hundred."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covenant.figures import actions
from covenant.figures.over_years import FULL, over_years
from covenant.models import CovenantText, YearFigure
from tests.announcing import words

DAY = date(2026, 7, 31)


def test_a_year_without_a_share_between_two_others_is_too_few():
    drawn = over_years({"2023/24": 70, "2025/26": 95})
    assert [(bar.year, bar.percent) for bar in drawn.bars] == [("2023/24", 70), ("2024/25", None), ("2025/26", 95)]


@pytest.mark.parametrize("shares", [{}, {"2025/26": 95}])
def test_less_than_two_years_are_no_picture(shares):
    assert over_years(shares) is None


@given(st.dictionaries(st.integers(2024, 2120), st.integers(0, 20), min_size=2))
def test_every_year_is_a_bar_below_the_other_and_none_is_longer_than_the_whole(shares):
    given_ = {f"{year}/{(year + 1) % 100:02}": 5 * share for year, share in shares.items()}
    bars = over_years(given_).bars
    assert {bar.year: bar.percent for bar in bars if bar.percent is not None} == given_
    assert len(bars) == max(shares) - min(shares) + 1
    assert [bar.y for bar in bars] == sorted({bar.y for bar in bars})
    assert all(bar.wide == round(FULL * (bar.percent or 0) / 100) for bar in bars)


@pytest.mark.django_db
def test_a_share_of_a_year_changes_by_a_later_count_alone():
    assert actions.publish_year(code="x", school_year="2025/26", percent=70, counted_on=DAY)
    assert not actions.publish_year(code="x", school_year="2025/26", percent=70, counted_on=date(2026, 8, 1))
    assert not actions.publish_year(code="x", school_year="2025/26", percent=75, counted_on=DAY)
    assert actions.publish_year(code="x", school_year="2025/26", percent=75, counted_on=date(2026, 8, 1))
    assert YearFigure.objects.get().percent == 75


@pytest.mark.django_db
def test_a_share_that_could_tell_of_one_head_is_refused():
    with pytest.raises(ValueError, match="rounded to five"):
        actions.publish_year(code="x", school_year="2025/26", percent=72, counted_on=DAY)
    assert not YearFigure.objects.exists()


def test_the_public_page_draws_it_with_its_table(client, db):
    CovenantText.objects.update(published_on=DAY)
    for year, percent in (("2023/24", 70), ("2025/26", 95)):
        actions.publish_year(code="heads-with-a-buddy", school_year=year, percent=percent, counted_on=DAY)
    page = client.get("/how-it-is-kept/").content.decode()
    assert page.count("<svg") == 1
    assert "School year At least 2023/24 70% 2024/25 too few to show 2025/26 95%" in words(page)
