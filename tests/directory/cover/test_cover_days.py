"""The days of the cover: those on which a school of the network may be inspected, as far as anybody knows."""

from datetime import UTC, date, datetime

import pytest

from directory import needs
from directory.cover import picture
from directory.cover import rows as cover_rows
from directory.listings.actions import nightly
from network.models import Authority, Closure, ExtraHoliday, Term
from outbox.models import Message
from tests import factories as f
from tests.directory import make
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    """The Thursday before the bank holiday of 3 May 2027."""
    time_machine.move_to(datetime(2027, 4, 29, 10, 0, tzinfo=UTC), tick=False)
    return time_machine


@pytest.fixture
def area(cast) -> Authority:
    """In the network; its last term on record ends on 21 July 2027."""
    Authority.objects.filter(pk=cast.authority.pk).update(in_network=True)
    for first, last in [(date(2027, 1, 4), date(2027, 3, 25)), (date(2027, 4, 12), date(2027, 7, 21))]:
        Term.objects.create(authority=cast.authority, name="Term", starts_on=first, ends_on=last)
    return cast.authority


def shown() -> list[str]:
    return [f"{day.on:%d %b}" for day in cover_rows.coming(weeks=2)]


def test_a_bank_holiday_is_no_day_to_cover(area):
    assert shown() == ["29 Apr", "30 Apr", "04 May", "05 May", "06 May", "07 May"]


def test_nor_where_no_term_dates_are_known():
    assert "03 May" not in shown()


def test_nor_one_that_was_added_by_hand(area):
    ExtraHoliday.objects.create(on=date(2027, 5, 4), name="A coronation")
    assert shown()[2:4] == ["05 May", "06 May"]


def test_who_is_there_on_that_monday_alone_hears_of_no_week(area, now):
    on_mondays = make.listing(free=False)
    on_mondays.week.create(day=0, from_time="08:00", until_time="17:00")
    make.listing()
    now.move_to(datetime(2027, 4, 30, 12, 0, tzinfo=UTC), tick=False)
    nightly.check_all()
    assert Message.objects.filter(kind="your-week").exists()
    assert not Message.objects.filter(kind="your-week", to=on_mondays.person).exists()


def test_in_the_holidays_nobody_is_needed(area, now):
    now.move_to(datetime(2027, 3, 26, 10, 0, tzinfo=UTC), tick=False)
    assert shown() == []


def test_a_drill_is_due_in_a_term_nobody_typed_in_and_not_in_the_holidays(area, now):
    now.move_to(datetime(2027, 3, 26, 10, 0, tzinfo=UTC), tick=False)
    assert not cover_rows.drill_is_due()
    Term.objects.filter(authority=area, starts_on=date(2027, 4, 12)).update(
        starts_on=date(2027, 9, 1), ends_on="2027-12-17"
    )
    now.move_to(datetime(2027, 5, 26, 10, 0, tzinfo=UTC), tick=False)
    assert cover_rows.drill_is_due()


def test_a_day_is_a_holiday_when_no_area_is_in_school(area):
    other = f.AuthorityFactory(in_network=True)
    for first, last in [(date(2027, 1, 4), date(2027, 4, 29)), (date(2027, 5, 5), date(2027, 7, 21))]:
        Term.objects.create(authority=other, name="Term", starts_on=first, ends_on=last)
    assert "30 Apr" in shown()
    Closure.objects.create(authority=area, name="Flood", starts_on=date(2027, 4, 30), ends_on=date(2027, 4, 30))
    assert "30 Apr" not in shown()


def test_after_the_last_term_on_record_every_weekday_counts_and_the_officer_reads_why(area, cast, now):
    make.listing()
    said = "No term dates are on record after 21 July 2027"
    assert said not in signed_in(cast.officer).get("/directory/cover/").content.decode()
    now.move_to(datetime(2027, 9, 2, 10, 0, tzinfo=UTC), tick=False)
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
    assert said in page
    assert "Thu 2 Sep" in page
    assert "No school days in the coming four weeks" not in page


def test_a_phase_that_a_school_of_the_network_has_is_named_though_nobody_in_the_directory_knows_it(area, cast):
    f.SchoolFactory(authority=area, phase="Secondary")
    f.SchoolFactory(authority=area, phase="16 plus")
    f.SchoolFactory(authority=area, phase="Not applicable", kind="Community special school")
    f.SchoolFactory(authority=area, phase="Nursery", status="closed")
    gaps = cover_rows.coming()[0].nobody_for
    assert {"Secondary", "Special", "16 to 19"} <= set(gaps)
    assert "Nursery" not in gaps
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
    for phase in ("secondary", "special", "16 to 19"):
        assert f"No {phase}" in page


@pytest.mark.parametrize(
    ("phase", "kind", "found"),
    [
        ("Primary", "Community school", {"primary"}),
        ("All-through", "Academy converter", {"primary", "secondary"}),
        ("Not applicable", "Academy special converter", {"special"}),
        ("16 plus", "Further education", {"post16"}),
        ("Not applicable", "", set()),
    ],
)
def test_the_phases_of_a_school(phase, kind, found):
    assert needs.phases_of(phase, kind) == found


def test_beyond_the_last_term_on_record_a_drill_is_due_when_school_has_surely_begun(area, now):
    """Next year's terms are typed in late: on 2 August everybody is away."""
    for day in (date(2027, 7, 26), date(2027, 8, 2), date(2027, 9, 6)):
        now.move_to(datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC), tick=False)
        assert not cover_rows.drill_is_due(), day
    now.move_to(datetime(2027, 9, 14, 10, 0, tzinfo=UTC), tick=False)
    assert cover_rows.drill_is_due()


def test_the_next_ten_days_are_drawn_with_what_is_missing_and_nothing_that_a_policy_forbids(area, cast):
    make.listing(phases=["primary"])
    days = cover_rows.coming(needed=frozenset({"primary", "special"}), enough=1)
    drawn = picture.picture(days)
    assert len(drawn.days) == picture.DAYS
    assert drawn.missing == [("Special", 10)]
    first = {cell.y: (cell.says, cell.look) for cell in drawn.cells if cell.x == picture.LEFT}
    assert list(first.values()) == [("1", "1"), ("0", "0"), ("1", "1"), ("0", "0"), ("nobody", "needs"), ("0", "0")]
    assert max(cell.x + cell.wide for cell in drawn.cells) <= drawn.width
    assert max(cell.y + cell.high for cell in drawn.cells) <= drawn.height
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
    svg = page[page.index("<svg") : page.index("</svg>")]
    assert "<title" in svg
    assert "<desc" in svg
    assert "style=" not in svg
    assert "<script" not in svg
