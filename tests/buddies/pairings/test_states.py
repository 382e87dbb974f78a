from itertools import product

import pytest

from buddies.models import Pairing
from buddies.pairings import states

EVERY = [state for state, _ in Pairing.STATES]


def test_every_state_has_its_word_and_is_stored_by_the_same_name():
    assert set(EVERY) == set(states.SAID)
    assert set(Pairing.CURRENT) == states.CURRENT


def test_every_step_of_a_history_has_its_words():
    kept = {step for _, step in states.STEPS} - states.PRIVATE - {"drop"}
    assert kept <= states.TOLD.keys()


def test_nothing_leads_out_of_a_closed_pairing():
    assert {state for state, _ in states.STEPS} == {states.DRAFT, *states.CURRENT}


@pytest.mark.parametrize("step", sorted({step for _, step in states.STEPS}))
def test_every_step_leads_to_a_state_there_is(step):
    assert {states.leads_to(state, step) for state in EVERY if states.exists(state, step)} <= set(EVERY)


def test_only_a_yes_leads_into_force():
    into = {step for (_, step), (to, _) in states.STEPS.items() if to == states.IN_FORCE}
    assert into == {"resume"}  # and the yeses, which the transition decides


def test_an_officer_never_says_yes_and_the_system_never_asks():
    assert states.OFFICER not in states.anybody("yes")
    assert states.anybody("ask for someone else") == states.PAIR


def test_who_may_do_what_in_which_state_is_this_table():
    allowed = {
        (state, step, role)
        for state, step, role in product(
            EVERY, {step for _, step in states.STEPS}, ("head", "buddy", "reserve", "officer")
        )
        if states.may(state, step, frozenset({role}))
    }
    assert {(state, step) for state, step, role in allowed if role == "reserve"} == {
        ("asked", "yes"),
        ("asked", "reserve declines"),
        ("in_force", "yes"),
        ("in_force", "reserve declines"),
        ("in_force", "spoken"),
        ("paused", "yes"),
        ("paused", "reserve declines"),
        ("paused", "spoken"),
    }
    assert {(state, step) for state, step, role in allowed if role == "officer"} == {
        ("draft", "publish"),
        ("draft", "drop"),
        ("asked", "take back"),
        ("asked", "yes by phone"),
        ("asked", "end"),
        ("asked", "name a reserve"),
        ("in_force", "yes by phone"),
        ("in_force", "end"),
        ("in_force", "name a reserve"),
        ("in_force", "hand over"),
        ("in_force", "pause"),
        ("paused", "hand over"),
        ("paused", "resume"),
        ("paused", "end"),
        ("paused", "name a reserve"),
    }
