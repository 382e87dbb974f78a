"""Who can be reached at all: the drill, the nightly look, and how somebody comes into the directory."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.cover import rows as cover_rows
from directory.drills import actions as drills
from directory.listings.actions import listings, nightly
from directory.models import (
    Asked,
    DrillAsked,
    Listing,
)
from network.invitations import actions as invitations
from network.models import Authority, Invitation, Term
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.wording import tokens, wording
from tests import factories as f
from tests.directory import make
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


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


def test_a_number_to_which_no_text_gets_through_can_still_be_rung(cast):
    make.listing(cast.directory_member)
    cast.directory_member.contact_points.filter(channel="sms").update(broken_at=TUESDAY, broken_why="no such number")
    page = signed_in(cast.directory_member).get("/directory/mine/").content.decode()
    assert "telephone number is needed" not in page
    assert cover_rows.coming()[0].everybody == 1


def test_who_has_no_number_to_ring_reads_that_one_is_needed_and_counts_in_no_cover(cast):
    """An email reaches her all the same: it says so, and the officer sees whom nobody can ring."""
    listing = make.listing(cast.directory_member)
    number = cast.directory_member.contact_points.filter(channel="sms")
    page = signed_in(cast.directory_member).get("/directory/mine/").content.decode()
    assert "telephone number is needed" not in page
    assert cover_rows.coming()[0].everybody == 1
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
