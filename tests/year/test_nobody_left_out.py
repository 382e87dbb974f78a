import pytest

from inspections.check_ins.actions import due
from inspections.models import CheckIn
from network import clock
from network import models as m
from network.members.actions import ties
from tests.inspections.story import at, enter_window
from tests.year.nobody_left_out import NobodyLeftOut

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    time_machine.move_to(at("2026-11-30 09:52"), tick=False)


@pytest.fixture
def buddies(cast):
    enter_window(cast)
    due.plan_due()
    return m.Tie.objects.filter(head=cast.head, kind=m.Tie.BUDDY)


def test_who_was_marked_is_not_left_out(cast, buddies):
    ties.end_ties(by=None, head=cast.head, kind=m.Tie.BUDDY)
    seen = NobodyLeftOut()
    seen.look()
    assert (seen.looks, seen.against) == (1, [])
    assert not CheckIn.objects.exclude(state=CheckIn.PLANNED).exists(), "what was planned is rolled back"


def test_who_was_not_marked_is_found(buddies):
    buddies.update(to_at=clock.now())  # by nobody's action
    seen = NobodyLeftOut()
    seen.look()
    assert seen.against
    assert not CheckIn.objects.exclude(state=CheckIn.PLANNED).exists()
