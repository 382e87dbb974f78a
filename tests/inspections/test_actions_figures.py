"""The figure beside the first promise: counted, suppressed, and steady."""

from datetime import timedelta

import pytest
import time_machine

from covenant.models import Figure
from inspections.actions import figures
from network.models import Membership, NetworkSettings
from tests import factories as f


@pytest.mark.parametrize(
    ("with_buddy", "heads", "words"),
    [
        (0, 0, None),
        (4, 4, None),
        (4, 200, None),
        (5, 5, "More than nine in ten heads in the window have a buddy"),
        (19, 20, "More than nine in ten heads in the window have a buddy"),
        (16, 20, "More than half of all heads in the window have a buddy"),
        (34, 40, "More than three in four heads in the window have a buddy"),
        (10, 40, "Fewer than half of all heads in the window have a buddy yet"),
    ],
)
def test_in_words(with_buddy, heads, words):
    assert figures.in_words(with_buddy, heads) == words


@pytest.fixture
def heads_with_buddies(db):
    from buddies.models import Pairing
    from network import clock

    def make(number):
        now = clock.now()
        for _ in range(number):
            head, buddy = f.PersonFactory(), f.PersonFactory()
            school = f.SchoolFactory(in_window=True)
            f.MembershipFactory(person=head, school=school, role=Membership.HEAD)
            Pairing.objects.create(
                head=head,
                buddy=buddy,
                school=school,
                state=Pairing.IN_FORCE,
                head_yes_at=now,
                buddy_yes_at=now,
                began_at=now,
            )

    return make


def version():
    return NetworkSettings.objects.filter(id=1).values_list("version", flat=True).first() or 0


def test_figure_is_published_once_five_are_counted(heads_with_buddies, client):
    heads_with_buddies(4)
    assert figures.publish() is False
    assert not Figure.objects.exists()
    heads_with_buddies(1)
    before = version()
    assert figures.publish() is True
    assert version() > before
    assert Figure.objects.get().words == "More than nine in ten heads in the window have a buddy"


def test_figure_stands_for_four_weeks_whatever_changes(heads_with_buddies):
    heads_with_buddies(5)
    figures.publish()
    for _ in range(20):
        f.SchoolFactory(in_window=True)
    assert figures.publish() is False
    assert "nine in ten" in Figure.objects.get().words
    with time_machine.travel(Figure.objects.get().counted_on + timedelta(days=29)):
        assert figures.publish() is True
    assert "Fewer than half" in Figure.objects.get().words


def test_figure_is_taken_down_at_once_when_there_are_too_few(heads_with_buddies):
    heads_with_buddies(5)
    figures.publish()
    from buddies.models import Pairing

    Pairing.objects.filter(pk=Pairing.objects.first().pk).update(state=Pairing.ENDED)
    assert figures.publish() is True
    assert not Figure.objects.exists()


def test_counting_again_writes_nothing(heads_with_buddies, django_assert_num_queries):
    heads_with_buddies(5)
    figures.publish()
    before = version()
    assert figures.publish() is False
    assert version() == before
