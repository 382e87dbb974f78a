"""Cover while the officer is away: said on the board, and where a head in need would wait in vain."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from network import clock
from network.help.actions import away
from network.models import OfficerAway
from network.rules import NotAllowed, WrongState
from tests import factories as f

pytestmark = pytest.mark.django_db
NOBODY = "No officer is at work today"


def day(number):
    return clock.today() + timedelta(days=number)


@pytest.fixture
def second(officer):
    return f.RoleGrantFactory(role="officer", person=f.PersonFactory(name="Olly Example")).person


def test_the_board_says_who_is_away_and_who_covers(sign_in, officer, second):
    sign_in(officer).post(
        reverse("network:officer-away"), {"from_on": day(2), "until_on": day(9), "cover": second.public_id}
    )
    for person in (officer, second):
        client = sign_in(person)
        text = client.get("/today/").content.decode()
        assert "time that an officer is away" in text
        assert "Nobody covers." not in text
        text = client.get(reverse("network:officer-away")).content.decode()
        assert "<strong>Ollie Example</strong>" in text
        assert "Olly Example covers." in text


def test_nobody_covers_is_said_aloud_there_and_to_the_head_who_waits(client, sign_in, officer):
    away.say(by=officer, from_on=day(1), until_on=day(3))
    done = reverse("network:need-someone-done")
    assert "<strong>Nobody covers.</strong>" in sign_in(officer).get("/today/").content.decode()
    assert NOBODY not in client.get(done).content.decode()
    with time_machine.travel(clock.now() + timedelta(days=2)):
        assert NOBODY in client.get(done).content.decode()
        assert "No officer is there today." in sign_in(officer).get("/today/").content.decode()
        f.RoleGrantFactory(role="officer")
        assert NOBODY not in client.get(done).content.decode()
    with time_machine.travel(clock.now() + timedelta(days=4)):
        assert NOBODY not in client.get(done).content.decode()


def test_the_cover_is_another_officer_and_each_says_it_for_herself(officer, second, administrator):
    with pytest.raises(NotAllowed):
        away.say(by=administrator, from_on=day(1), until_on=day(2))
    for wrong in (officer, administrator):
        with pytest.raises(WrongState):
            away.say(by=officer, from_on=day(1), until_on=day(2), cover=wrong)
    with pytest.raises(WrongState):
        away.say(by=officer, from_on=day(2), until_on=day(1))
    row = away.say(by=officer, from_on=day(1), until_on=day(2), cover=second)
    with pytest.raises(NotAllowed):
        away.take_back(by=second, row=row)
    away.take_back(by=officer, row=row)
    assert not OfficerAway.objects.exists()
