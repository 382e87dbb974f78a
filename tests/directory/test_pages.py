"""The directory's pages as people press them: the link in the alert, the call's page, the rota, the cover, a drill."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from directory.actions import call_outs, drills, listings, nightly
from directory.models import Asked, CallOut, DrillAsked, Leave, Listing, WeekDay
from network.rules import NotAllowed, WrongState
from outbox import tokens, wording
from outbox.models import Message
from tests.directory import make
from tests.people import signed_in

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


def open_link(browser, message):
    """As a phone does: the address in the mail, then the clean page it leads to."""
    response = browser.get(f"/directory/answer/{tokens.make(message)}/")
    assert response.url == reverse("directory:answer")
    return browser.get(response.url)


def alert(person) -> Message:
    return Message.objects.get(kind="call-out", to=person)


def test_a_yes_by_link_takes_it_and_shows_no_name(cast, call, client):
    page = open_link(client, alert(cast.acceptor))
    assert "This page shows nothing about you or about them" in page.content.decode()
    answered = client.post(reverse("directory:answer"), {"answer": "yes"}).content.decode()
    assert "It is yours. Thank you" in answered
    for private in (cast.head.name, cast.school.name, "MARKERWORDS"):
        assert private not in answered + page.content.decode()
    call.refresh_from_db()
    assert call.winner.person == cast.acceptor


def test_the_second_yes_is_thanked_without_detail(cast, call, client):
    first, second = alert(cast.acceptor), alert(cast.directory_member)
    open_link(client, first)
    client.post(reverse("directory:answer"), {"answer": "yes"})
    page = open_link(client, second).content.decode()
    assert "Covered, thank you" in page
    answered = client.post(reverse("directory:answer"), {"answer": "yes"}).content.decode()
    assert "Taken, thank you" in answered
    assert cast.head.name not in answered


def test_opening_the_link_any_number_of_times_answers_nothing(cast, call, client):
    message = alert(cast.acceptor)
    for _ in range(20):
        open_link(client, message)
    client.head(reverse("directory:answer"))
    assert not Asked.objects.exclude(answer="").exists()


@pytest.mark.parametrize("broken", ["", "x" * 24, "{t}x", "{t}.", "{T}"])
def test_a_token_that_is_not_exactly_ours_opens_nothing(cast, call, client, broken):
    token = tokens.make(alert(cast.acceptor))
    said = broken.format(t=token, T=token.swapcase())
    client.get(f"/directory/answer/{said or 'none'}/")
    assert client.get(reverse("directory:answer")).status_code == 404
    assert client.post(reverse("directory:answer"), {"answer": "yes"}).status_code == 404


def test_yes_from_a_time_needs_one_to_come(cast, call, client):
    open_link(client, alert(cast.acceptor))
    refused = client.post(reverse("directory:answer"), {"answer": "yes_from", "at": "09:00"})
    assert "later than now" in refused.content.decode()
    client.post(reverse("directory:answer"), {"answer": "yes_from", "at": "10:10"})
    call.refresh_from_db()
    assert call.winner.person == cast.acceptor


def test_the_page_asks_for_itself_until_somebody_has_spoken(cast, call):
    browser = signed_in(cast.head)
    url = reverse("directory:call-out", args=[call.public_id])
    page = browser.get(url).content.decode()
    assert "We are asking colleagues now" in page
    assert 'hx-trigger="every 5s"' in page
    call_outs.answer(
        by=cast.acceptor, asked=Asked.objects.get(listing__person=cast.acceptor), answer="yes", via=Asked.LINK
    )
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Dara Example said yes" in part
    assert re.search(r'href="tel:\+447700\d{6}"', part)
    browser.post(reverse("directory:call-out-spoken", args=[call.public_id]))
    assert "hx-trigger" not in browser.get(url).content.decode()


def test_whoever_took_it_reads_whom_to_ring_until_it_closes(cast, call):
    browser = signed_in(cast.acceptor)
    asked = Asked.objects.get(listing__person=cast.acceptor)
    first = browser.get(reverse("directory:asked", args=[asked.public_id])).content.decode()
    assert cast.head.name not in first
    assert cast.school.name not in first
    response = browser.post(reverse("directory:asked", args=[asked.public_id]), {"answer": "yes"}, follow=True)
    page = response.content.decode()
    assert f"Ring {cast.head.name}" in page
    assert cast.school.name in page
    assert "MARKERWORDS" in page
    call.refresh_from_db()
    call_outs.done(by=cast.head, call=call)
    assert browser.get(reverse("directory:call-out", args=[call.public_id])).status_code == 404


def test_the_list_asks_as_many_questions_for_thirty_as_for_one(cast, django_assert_num_queries):
    browser = signed_in(cast.directory_member)
    make.listing(cast.directory_member)
    browser.get("/directory/")
    with django_assert_num_queries(10):
        browser.get("/directory/")
    for _ in range(30):
        make.listing()
    with django_assert_num_queries(10):
        page = browser.get("/directory/").content.decode()
    assert page.count("Inspected twice, SEND") == 31
    assert "07700" not in page


def test_members_find_a_colleague_by_need(cast):
    make.listing(knows=["send"], speciality="Knows SEND")
    make.listing(knows=["complaints"], speciality="Knows complaints")
    page = signed_in(cast.head).get("/directory/?need=send").content.decode()
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
    assert "No school in the register has the URN 1." in wrong.content.decode()
    browser.post(
        "/directory/mine/declaration/",
        {"serving_inspector": "yes", "must_not_advise": cast.school.urn, "true": "on"},
    )
    week = {"from_0": "09:00", "until_0": "12:00", "from_1": "10:00"}
    assert "Tuesday needs both hours" in browser.post("/directory/mine/week/", week).content.decode()
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
    page = browser.post("/directory/mine/leave/", days).content.decode()
    assert "Without you, cover is thin on Wednesday 2 December." in page
    assert not Leave.objects.exists()
    assert not Message.objects.filter(kind="cover-gap").exists()
    browser.post("/directory/mine/leave/", {**days, "sure": "on"})
    assert Leave.objects.get().listing == listing
    assert Message.objects.get(kind="cover-gap").to == cast.officer


def test_leave_beats_the_week(cast):
    listing = make.listing(cast.directory_member)
    Leave.objects.create(listing=listing, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 1))
    call_outs.raise_call(
        by=cast.head, head=cast.head, school=cast.school, need="send", words="", ends_at=TUESDAY + timedelta(hours=6)
    )
    assert not Asked.objects.exists()


def test_an_officer_reads_cover_counts_and_no_names_of_callers(cast, call):
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
    assert "Under 5" in page
    assert "Tue 1 Dec" in page
    for private in (cast.head.name, cast.school.name, "MARKERWORDS", str(call.public_id)):
        assert private not in page


def test_settings_that_make_no_sense_are_refused_by_field(cast):
    browser = signed_in(cast.officer)
    given = {"wave_size": 3, "waits": "10, 5", "speak_within": 15, "thin_cover": 2}
    page = browser.post("/directory/cover/settings/", given).content.decode()
    assert "each later than the one before" in page
    assert browser.post("/directory/cover/settings/", {**given, "waits": "4 8 12"}).status_code == 302


def test_a_drill_says_so_and_reports(cast, time_machine, client):
    make.listing(cast.directory_member)
    silent = make.listing()
    unreachable = make.listing()
    unreachable.person.contact_points.all().delete()
    with pytest.raises(NotAllowed):
        drills.start(by=cast.head)
    drill = drills.start(by=cast.officer)
    with pytest.raises(WrongState, match="going on already"):
        drills.start(by=cast.officer)
    for message in Message.objects.filter(kind="drill"):
        assert wording.words(message).subject.startswith("DRILL")
        assert "DRILL" in wording.words(message).text
    time_machine.move_to(TUESDAY + timedelta(minutes=7), tick=False)
    message = Message.objects.get(kind="drill", to=cast.directory_member)
    client.get(client.get(f"/directory/drill/here/{tokens.make(message)}/").url)
    assert not DrillAsked.objects.filter(answered_at__isnull=False).exists()
    client.post("/directory/drill/here/")
    page = signed_in(cast.officer).get(f"/directory/drill/{drill.public_id}/").content.decode()
    assert "1 of 3" in page
    assert "7 min" in page
    assert silent.person.name in page
    assert unreachable.person.name in page


def test_every_night_who_cannot_be_reached_and_what_is_due(cast, time_machine):
    unreachable = make.listing()
    unreachable.person.contact_points.update(broken_at=TUESDAY, broken_why="bounced")
    due = make.listing(declared_on=date(2025, 11, 30))
    for _ in range(2):
        nightly.check_all()
    assert [m.to for m in Message.objects.filter(kind="unreachable")] == [unreachable.person]
    assert [m.to for m in Message.objects.filter(kind="declaration-due")] == [due.person]
    assert not Message.objects.filter(kind="cover-summary").exists()
    time_machine.move_to(datetime(2026, 12, 4, 12, 30, tzinfo=UTC), tick=False)
    for _ in range(2):
        nightly.check_all()
    assert [m.to for m in Message.objects.filter(kind="cover-summary")] == [cast.officer]


@pytest.mark.parametrize(("inviter", "state"), [("officer", Listing.APPROVED), ("representative", Listing.ASKED)])
def test_whoever_accepts_an_invitation_to_the_directory_is_in_it(cast, inviter, state):
    listings.invited(person=cast.other_head, role="directory", invited_by=getattr(cast, inviter))
    listings.invited(person=cast.other_head, role="directory", invited_by=getattr(cast, inviter))
    listings.invited(person=cast.reserve, role="head", invited_by=cast.officer)
    assert [(row.person, row.state) for row in Listing.objects.all()] == [(cast.other_head, state)]
