"""Existing pairings from a spreadsheet: every row is told what is wrong with it, and nobody is paired by a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from buddies.imports import actions as pairing_imports
from buddies.models import BuddyRequest, NotThisPerson, Pairing, PairingImport
from network import clock
from network.models import Membership
from network.register.files.faults import BadFile
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


def urn(person):
    return person.memberships.get().school.urn


def read(trio, text, encoding="utf-8"):
    return pairing_imports.upload(chunks=[text.encode(encoding)], by=trio.officer)


def test_urns_and_addresses_are_read_and_both_are_asked(trio):
    made = read(trio, f"Head,Buddy,Reserve\n{urn(trio.head)},{trio.buddy.email.upper()},{urn(trio.reserve)}\n")
    assert made.refused == []
    assert not Pairing.objects.exists()
    assert pairing_imports.apply(pairing_import=made, by=trio.officer) == 1
    pairing = Pairing.objects.get()
    assert (pairing.head, pairing.buddy, pairing.reserve) == (trio.head, trio.buddy, trio.reserve)
    assert pairing.state == Pairing.ASKED
    assert BuddyRequest.objects.open().get() == pairing.request
    assert Message.objects.filter(kind="pairing-asked").count() == 3
    with pytest.raises(WrongState, match="already"):
        pairing_imports.apply(pairing_import=made, by=trio.officer)


def test_each_row_that_cannot_says_where_and_why(trio):
    rows = [
        "head;buddy;reserve",
        f"{urn(trio.head)};{urn(trio.head)};",
        f"{urn(trio.head)};999999;",
        f";{urn(trio.buddy)};",
        f"{urn(trio.head)};nobody@example.org;",
        f"{urn(trio.head)};{urn(trio.buddy)};=1+1",
        f"{urn(trio.head)};{urn(trio.buddy)}",
        f"{urn(trio.buddy)};{urn(trio.reserve)};",
        f"{urn(trio.buddy)};{urn(trio.head)};",
    ]
    made = read(trio, "\r\n".join(rows), "cp1252")
    assert [tuple(row) for row in made.refused] == [
        (2, "", "names the same person twice."),
        (3, "buddy", "“999999” is the URN of no school whose head has joined."),
        (4, "head", "is empty. Give a school’s six-digit URN, or an address."),
        (
            5,
            "buddy",
            "“nobody@example.org” is the address of nobody here who leads a school or has led one.",
        ),
        (6, "reserve", "“=1+1” is neither a school’s six-digit URN nor an address."),
        (7, "", "has 2 cells where the header has 3."),
        (9, "head", "has a buddy in row 8 already."),
    ]
    assert [row[0] for row in made.rows] == [8]


def test_the_hard_rules_hold_here_too_and_a_private_wish_is_not_told(trio):
    trust = f.OrganisationFactory()
    for person in (trio.head, trio.reserve):
        school = person.memberships.get().school
        school.trust = trust
        school.save()
    other = leader("Harper Example")
    NotThisPerson.objects.create(head=other, person=trio.buddy)
    made = read(trio, f"head,buddy\n{urn(trio.head)},{urn(trio.reserve)}\n{urn(other)},{urn(trio.buddy)}\n")
    assert made.refused == [[2, "buddy", "same trust."], [3, "buddy", "not available."]]


def test_what_changed_since_the_preview_is_not_asked(trio):
    made = read(trio, f"head,buddy\n{urn(trio.head)},{urn(trio.buddy)}\n")
    trio.in_force()
    assert pairing_imports.apply(pairing_import=made, by=trio.officer) == 0


def test_a_school_with_two_heads_needs_an_address(trio):
    f.MembershipFactory(school=trio.school, role=Membership.CO_HEAD)
    made = read(trio, f"head,buddy\n{trio.school.urn},{urn(trio.buddy)}\n")
    assert made.refused[0][2].endswith("has more than one head. Give the address instead.")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"head,buddy\n", "No row"),
        (b"name,school\na,b\n", "should name the columns head, buddy, reserve"),
        (b"head,buddy,head\n1,2,3\n", "twice"),
        (b'head,buddy\n"100001,2\n', "quote"),
        (b"head,buddy\n1\x00,2\n", "NUL"),
        (b"PK\x03\x04rest", "zip"),
        (b"<html><body>no</body></html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"head,buddy\n" + b"1,2\n" * 300_000, "too large"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(trio, sign_in, content, why):
    with pytest.raises(BadFile, match=why):
        pairing_imports.upload(chunks=[content], by=trio.officer)
    response = sign_in(trio.officer).post(
        reverse("buddies:pairing-imports"), {"file": SimpleUploadedFile("pairings.csv", content)}
    )
    assert response.status_code == 200
    assert not PairingImport.objects.exists()


def test_the_pages(trio, sign_in):
    browser = sign_in(trio.officer)
    text = f"head,buddy\n{urn(trio.head)},{urn(trio.buddy)}\n{urn(trio.buddy)},111111\n"
    response = browser.post(
        reverse("buddies:pairing-imports"), {"file": SimpleUploadedFile("pairings.csv", text.encode())}
    )
    shown = browser.get(response.url).content.decode()
    assert "1 pairing to ask" in shown
    assert "“111111” is the URN of no school whose head has joined." in shown
    browser.post(f"{response.url}apply/")
    assert Pairing.objects.get().head == trio.head


def test_only_an_officer(trio):
    with pytest.raises(NotAllowed):
        pairing_imports.upload(chunks=[b"head,buddy\n"], by=trio.head)


def test_only_who_leads_a_school_or_has_led_one_is_brought_in(trio):
    colleague = f.MembershipFactory(role=Membership.STAFF, school=f.SchoolFactory()).person
    made = read(trio, f"head,buddy\n{urn(trio.head)},{colleague.email}\n")
    ((_, column, why),) = made.refused
    assert (column, made.rows) == ("buddy", [])
    assert "leads a school or has led one" in why
    trio.buddy.memberships.update(to_at=clock.now())
    assert read(trio, f"head,buddy\n{urn(trio.head)},{trio.buddy.email}\n").refused == []
