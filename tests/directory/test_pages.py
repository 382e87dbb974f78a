"""The directory's pages as people press them: the link in the alert, the call's page, the rota, the cover, a drill."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory import cover_rows
from directory.actions import call_outs, drills, listings, nightly
from directory.models import (
    Asked,
    CallOut,
    DirectorySettings,
    DrillAsked,
    Leave,
    Listing,
    MustNotAdvise,
    WeekDay,
)
from network.actions import invitations
from network.models import AuditRow, Authority, Invitation, Term
from network.rules import NotAllowed, WrongState
from outbox import tokens, wording
from outbox.models import Message
from tests import factories as f
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


def test_when_nobody_said_yes_the_page_gives_the_ladder_and_the_numbers(cast):
    call = call_outs.raise_call(
        by=cast.head,
        head=cast.head,
        school=cast.school,
        need="conduct",
        words="",
        senior_number="0300 000 0001",
        ends_at=TUESDAY + timedelta(hours=6),
    )
    page = signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])).content.decode()
    assert "Nobody has said yes" in page
    for step in ("lead inspector", "Ask for a pause", "safeguarding lead", "next working day"):
        assert step in page
    for number in ("0300 000 0001", "0300 123 1231", "0300 30 30 333", "08000 562 561"):
        assert f">{number}</a>" in page


def test_the_minutes_on_the_pages_are_the_officers(cast, call, client):
    DirectorySettings.objects.create(id=1, speak_within=25)
    open_link(client, alert(cast.acceptor))
    assert "within 25 minutes" in client.post(reverse("directory:answer"), {"answer": "yes"}).content.decode()
    page = signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])).content.decode()
    assert "within 25 minutes" in page


def test_whoever_was_let_go_reads_so_whatever_they_press(cast, call, client, time_machine):
    open_link(client, alert(cast.acceptor))
    client.post(reverse("directory:answer"), {"answer": "yes"})
    time_machine.move_to(TUESDAY + timedelta(minutes=15), tick=False)
    call_outs.tick()
    page = client.post(reverse("directory:answer"), {"answer": "yes"}).content.decode()
    assert "Others are asked now, thank you" in page
    head = signed_in(cast.head).get(reverse("directory:call-out", args=[call.public_id])).content.decode()
    assert "we ask others too" in head
    assert "Done, and thank you" in head


def test_the_one_who_took_it_can_say_that_she_cannot_after_all(cast, call):
    browser = signed_in(cast.acceptor)
    asked = Asked.objects.get(listing__person=cast.acceptor)
    answer = reverse("directory:asked", args=[asked.public_id])
    page = browser.post(answer, {"answer": "yes"}, follow=True).content.decode()
    assert "I cannot after all" in page
    assert f'action="{answer}"' in page
    assert "That is fine" in browser.post(answer, {"answer": "no"}).content.decode()
    call.refresh_from_db()
    assert call.winner is None


@pytest.mark.parametrize("page", ["/directory/", "/directory/mine/"])
def test_the_pages_say_what_members_do_and_do_not(cast, page):
    make.listing(cast.directory_member)
    text = signed_in(cast.directory_member).get(page).content.decode()
    for rule in ("by phone", "come on site", "speak to Ofsted for the school", "delaying", "safeguarding lead at once"):
        assert rule in text


def test_whoever_is_asked_reads_the_same_before_and_after_the_yes(cast, call):
    browser = signed_in(cast.acceptor)
    address = reverse("directory:asked", args=[Asked.objects.get(listing__person=cast.acceptor).public_id])
    for page in (browser.get(address), browser.post(address, {"answer": "yes"}, follow=True)):
        for rule in ("by phone", "come on site", "speak to Ofsted for the school", "safeguarding lead at once"):
            assert rule in page.content.decode()


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
    f.SchoolFactory(name="Twin Primary")
    twin = f.SchoolFactory(name="Twin Primary")
    for line, said in (("Twin Primary", "such as"), ("Nowhere School", "is called Nowhere School")):
        asked = {"serving_inspector": "no", "must_not_advise": line, "true": "on"}
        assert said in browser.post("/directory/mine/declaration/", asked).content.decode()
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
    again = browser.get("/directory/mine/declaration/").content.decode()
    assert f"{twin.name}, {twin.urn}" in again
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


def gap_told() -> list:
    return [message.to for message in Message.objects.filter(kind="cover-gap")]


@pytest.mark.parametrize("whose", ["own", "officer's"])
def test_a_pause_that_opens_a_gap_is_told_first_then_the_officer_hears(cast, whose):
    listing, other = make.listing(cast.directory_member), make.listing()
    if whose == "own":
        browser, address = signed_in(cast.directory_member), "/directory/mine/pause/"
    else:
        browser, address = signed_in(cast.officer), f"/directory/listing/{listing.public_id}/pause/"
    page = browser.post(address).content.decode()
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
    assert "cover is thin on" in signed_in(cast.directory_member).post("/directory/mine/pause/").content.decode()


def test_a_week_that_opens_a_gap_is_told_first_then_the_officer_hears(cast):
    listing = make.listing(cast.directory_member)
    make.listing()
    browser = signed_in(cast.directory_member)
    week = {f"{end}_{day}": hour for day in (0, 1, 3, 4) for end, hour in (("from", "09:00"), ("until", "12:00"))}
    page = browser.post("/directory/mine/week/", week).content.decode()
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
    assert "cover is thin on Tuesday 2 March" in browser.post("/directory/mine/leave/", days).content.decode()
    browser.post("/directory/mine/leave/", {**days, "sure": "on"})
    assert Leave.objects.get().listing == listing
    assert Message.objects.filter(kind="cover-gap").count() == 1


def test_the_cover_names_the_phase_nobody_is_there_for(cast):
    make.listing(phases=["special"], free=False)
    make.listing(phases=["primary"])
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
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


def test_the_drill_tells_which_contact_failed(cast):
    make.listing(cast.directory_member)
    drill = drills.start(by=cast.officer)
    Message.objects.filter(kind="drill").update(state=Message.FAILED, why="the address was refused (550)")
    page = signed_in(cast.officer).get(f"/directory/drill/{drill.public_id}/").content.decode()
    assert f"{cast.directory_member.name}: email" in page


def test_a_drill_is_asked_for_once_a_term(cast, time_machine):
    make.listing()
    Term.objects.create(
        authority=cast.school.authority, name="Autumn", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 18)
    )
    Authority.objects.filter(pk=cast.school.authority_id).update(in_network=True)
    for _ in range(2):
        nightly.check_all()
    assert [m.to for m in Message.objects.filter(kind="drill-due")] == [cast.officer]
    assert "There has been none this term" in signed_in(cast.officer).get("/directory/cover/").content.decode()
    drills.start(by=cast.officer)
    assert "There has been none this term" not in signed_in(cast.officer).get("/directory/cover/").content.decode()
    assert not cover_rows.drill_is_due()


def test_whom_nothing_reaches_is_shown_to_the_officer_before_a_call(cast):
    unreachable = make.listing()
    unreachable.person.contact_points.all().delete()
    for _ in range(2):
        nightly.check_all()
    assert [m.to for m in Message.objects.filter(kind="colleague-unreachable")] == [cast.officer]
    page = signed_in(cast.officer).get("/directory/cover/").content.decode()
    assert "They cannot be reached" in page
    assert unreachable.person.name in page


@pytest.mark.parametrize("why", ["none given", "broken"])
def test_who_has_no_number_to_ring_reads_that_one_is_needed_and_counts_in_no_cover(cast, why):
    """An email reaches her all the same: it says so, and the officer sees whom nobody can ring."""
    listing = make.listing(cast.directory_member)
    number = cast.directory_member.contact_points.filter(channel="sms")
    page = signed_in(cast.directory_member).get("/directory/mine/").content.decode()
    assert "telephone number is needed" not in page
    assert cover_rows.coming()[0].everybody == 1
    if why == "broken":
        number.update(broken_at=TUESDAY, broken_why="no such number")
    else:
        number.delete()
    page = signed_in(cast.directory_member).get("/directory/mine/").content.decode()
    assert "You are not asked yet, because a telephone number is needed" in page
    assert f'href="{reverse("network:contact-point-add")}"' in page
    assert cover_rows.coming()[0].everybody == 0
    for _ in range(2):
        nightly.check_all()
    told = Message.objects.get(kind="unreachable")
    assert told.to == listing.person
    assert "you have given no telephone number" in wording.words(told).text
    assert listing.person.name in signed_in(cast.officer).get("/directory/cover/").content.decode()
    drills.start(by=cast.officer)
    assert DrillAsked.objects.get().no_channel


def test_a_number_whose_code_has_not_come_can_be_rung_and_counts(cast):
    make.listing(cast.directory_member)
    cast.directory_member.contact_points.filter(channel="sms").update(confirmed_at=None)
    page = signed_in(cast.directory_member).get("/directory/mine/").content.decode()
    assert "telephone number is needed" not in page
    assert cover_rows.coming()[0].everybody == 1
    nightly.check_all()
    assert not Message.objects.filter(kind="unreachable").exists()


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
    assert {m.to for m in Message.objects.filter(kind="your-week")} == {due.person}


@pytest.mark.parametrize(("inviter", "state"), [("officer", Listing.APPROVED), ("representative", Listing.ASKED)])
def test_whoever_accepts_an_invitation_to_the_directory_is_in_it(cast, inviter, state):
    listings.invited(person=cast.other_head, role="directory", invited_by=getattr(cast, inviter))
    listings.invited(person=cast.other_head, role="directory", invited_by=getattr(cast, inviter))
    listings.invited(person=cast.reserve, role="head", invited_by=cast.officer)
    assert [(row.person, row.state) for row in Listing.objects.all()] == [(cast.other_head, state)]


def test_a_line_of_the_officers_spreadsheet_becomes_a_colleague_who_can_be_asked(cast, network_ready):
    """Looked at, sent, accepted, declared, and a week given: then she is asked."""
    officer, address = signed_in(cast.officer), reverse("network:invitation-file-send")
    line = (
        f"name,email,role,urn,school,organisation\nNoor Example,noor@example.org,directory,{f.SchoolFactory().urn},,\n"
    )
    looked_at = officer.post(address, {"file": SimpleUploadedFile("people.csv", line.encode())})
    officer.post(address, {"held": looked_at.context["held"], "send": "yes"})
    invitation = Invitation.objects.get(email="noor@example.org")
    point, _ = invitations.prepare(
        invitation=invitation, name="Noor Example", email="noor@example.org", phone="07700900123"
    )
    person = invitations.accept(invitation=invitation, point=point)
    listing = Listing.objects.get(person=person)
    assert listing.state == Listing.APPROVED
    assert not Listing.objects.on_call().exists()
    browser = signed_in(person)
    browser.post("/directory/mine/declaration/", {"serving_inspector": "no", "true": "on"})
    browser.post("/directory/mine/week/", {"from_1": "09:00", "until_1": "12:00"})
    call_outs.raise_call(
        by=cast.head, head=cast.head, school=cast.school, need="send", words="", ends_at=TUESDAY + timedelta(hours=6)
    )
    assert [row.listing for row in Asked.objects.all()] == [listing]


def test_a_declaration_older_than_a_year_is_asked_for_and_then_asks_nobody(cast):
    """A month's grace: the reminder goes out when the year is over; later she is not asked until she declares."""
    make.listing(declared_on=date(2025, 11, 15))
    lapsed = make.listing(declared_on=date(2025, 10, 1))
    nightly.check_all()
    assert Message.objects.filter(kind="declaration-due").count() == 2
    assert lapsed not in Listing.objects.on_call()
    assert Listing.objects.on_call().count() == 1


def test_a_page_that_asks_for_itself_is_one_look_a_quarter_of_an_hour(cast, call, time_machine):
    """The audit is for the head to read, and is never deleted: seven hundred rows an hour would tell her nothing."""
    browser = signed_in(cast.buddy)
    looked = AuditRow.objects.filter(concerns=cast.head, verb="call-out.read")
    for headers in ({}, {"hx-request": "true"}, {"hx-request": "true"}):
        assert browser.get(f"/directory/call-out/{call.public_id}/", headers=headers).status_code == 200
    assert looked.count() == 1
    signed_in(cast.deputy).get(f"/directory/call-out/{call.public_id}/")
    assert looked.count() == 2
    time_machine.move_to(TUESDAY + timedelta(minutes=15), tick=False)
    browser.get(f"/directory/call-out/{call.public_id}/", headers={"hx-request": "true"})
    assert looked.count() == 3
