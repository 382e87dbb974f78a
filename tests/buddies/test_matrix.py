"""Rows 6, 9 to 12, 16 and 40 of the access matrix, asked of the rows themselves for every kind of person."""

import pytest
from django.db import IntegrityError, transaction

from buddies.calendar import actions as calendar_links
from buddies.models import BuddyRequest, CalendarLink, NotThisPerson, Offer, Pairing, PairingImport, Round, Suggestion
from network import clock
from network.models import ContactPoint
from tests.house.access.buddies import build
from tests.house.matrix import COLUMNS

pytestmark = pytest.mark.django_db
PEOPLE = [column for column in COLUMNS if column not in ("LK", "CF")]


@pytest.fixture
def story(cast):
    build(cast)
    return cast


def who_sees(cast, rows, model):
    return {column for column in PEOPLE if model.objects.visible_to(cast[column]).filter(pk__in=rows).exists()}


def test_row_6_private_contact_points(story):
    hers = ContactPoint.objects.filter(person=story.head).values("pk")
    assert who_sees(story, hers, ContactPoint) == {"HO", "BD"}


def test_rows_9_and_10_requests_and_the_private_list(story):
    assert who_sees(story, BuddyRequest.objects.filter(head=story.other_head).values("pk"), BuddyRequest) == {"HX"}
    assert who_sees(story, NotThisPerson.objects.values("pk"), NotThisPerson) == {"HO"}


def test_rows_11_and_12_the_pairing_and_an_ex_buddys_own(story):
    assert who_sees(story, [story.pairing.pk], Pairing) == {"HO", "BD", "BR", "OF"}
    ended = Pairing.objects.filter(state=Pairing.ENDED).values("pk")
    assert who_sees(story, ended, Pairing) == {"HO", "BX", "OF"}


def test_row_13_rounds_are_the_officers_and_a_draft_is_nobody_elses(story):
    for model, rows in (
        (Round, [story.round.pk]),
        (Suggestion, [story.suggestion.pk]),
        (PairingImport, [story.pairing_import.pk]),
    ):
        assert who_sees(story, rows, model) == {"OF"}
    Pairing.objects.filter(pk=story.pairing.pk).update(state=Pairing.DRAFT)
    assert who_sees(story, [story.pairing.pk], Pairing) == {"OF"}


def test_row_16_the_database_itself_refuses_a_pairing_in_force_without_the_heads_yes(story):
    for missing in ("head_yes_at", "buddy_yes_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pairing.objects.filter(pk=story.pairing.pk).update(**{missing: None})


def test_row_40_a_calendar_link_and_an_offer_are_ones_own(story):
    assert who_sees(story, CalendarLink.objects.filter(person=story.head).values("pk"), CalendarLink) == {"HO"}
    assert who_sees(story, Offer.objects.values("pk"), Offer) == {"BD"}


def test_somebody_disabled_sees_nothing(story):
    calendar_links.create(by=story.head)
    story.head.is_active = False
    for model in (BuddyRequest, CalendarLink, NotThisPerson, Offer, Pairing, ContactPoint):
        assert not model.objects.visible_to(story.head).exists()
    assert clock.now() >= story.pairing.made_at
