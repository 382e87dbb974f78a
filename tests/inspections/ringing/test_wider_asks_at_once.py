"""Many say yes together: one winner, on SQLite and on PostgreSQL."""

import pytest

from inspections.models import WiderAsk, WiderAsked
from inspections.ringing.actions import wider_asks
from network import clock
from network.models import Tie
from tests import factories as f
from tests.directory.call_outs.test_race import PRESSERS, together
from tests.inspections.ringing.test_wider_asks import stands_by

ASKS = 4


@pytest.mark.django_db(transaction=True)
def test_of_many_who_say_yes_together_one_has_name_and_number(cast):
    people = []
    for number in range(PRESSERS):
        person = f.PersonFactory(name=f"Kim{number} Example")
        f.MembershipFactory(person=person)
        people.append(stands_by(person))
    asks = []
    for number in range(ASKS):
        head = f.PersonFactory(name=f"Head{number} Example")
        f.MembershipFactory(person=head)
        ask = WiderAsk.objects.create(head=head, any_head_at=clock.now())
        for person in people:
            WiderAsked.objects.create(ask=ask, person=person, role=WiderAsked.ANY_HEAD)
        asks.append(ask.pk)

    def press(number, barrier):
        won = []
        for ask in asks:
            row = WiderAsked.objects.select_related("ask__head", "person").get(ask=ask, person=people[number])
            barrier.wait(timeout=120)
            if wider_asks.say_yes(by=row.person, asked=row):
                won.append(ask)
        return won

    assert sorted(ask for some in together(press) for ask in some) == sorted(asks)
    for ask in WiderAsk.objects.filter(pk__in=asks):
        (tie,) = Tie.objects.live().filter(head=ask.head, kind=Tie.RING)
        assert tie.person == ask.taken_by
