"""A round asks the database as often for thirty pairs as for three, in school holidays too."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from buddies.models import BuddyRequest, Offer, Pairing, Round, Suggestion
from buddies.rounds.actions import rounds
from buddies.rounds.queries import draft
from network import models as m
from tests import factories as f

pytestmark = pytest.mark.django_db
HALF_TERM = datetime(2027, 2, 17, 10, tzinfo=UTC)
UNTIL = datetime(2027, 2, 25, 7, 30, tzinfo=UTC)  # three days from the first morning of school on


@pytest.fixture(autouse=True)
def _half_term(time_machine):
    time_machine.move_to(HALF_TERM, tick=False)
    days = {"starts_on": date(2027, 2, 15), "ends_on": date(2027, 2, 19)}
    m.Closure.objects.create(authority=f.AuthorityFactory(), name="Half-term", **days)


@pytest.fixture
def officer():
    grant = f.RoleGrantFactory()
    return grant.person


def drafted(count: int) -> Round:
    """Each at a school of her own, and all wish to hear nothing in the holidays."""
    round_ = Round.objects.create(state=Round.DRAFT)
    for number in range(count):
        head, buddy = (f.PersonFactory(name=f"{who} Example{number}", reachable=False) for who in ("Head", "Buddy"))
        for person in (head, buddy):
            f.MembershipFactory(person=person)
        Offer.objects.create(person=buddy, capacity=1)
        request = BuddyRequest.objects.create(head=head, why=BuddyRequest.ASKED)
        Suggestion.objects.create(round=round_, request=request, head=head, buddy=buddy)
    return round_


@pytest.mark.parametrize("count", [3, 30])
def test_the_words_of_a_round_are_shown_in_as_many_queries_whatever_its_size(
    officer, sign_in, count, django_assert_num_queries
):
    round_ = drafted(count)
    browser, address = sign_in(officer), reverse("buddies:round-publish", args=[round_.public_id])
    browser.get(address)
    with django_assert_num_queries(12):
        shown = browser.get(address).content.decode()
    assert "25 February" in shown


@pytest.mark.parametrize("count", [3, 30])
def test_a_round_is_published_in_as_many_queries_whatever_its_size(officer, count, django_assert_max_num_queries):
    round_ = drafted(count)
    # on SQLite many rows are written in two pieces
    with django_assert_max_num_queries(36):
        assert rounds.publish(round_=round_, by=officer) == count
    assert {pairing.answer_by for pairing in Pairing.objects.all()} == {UNTIL}


@pytest.mark.parametrize("count", [3, 30])
def test_another_buddy_is_chosen_in_as_many_queries_whatever_the_number_who_wait(
    officer, count, django_assert_num_queries
):
    first, *rest = drafted(count).suggestions.select_related("round", "request").order_by("pk")
    Suggestion.objects.filter(pk=rest[0].pk).update(left_out=True)
    with django_assert_num_queries(14):
        assert draft.choices(first)
