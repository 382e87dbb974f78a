"""One pairing that raises: the others go on, and the bad one is tried again."""

from datetime import timedelta

import pytest

from buddies import tasks
from buddies.models import Pairing
from buddies.steps.actions import contact, passing_on
from network import clock, guarded
from tests.buddies.conftest import leader
from tests.faulty import plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return [
        Pairing.objects.create(
            head=leader(f"Head Example{number}"),
            buddy=leader(f"Buddy Example{number}"),
            made_at=clock.now(),
            asked_at=clock.now(),
            state=Pairing.ASKED,
            answer_by=clock.now() - timedelta(hours=2 - number),
        )
        for number in range(2)
    ]


def test_a_question_that_cannot_pass_on(two, monkeypatch):
    with monkeypatch.context() as fault:
        plant(fault, passing_on, "lapse", lambda *, pairing: pairing == two[0])
        with pytest.raises(guarded.Failed):
            tasks.tick()
        assert list(Pairing.objects.filter(state=Pairing.LAPSED)) == [two[1]]
    tasks.tick()
    assert Pairing.objects.filter(state=Pairing.LAPSED).count() == 2


def test_a_pause_that_cannot_end(two, monkeypatch):
    yesterday = clock.today() - timedelta(days=1)
    yes = dict.fromkeys(("head_yes_at", "buddy_yes_at", "began_at"), clock.now())
    Pairing.objects.update(state=Pairing.PAUSED, paused_until=yesterday, **yes)
    with monkeypatch.context() as fault:
        plant(fault, contact, "resume", lambda *, pairing, by: pairing == two[0])
        with pytest.raises(guarded.Failed):
            tasks.tick()
        assert list(Pairing.objects.filter(state=Pairing.IN_FORCE)) == [two[1]]
    tasks.tick()
    assert Pairing.objects.filter(state=Pairing.IN_FORCE).count() == 2
