"""The state table, line by line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.transitions import outcomes as o
from outbox.transitions.transitions import Row, Rules, after

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules()


def then(outcome, **row):
    return after(outcome, Row(**({"useful_until": NOW + DAY} | row)), NOW, RULES)


def test_accepted_is_sent():
    found = then(o.Accepted("provider-1"))
    assert found.state == "sent"
    assert found.changes == {"sent_at": NOW, "provider_id": "provider-1"}
    assert not found.second_channel


@pytest.mark.parametrize(
    ("step", "pause", "second"),
    [
        (0, timedelta(seconds=15), False),
        (1, timedelta(minutes=1), False),
        (2, timedelta(minutes=5), False),
        (3, timedelta(minutes=15), True),  # the retry after five minutes has failed: the second channel starts
        (4, timedelta(hours=1), False),
        (5, timedelta(hours=1), False),
        (40, timedelta(hours=1), False),
    ],
)
def test_a_failed_try_is_made_again_after_its_pause(step, pause, second):
    found = then(o.Later("mail server: busy (451)"), step=step)
    assert found.state == "due"
    assert found.changes == {"step": step + 1, "next_at": NOW + pause}
    assert found.second_channel is second


@pytest.mark.parametrize(("step", "left"), [(0, 20), (2, 300), (4, 3600), (9, 60), (9, 6)])
def test_it_is_never_given_up_while_it_is_useful_and_pauses_half_of_what_is_left_at_the_most(step, left):
    left = timedelta(seconds=left)
    found = then(o.Later("mail server: busy (451)"), step=step, useful_until=NOW + left)
    assert found.state == "due"
    assert NOW < found.changes["next_at"] <= NOW + max(left / 2, RULES.shortest_pause)


def test_a_sign_in_code_is_tried_into_its_last_ten_seconds():
    now, step, until = NOW, 0, NOW + timedelta(minutes=10)
    tries = []
    while now < until:
        tries.append((now - NOW).total_seconds())
        found = after(o.Later("busy"), Row(until, step), now, RULES)
        now, step = found.changes["next_at"], found.changes["step"]
    assert tries[:3] == [0, 15, 75]
    assert tries[-1] >= 590
    assert len(tries) <= 15


def test_where_time_is_too_short_for_the_pauses_the_second_channel_starts_now():
    found = then(o.Later("no answer"), step=1, useful_until=NOW + timedelta(seconds=90))
    assert (found.state, found.second_channel) == ("due", True)


@pytest.mark.parametrize(
    "outcome",
    [o.Later("busy"), o.Unreachable("away"), o.InDoubt("no answer"), o.Last("421"), o.Barred("x", "refuses-us")],
)
def test_what_is_urgent_takes_the_second_channel_at_once_and_goes_on_trying_the_first(outcome):
    found = then(outcome, urgent=True)
    assert (found.state, found.second_channel, found.broken) == ("due", True, False)
    assert not then(outcome).second_channel


@pytest.mark.parametrize(
    ("outcome", "pause"),
    [
        (o.Last("mail server: busy (421)"), timedelta(minutes=1)),
        (o.Barred("mail server: sender not taken (553)", "refuses-us"), timedelta(seconds=15)),
        (o.ServiceHeld("the service is held"), timedelta(seconds=15)),
    ],
)
def test_what_a_service_says_about_us_uses_up_no_step(outcome, pause):
    found = then(outcome, step=2)
    assert found.changes == {"next_at": NOW + pause}
    assert found.why == f"waits: {outcome.why}"
    assert not found.second_channel
    long_ago = then(outcome, step=2, failing_since=NOW - timedelta(minutes=7))
    assert long_ago.second_channel  # as after the five-minute retry
    assert long_ago.changes == {"next_at": NOW + timedelta(minutes=1)}


def test_what_waited_for_a_service_until_it_was_too_late_has_failed():
    assert then(o.TooLate(), waited=True).state == "failed"


def test_copies_of_what_was_never_answered_have_an_end():
    now, doubts, step, pauses = NOW, 0, 0, []
    while True:
        found = after(o.InDoubt("no answer"), Row(NOW + 2 * DAY, step, 0, doubts), now, RULES)
        doubts, step = found.changes["doubts"], found.changes["step"]
        if found.state == "failed":
            break
        pauses.append(found.changes["next_at"] - now)
        now = found.changes["next_at"]
    assert pauses == [timedelta(seconds=15), timedelta(minutes=5), timedelta(hours=1), timedelta(hours=4)]
    assert found.why == "handed over 5 times, never answered: it may have arrived"
    assert found.second_channel


def test_a_refused_address_is_broken_and_the_second_channel_starts_at_once():
    found = then(o.Refused("the address was refused (550)"))
    assert (found.state, found.broken, found.second_channel) == ("failed", True, True)


def test_a_refused_address_gives_way_to_the_next_on_the_same_channel():
    found = then(o.Refused("the address was refused (550)"), another_address=True)
    assert (found.state, found.broken, found.second_channel) == ("due", True, True)
    assert found.changes == {"next_at": NOW}


def test_without_a_channel_it_fails_with_its_reason():
    found = then(o.NoChannel("no channel: no address that works"))
    assert (found.state, found.why, found.second_channel) == ("failed", "no channel: no address that works", True)


def test_quiet_hours_move_it_and_use_no_try():
    until = NOW + timedelta(hours=8)
    found = then(o.Held(until), step=2)
    assert found.state == "due"
    assert found.changes == {"next_at": until}


def test_quiet_hours_longer_than_its_use_expire_it():
    assert then(o.Held(NOW + 2 * DAY)).state == "expired"


def test_what_is_of_use_for_a_time_has_its_time_from_the_end_of_quiet():
    """A nudge put on the first day of the holidays is read on the first day of term."""
    found = then(o.Held(NOW + 41 * DAY, useful_for=3 * DAY))
    assert (found.state, found.changes["next_at"]) == ("due", NOW + 41 * DAY)
    assert found.changes["useful_until"] == NOW + 44 * DAY
    soon = then(o.Held(NOW + DAY / 2, useful_for=DAY / 4))
    assert soon.changes["useful_until"] >= NOW + DAY * 3 / 4


def test_too_late_is_expired_with_its_reason():
    found = then(o.TooLate())
    assert (found.state, found.why) == ("expired", "too late to be useful")


def test_too_late_after_a_try_is_failed():
    assert then(o.TooLate(), step=3).state == "failed"


def test_no_longer_wanted_is_cancelled():
    assert then(o.Unwanted()).state == "cancelled"


def test_what_the_journal_knows_is_sent_at_the_time_it_was():
    at = NOW - timedelta(hours=5)
    assert then(o.AlreadyOut(at)).changes == {"sent_at": at}


@pytest.mark.parametrize(("crashes", "state"), [(0, "due"), (1, "due"), (2, "failed")])
def test_a_row_that_makes_the_sender_crash_is_set_aside_the_third_time(crashes, state):
    found = then(o.Crashed("TemplateDoesNotExist"), crashes=crashes)
    assert found.state == state
    assert found.changes["crashes"] == crashes + 1
    if state == "failed":
        assert found.why == "set aside: TemplateDoesNotExist"


def test_a_database_that_went_away_is_not_the_messages_fault():
    found = then(o.Interrupted(), crashes=2, step=4)
    assert found.state == "due"
    assert "crashes" not in found.changes
    assert "step" not in found.changes


OUTCOMES = st.one_of(
    st.builds(o.Later, st.just("busy")),
    st.builds(o.Unreachable, st.just("away")),
    st.builds(o.InDoubt, st.just("no answer")),
    st.builds(o.Last, st.just("421")),
    st.builds(o.Barred, st.just("not us"), st.just("refuses-us")),
    st.builds(o.ServiceHeld, st.just("held")),
    st.builds(o.Crashed, st.just("ValueError")),
    st.builds(o.Interrupted),
)


@given(st.lists(OUTCOMES, min_size=1, max_size=60))
def test_whatever_happens_a_message_waits_or_is_final_and_is_never_early(outcomes):
    """Walk the table as the sender does: time moves to the next look, nothing goes before it or after its use."""
    now, step, crashes, doubts = NOW, 0, 0, 0
    until = NOW + DAY
    for outcome in outcomes:
        found = after(outcome, Row(until, step, crashes, doubts), now, RULES)
        if found.state != "due":
            assert found.state == "failed"
            assert found.why
            break
        assert found.changes["next_at"] > now
        now = found.changes["next_at"]
        if now >= until:
            assert after(o.TooLate(), Row(until, step, crashes), now, RULES).state in {"expired", "failed"}
            break
        step = found.changes.get("step", step)
        crashes = found.changes.get("crashes", crashes)
        doubts = found.changes.get("doubts", doubts)
