"""Two people press at once: real threads, real commits, one winner. On SQLite the writes queue up; on PostgreSQL they
meet."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from buddies.models import BuddyRequest, Pairing, Round, Suggestion
from buddies.rounds.actions import rounds, solving
from buddies.steps.actions import contact, pairings, passing_on
from network import clock
from network.details.actions import people
from network.models import Tie
from network.rules import WrongState
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 10


def together(*calls):
    """Runs the calls at the same moment, each on a connection of its own. Returns what each did: None, or the words
    of its refusal."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            call()
        except WrongState as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def mine(pairing):
    """Each presses on the page as she saw it."""
    return Pairing.objects.get(pk=pairing.pk)


@pytest.mark.parametrize("turn", range(TIMES))
def test_two_yeses_at_once_put_it_in_force(trio, turn):
    pairing = trio.pair()
    one, other = mine(pairing), mine(pairing)
    said = together(
        lambda: pairings.say_yes(pairing=one, by=trio.head), lambda: pairings.say_yes(pairing=other, by=trio.buddy)
    )
    assert said == [None, None]
    pairing.refresh_from_db()
    assert pairing.state == Pairing.IN_FORCE
    assert pairing.began_at
    assert Tie.objects.live().filter(head=trio.head, kind=Tie.BUDDY).count() == 1
    assert pairing.steps.filter(to_state=Pairing.IN_FORCE).count() == 1


@pytest.mark.parametrize("turn", range(TIMES))
def test_a_yes_and_a_no_at_once_leave_one_answer(trio, turn):
    pairing = trio.pair()
    pairings.say_yes(pairing=pairing, by=trio.head)
    one, other = mine(pairing), mine(pairing)
    said = together(
        lambda: pairings.say_yes(pairing=one, by=trio.buddy), lambda: pairings.decline(pairing=other, by=trio.head)
    )
    assert sum(words is None for words in said) == 1
    pairing.refresh_from_db()
    assert pairing.state == (Pairing.IN_FORCE if said[0] is None else Pairing.DECLINED)
    live = Tie.objects.live().filter(head=trio.head, kind=Tie.BUDDY).exists()
    assert live == (pairing.state == Pairing.IN_FORCE)


def late(trio) -> Pairing:
    pairing = trio.pair()
    Pairing.objects.update(answer_by=clock.now())
    return mine(pairing)


@pytest.mark.parametrize("turn", range(TIMES))
def test_ring_me_first_pressed_while_questions_pass_on_is_never_lapsed_all_the_same(trio, turn):
    one = late(trio)
    first, _ = together(
        lambda: contact.ring_me_first(pairing=one, by=trio.buddy),
        passing_on.pass_on_unanswered,
    )
    pairing = mine(one)
    assert pairing.state == (Pairing.ASKED if first is None else Pairing.LAPSED)
    assert Tie.objects.live().filter(kind=Tie.RING).exists() is (first is None)


def test_what_was_pressed_since_the_list_of_questions_was_read_holds(trio):
    """Whatever the database: the row was read before its turn came, and is not what it was."""
    read = late(trio)
    contact.ring_me_first(pairing=mine(read), by=trio.head)
    with pytest.raises(WrongState):
        passing_on.lapse(pairing=read)
    read = mine(read)
    Pairing.objects.update(answer_by=clock.now())
    pairings.say_yes(pairing=mine(read), by=trio.buddy)
    with pytest.raises(WrongState):  # it would have asked another, as if the buddy had been silent
        passing_on.lapse(pairing=read)
    assert mine(read).state == Pairing.ASKED


def test_a_pause_set_anew_since_the_list_of_pauses_was_read_holds(trio):
    read = trio.in_force()
    Pairing.objects.update(state=Pairing.PAUSED, paused_until=clock.today() - timedelta(days=1))
    read = mine(read)
    contact.resume(pairing=mine(read), by=trio.head)
    contact.pause(pairing=mine(read), by=trio.head, until=clock.today() + timedelta(days=9))
    with pytest.raises(WrongState):
        contact.resume(pairing=read, by=None)
    assert mine(read).state == Pairing.PAUSED


@pytest.mark.parametrize("turn", range(TIMES))
def test_both_end_it_at_once_and_it_ends_once(trio, turn):
    pairing = trio.in_force()
    one, other = mine(pairing), mine(pairing)
    said = together(
        lambda: pairings.ask_for_someone_else(pairing=one, by=trio.head),
        lambda: pairings.end(pairing=other, by=trio.buddy),
    )
    assert sum(words is None for words in said) == 1
    assert pairing.steps.filter(to_state=Pairing.ENDED).count() == 1
    assert not Tie.objects.live().filter(head=trio.head).exists()
    assert BuddyRequest.objects.open().filter(head=trio.head).count() == 1


def test_two_officers_pair_the_same_head_at_once(trio):
    other = leader("Skye Example")
    said = together(
        lambda: pairings.pair_by_hand(head=trio.head, buddy=trio.buddy, by=trio.officer),
        lambda: pairings.pair_by_hand(head=trio.head, buddy=other, by=trio.officer),
    )
    assert sum(words is None for words in said) == 1
    assert Pairing.objects.current().filter(head=trio.head).count() == 1


@pytest.mark.parametrize("turn", range(TIMES))
def test_a_head_is_erased_while_a_round_is_worked_out(town, turn):
    """The database does not hold a suggestion's tie to its request: the round begins anew, or the suggestion goes."""
    round_ = rounds.begin(by=town.officer)
    assert together(solving.solve_waiting, lambda: people.erase(by=town.head)) == [None, None]
    solving.solve_waiting()
    round_.refresh_from_db()
    assert round_.state == Round.DRAFT
    assert {one.head_id for one in round_.suggestions.all()} == {p.pk for p in (*town.waiting[1:], town.alone)}
    assert not Suggestion.objects.exclude(request__in=BuddyRequest.objects.all()).exists()
