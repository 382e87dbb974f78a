"""A question nobody answers in time goes to the next."""

from datetime import UTC, datetime, time, timedelta

import pytest

from buddies.models import BuddyRequest, Pairing
from buddies.pairings import deadline
from buddies.rounds.actions import rounds
from buddies.steps.actions import calls, pairings, passing_on, requests
from network import clock
from network.models import Person
from outbox.reach.days_off import DaysOff
from tests.buddies.conftest import begun

pytestmark = pytest.mark.django_db
ALWAYS = {"quiet_from": time(0), "quiet_until": time(0), "quiet_weekends": False, "quiet_holidays": False}


@pytest.fixture(autouse=True)
def _by_day(time_machine):
    """A question asked in quiet hours has as long from their end on."""
    time_machine.move_to(datetime(2026, 11, 25, 11, 0, tzinfo=UTC))


def called(head, at):
    today = clock.today()
    calls.came(head=head, by=None, called_at=at, protected_until=at, busy_until=today, rest_until=today)


class TestPassingOn:
    def age(self, **ago):
        """As if that much time had gone by since they were asked."""
        for pairing in Pairing.objects.all():
            gone = timedelta(**ago)
            Pairing.objects.filter(pk=pairing.pk).update(
                asked_at=pairing.made_at - gone,
                answer_by=deadline.of(pairing, since=pairing.made_at, closed=DaysOff()) - gone,
            )

    def test_silence_passes_on_after_three_days(self, town):
        round_ = begun(town)
        rounds.publish(round_=round_, by=town.officer)
        pairing = Pairing.objects.get(head=town.head)
        pairings.say_yes(pairing=pairing, by=town.head)
        Pairing.objects.exclude(pk=pairing.pk).delete()
        Person.objects.update(**ALWAYS)
        self.age(days=2, hours=23)
        assert passing_on.pass_on_unanswered() == 0
        self.age(days=3)
        assert passing_on.pass_on_unanswered() == 1
        pairing.refresh_from_db()
        assert pairing.state == Pairing.LAPSED
        fresh = Pairing.objects.current().get(head=town.head)
        assert fresh.buddy != pairing.buddy
        assert fresh.steps.get().verb == "pass on"
        assert passing_on.pass_on_unanswered() == 0

    def test_a_head_who_answers_nothing_is_suggested_two_colleagues_and_no_more(self, town):
        """She was once suggested eighteen in turn, each of whom was asked to stand by her."""
        Person.objects.update(**ALWAYS)
        asked = [pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer).buddy]
        for _ in range(4):
            self.age(days=3)
            passing_on.pass_on_unanswered()
            asked += [pairing.buddy for pairing in Pairing.objects.current().filter(head=town.head)]
        assert len(asked) == len(set(asked)) == 2
        assert not Pairing.objects.current().filter(head=town.head).exists()
        assert BuddyRequest.objects.open().filter(head=town.head).exists(), "the officer sees that she waits"

    def test_a_head_who_said_yes_is_suggested_others_for_as_long_as_it_takes(self, town):
        Person.objects.update(**ALWAYS)
        pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        for _ in range(3):
            pairings.say_yes(pairing=Pairing.objects.current().get(head=town.head), by=town.head)
            self.age(days=3)
            passing_on.pass_on_unanswered()
        assert Pairing.objects.current().filter(head=town.head).exists()

    def test_after_two_hours_once_the_call_has_come(self, town):
        Person.objects.update(**ALWAYS)
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        now = clock.now()
        for since, passed_on in ((now - timedelta(minutes=119), 0), (now - timedelta(hours=2), 1)):
            Pairing.objects.update(asked_at=now - timedelta(days=1))
            called(town.head, since)
            assert passing_on.pass_on_unanswered() == passed_on
        assert Pairing.objects.current().get(head=town.head).buddy != pairing.buddy

    def test_when_the_call_is_taken_back_there_are_three_days_again(self, town):
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        before = pairing.answer_by
        called(town.head, clock.now())
        pairing.refresh_from_db()
        assert pairing.answer_by < before
        calls.taken_back(head=town.head, by=None)
        pairing.refresh_from_db()
        assert pairing.answer_by == before

    def test_the_days_begin_when_quiet_hours_let_the_question_through(self, town):
        """Asked on the eve of Easter: nobody reads it before Tuesday, so nothing passes on before Friday."""
        thursday, tuesday = (datetime(2027, 3, 25, 19, 30, tzinfo=UTC), datetime(2027, 3, 30, 6, 30, tzinfo=UTC))
        pairing = Pairing(head=town.head, buddy=town.offering[0])
        town.head.__dict__ |= {"quiet_from": time(19), "quiet_until": time(7, 30)}
        town.offering[0].__dict__ |= ALWAYS
        closed = DaysOff()
        assert deadline.of(pairing, since=thursday, closed=closed) == tuesday + timedelta(days=3)
        pairing.called_at = thursday
        assert deadline.of(pairing, since=thursday, closed=closed) == tuesday + timedelta(hours=2)
        pairing.head.__dict__ |= ALWAYS
        assert deadline.of(pairing, since=thursday, closed=closed) == thursday + timedelta(hours=2)

    def test_a_no_passes_on_at_once_when_the_call_has_come(self, town):
        BuddyRequest.objects.filter(head=town.head).update(urgent_since=clock.now())
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        pairings.decline(pairing=pairing, by=town.offering[0])
        assert Pairing.objects.current().get(head=town.head).buddy != town.offering[0]

    def test_a_head_who_is_silent_is_not_asked_again(self, town):
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        pairings.say_yes(pairing=pairing, by=town.offering[0])
        self.age(days=3)
        passing_on.pass_on_unanswered()
        assert not Pairing.objects.current().exists()
        assert BuddyRequest.objects.open().filter(head=town.head).exists()

    def test_when_nobody_fits_the_request_waits(self, trio):
        requests.ask(by=trio.head)
        trio.pair()
        self.age(days=3)
        assert passing_on.pass_on_unanswered() == 1
        assert not Pairing.objects.current().exists()
