"""Old rounds and files go on their date; the pairings that came of them stay."""

from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.models import Pairing, PairingImport, Round, Suggestion
from buddies.offers import actions as offers
from buddies.rounds.actions import keeping, rounds, solving
from buddies.steps.actions import requests
from config.tasks import keep_no_longer
from network import clock
from network.privacy.retention import ROUND
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(trio) -> Round:
    requests.ask(by=trio.head)
    offers.make(by=leader("Offering Example"), capacity=1)
    round_ = rounds.begin(by=trio.officer)
    solving.solve_waiting()
    rounds.publish(round_=Round.objects.get(), by=trio.officer)
    return round_


def age(days: int, **more):
    then = clock.now() - timedelta(days=days, **more)
    Round.objects.update(made_at=then)
    Round.objects.filter(state=Round.PUBLISHED).update(published_at=then)
    PairingImport.objects.update(brought_at=then)


def test_a_round_goes_on_its_date_and_not_a_minute_before(published):
    age(ROUND.days, minutes=-1)
    assert keeping.delete_due() == 0
    age(ROUND.days)
    assert keeping.delete_due() == 1
    assert not Suggestion.objects.exists()
    assert Pairing.objects.get().steps.get().verb == "publish"


def test_what_was_published_late_is_kept_from_then(published):
    Round.objects.update(made_at=clock.now() - timedelta(days=365))
    assert keeping.delete_due() == 0


@pytest.mark.parametrize("state", [Round.DRAFT, Round.DROPPED, Round.FAILED])
def test_a_draft_nobody_looked_at_and_a_dropped_one_go_too(db, state):
    Round.objects.create(state=state)
    age(ROUND.days + 1)
    assert keeping.delete_due() == 1


def test_the_nightly_job_does_it_and_what_a_file_said_goes_too(published, trio):
    PairingImport.objects.create(rows=[[2, trio.head.pk, trio.buddy.pk, None]], brought_by=trio.officer)
    keep_no_longer()
    assert (Round.objects.count(), PairingImport.objects.count()) == (1, 1)
    age(ROUND.days + 1)
    keep_no_longer()
    assert (Round.objects.count(), PairingImport.objects.count()) == (0, 0)


def test_everybody_can_read_how_long(client, db):
    said = client.get(reverse("covenant:who-sees-what")).content.decode()
    assert ROUND.what in said
    assert ROUND.until in said
