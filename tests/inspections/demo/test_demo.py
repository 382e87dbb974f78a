"""The demonstration loads once, whole, and never among real people."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from buddies.models import BuddyRequest, Pairing
from buddies.pairings.heads import UNASKED
from covenant.models import Signatory, Statement
from covenant.statements import actions as statements
from directory.models import Listing
from inspections.board.queries import week
from inspections.demo import invented
from inspections.demo.load import load
from inspections.models import ImprovementOffer
from inspections.schools.queries.table import Filters, filtered
from inspections.windows.models.windows import SchoolWindow
from network import clock
from network.models import AuditRow, Membership, NetworkSettings, Organisation, Person, School, Term, Tie
from network.rules import is_administrator, is_officer
from outbox.models import Message
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ROWS = [AuditRow, BuddyRequest, ImprovementOffer, Listing, Membership, Message, Organisation]
ROWS += [Pairing, Person, School, Signatory, Statement, Term, Tie]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Once for this file: reading the register takes a second or two."""
    from django.conf import settings
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        settings.DEMO, was = True, settings.DEMO
        try:
            load()
            yield
        finally:
            settings.DEMO = was
            transaction.set_rollback(True)


def somebody(address):
    return Person.objects.get(email=invented.email(address))


def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load_demo")
    assert Person.objects.count() == 0


def test_loading_again_changes_nothing(loaded):
    before = {model.__name__: model.objects.count() for model in ROWS}
    load()
    assert {model.__name__: model.objects.count() for model in ROWS} == before


def test_a_statement_taken_down_does_not_come_back(loaded):
    statement = Statement.objects.get()
    statements.take_down(by=somebody("officer"), statement=statement)
    load()
    assert not Statement.objects.exists()
    statements.make(by=statement.made_by, signatory=statement.signatory, words=statement.words)


def test_eleven_signed_on_22_january_2024_and_nothing_else_is_said_of_them(loaded, client):
    names = [name for name, _ in invented.SIGNATORIES]
    signed = Signatory.objects.filter(signed_on="2024-01-22", state=Signatory.SIGNED)
    folded = {name.casefold() for name in signed.values_list("organisation__name", flat=True)}
    assert folded == {name.casefold() for name in names}
    assert len(names) == 11
    page = client.get("/").content.decode()
    assert "Read version 1, signed 22 January 2024" in page
    assert "Demonstration, not run by any organisation named" in page
    assert not Membership.objects.filter(organisation__in=signed.values("organisation")).exists()
    assert not Statement.objects.filter(signatory__in=signed).exists()
    assert not signed.filter(review_due=True).exists()
    assert list(Signatory.objects.due().values_list("organisation__name", flat=True)) == ["Example Trust"]


def test_real_schools_are_register_rows_alone(loaded):
    real = School.objects.filter(is_example=False)
    assert real.filter(authority__name="Southampton").count() > 100
    assert not Membership.objects.filter(school__in=real).exists()
    assert not real.filter(urn__startswith="9").exists()


def test_everybody_is_plainly_invented(loaded):
    assert set(Person.objects.values_list("email", flat=True)) == {
        invented.email(somebody.address) for somebody in invented.PEOPLE
    }
    assert all(one.at.startswith("Example ") for one in invented.PEOPLE)
    names = School.objects.filter(is_example=True).values_list("name", flat=True)
    assert all(name.startswith("Example ") for name in names)


def test_amina_is_in_the_window_with_a_buddy_and_a_reserve(loaded):
    amina, sam, rosa = map(somebody, ("amina", "sam", "rosa"))
    pairing = Pairing.objects.get(head=amina)
    assert (pairing.state, pairing.buddy, pairing.reserve) == (Pairing.IN_FORCE, sam, rosa)
    assert amina.memberships.get().school.in_window
    assert {(tie.kind, tie.person) for tie in Tie.objects.live().filter(head=amina)} == {
        (Tie.BUDDY, sam),
        (Tie.RESERVE, rosa),
        (Tie.DEPUTY, somebody("dev")),
    }


def test_board_counts_amina_as_paired_and_nia_as_not(loaded):
    officer = next(each for each in Person.objects.all() if is_officer(each))
    board = week(officer, clock.now())
    assert board["paired"] == 1
    unasked = filtered(SchoolWindow.objects.visible_to(officer), Filters(in_window=True, head=UNASKED))
    found = set(unasked.values_list("name", flat=True))
    assert "Example Secondary School" in found
    assert "Example Junior School" not in found
    assert board["unasked"] == len(found)


def test_nia_is_in_the_window_and_waits(loaded):
    nia = somebody("nia")
    assert nia.memberships.get().school.in_window
    assert BuddyRequest.objects.open().filter(head=nia).exists()


def test_there_is_an_officer_two_administrators_and_a_directory(loaded):
    assert is_officer(somebody("officer"))
    assert is_administrator(somebody("ada"))
    assert is_administrator(somebody("max"))
    assert Listing.objects.on_call().reachable().count() == len(invented.LISTINGS)


def test_help_is_offered_to_every_head(loaded):
    for one in ("amina", "nia"):
        page = signed_in(somebody(one)).get(reverse("inspections:improvement")).content.decode()
        assert "Peer review by two heads" in page
    assert ImprovementOffer.objects.count() == 4


def test_network_says_who_answers_for_it_and_terms_say_whose_they_are(loaded):
    assert NetworkSettings.objects.get().ready_for_people
    assert all("Hampshire" in term.name and "Hampshire" in term.source for term in Term.objects.all())


@pytest.mark.parametrize("one", invented.PEOPLE, ids=lambda one: one.address)
def test_each_of_them_has_a_page_after_signing_in(loaded, one):
    page = signed_in(somebody(one.address)).get(reverse("inspections:today"), follow=True)
    assert page.status_code == 200
