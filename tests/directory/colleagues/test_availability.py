"""Listings, weeks, leave and the cover, as people press them."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from directory.call_outs.actions import call_outs
from directory.listings.actions import listings
from directory.models import (
    Asked,
    CallOut,
    Leave,
    Listing,
    MustNotAdvise,
    WeekDay,
)
from outbox.models import Message
from tests import factories as f
from tests.directory import make
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def call(cast) -> CallOut:
    make.listing(cast.acceptor)
    make.listing(cast.directory_member)
    return call_outs.raise_call(
        by=cast.head,
        head=cast.head,
        school=cast.school,
        need="conduct",
        words="MARKERWORDS",
        ends_at=TUESDAY + timedelta(hours=6),
    )


def test_members_find_a_colleague_by_need(cast):
    make.listing(knows=["send"], speciality="Knows SEND")
    make.listing(knows=["complaints"], speciality="Knows complaints")
    page = as_read(signed_in(cast.head).get("/directory/?need=send"))
    assert "Knows SEND" in page
    assert "Knows complaints" not in page


def test_joining_declaring_and_a_week(cast):
    browser = signed_in(cast.directory_member)
    browser.post("/directory/join/")
    listing = Listing.objects.get(person=cast.directory_member)
    assert listing.state == Listing.ASKED
    browser.post("/directory/mine/", {"speciality": "SEND", "knows": ["send"], "phases": ["primary"]})
    wrong = browser.post(
        "/directory/mine/declaration/", {"serving_inspector": "no", "must_not_advise": "1", "true": "on"}
    )
    assert "No school in the register has the URN 1." in as_read(wrong)
    f.SchoolFactory(name="Twin Primary")
    twin = f.SchoolFactory(name="Twin Primary")
    for line, said in (("Twin Primary", "such as"), ("Nowhere School", "is called Nowhere School")):
        asked = {"serving_inspector": "no", "must_not_advise": line, "true": "on"}
        assert said in as_read(browser.post("/directory/mine/declaration/", asked))
    browser.post(
        "/directory/mine/declaration/",
        {
            "serving_inspector": "yes",
            "employer": cast.employer.name.upper(),
            "must_not_advise": f"{cast.school.name}\n{twin.name}, {twin.urn}",
            "true": "on",
        },
    )
    assert {row.school for row in MustNotAdvise.objects.all()} == {cast.school, twin}
    assert Listing.objects.get().employer_known == cast.employer
    again = as_read(browser.get("/directory/mine/declaration/"))
    assert f"{twin.name}, {twin.urn}" in again
    week = {"from_0": "09:00", "until_0": "12:00", "from_1": "10:00"}
    assert "Tuesday needs both hours" in as_read(browser.post("/directory/mine/week/", week))
    browser.post("/directory/mine/week/", {"from_0": "09:00", "until_0": "12:00"})
    listing.refresh_from_db()
    assert (listing.serving_inspector, listing.declared_on) == (True, date(2026, 12, 1))
    assert list(WeekDay.objects.values_list("day", flat=True)) == [0]
    assert not Listing.objects.on_call().exists()
    officer = signed_in(cast.officer)
    officer.post(f"/directory/listing/{listing.public_id}/approve/")
    assert not Listing.objects.on_call().exists()
    officer.post(f"/directory/listing/{listing.public_id}/contract/")
    assert Listing.objects.on_call().get() == listing


def test_whoever_books_off_and_leaves_a_gap_hears_first_then_the_officer(cast):
    listing = make.listing(cast.directory_member)
    make.listing()
    browser = signed_in(cast.directory_member)
    days = {"starts_on": "2026-12-02", "ends_on": "2026-12-02"}
    page = as_read(browser.post("/directory/mine/leave/", days))
    assert "Without you, cover is thin on Wednesday 2 December." in page
    assert not Leave.objects.exists()
    assert not Message.objects.filter(kind="cover-gap").exists()
    browser.post("/directory/mine/leave/", {**days, "sure": "on"})
    assert Leave.objects.get().listing == listing
    assert Message.objects.get(kind="cover-gap").to == cast.officer


def gap_told() -> list:
    return [message.to for message in Message.objects.filter(kind="cover-gap")]


@pytest.mark.parametrize("whose", ["own", "officer's"])
def test_a_pause_that_opens_a_gap_is_told_first_then_the_officer_hears(cast, whose):
    listing, other = make.listing(cast.directory_member), make.listing()
    if whose == "own":
        browser, address = signed_in(cast.directory_member), "/directory/mine/pause/"
    else:
        browser, address = signed_in(cast.officer), f"/directory/listing/{listing.public_id}/pause/"
    page = as_read(browser.post(address))
    assert f"Without {'you' if whose == 'own' else 'them'}, cover is thin on Tuesday 1 December, Wednesday 2" in page
    assert 'name="sure" value="on"' in page
    listing.refresh_from_db()
    assert (listing.state, gap_told()) == (Listing.APPROVED, [])
    assert browser.post(address, {"sure": "on"}).status_code == 302
    listing.refresh_from_db()
    assert (listing.state, gap_told()) == (Listing.PAUSED, [cast.officer])
    browser.post(address)  # a second press changes nothing, and cover is thin already when the next one goes
    listings.pause(by=cast.officer, listing=other)
    assert gap_told() == [cast.officer]


def test_a_pause_that_leaves_no_gap_needs_one_press(cast):
    for person in (cast.directory_member, None, None):
        make.listing(person, phases=["primary"])
    assert signed_in(cast.directory_member).post("/directory/mine/pause/").status_code == 302
    assert Listing.objects.get(person=cast.directory_member).state == Listing.PAUSED
    assert gap_told() == []


def test_a_pause_takes_away_what_she_alone_knows(cast):
    make.listing(cast.directory_member, phases=["special"])
    for _ in range(3):
        make.listing(phases=["primary"])
    assert "cover is thin on" in as_read(signed_in(cast.directory_member).post("/directory/mine/pause/"))


def test_a_week_that_opens_a_gap_is_told_first_then_the_officer_hears(cast):
    listing = make.listing(cast.directory_member)
    make.listing()
    browser = signed_in(cast.directory_member)
    week = {f"{end}_{day}": hour for day in (0, 1, 3, 4) for end, hour in (("from", "09:00"), ("until", "12:00"))}
    page = as_read(browser.post("/directory/mine/week/", week))
    days = "Wednesday 2 December, Wednesday 9 December, Wednesday 16 December, Wednesday 23 December"
    assert f"Without you, cover is thin on {days}." in page
    assert re.search(r'name="from_3" value="09:00"|value="09:00"[^>]*name="from_3"', page)
    assert (listing.week.count(), gap_told()) == (5, [])
    assert browser.post("/directory/mine/week/", {**week, "sure": "on"}).status_code == 302
    assert (listing.week.count(), gap_told()) == (4, [cast.officer])
    assert {day.from_time for day in listing.week.all()} == {time(9)}
    assert browser.post("/directory/mine/week/", week).status_code == 302  # the gap is not new
    more = {**week, "from_2": "09:00", "until_2": "10:00"}
    assert browser.post("/directory/mine/week/", more).status_code == 302
    assert gap_told() == [cast.officer]


def test_a_gap_counts_far_ahead_and_where_only_a_phase_is_lost(cast):
    listing = make.listing(cast.directory_member, phases=["special"])
    for _ in range(3):
        make.listing(phases=["primary"])
    browser = signed_in(cast.directory_member)
    days = {"starts_on": "2027-03-02", "ends_on": "2027-03-02"}
    assert "cover is thin on Tuesday 2 March" in as_read(browser.post("/directory/mine/leave/", days))
    browser.post("/directory/mine/leave/", {**days, "sure": "on"})
    assert Leave.objects.get().listing == listing
    assert Message.objects.filter(kind="cover-gap").count() == 1


def test_the_cover_names_the_phase_nobody_is_there_for(cast):
    make.listing(phases=["special"], free=False)
    make.listing(phases=["primary"])
    page = as_read(signed_in(cast.officer).get("/directory/cover/"))
    assert "No special" in page
    assert "No primary" not in page


def test_leave_beats_the_week(cast):
    listing = make.listing(cast.directory_member)
    Leave.objects.create(listing=listing, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    call_outs.raise_call(
        by=cast.head, head=cast.head, school=cast.school, need="send", words="", ends_at=TUESDAY + timedelta(hours=6)
    )
    assert not Asked.objects.exists()


def test_an_officer_reads_cover_counts_and_no_names_of_callers(cast, call):
    page = as_read(signed_in(cast.officer).get("/directory/cover/"))
    assert "Under 5" in page
    assert "Tue 1 Dec" in page
    for private in (cast.head.name, cast.school.name, "MARKERWORDS", str(call.public_id)):
        assert private not in page


def test_settings_that_make_no_sense_are_refused_by_field(cast):
    browser = signed_in(cast.officer)
    given = {"wave_size": 3, "waits": "10, 5", "speak_within": 15, "thin_cover": 2}
    page = as_read(browser.post("/directory/cover/settings/", given))
    assert "each later than the one before" in page
    assert browser.post("/directory/cover/settings/", {**given, "waits": "4 8 12"}).status_code == 302
