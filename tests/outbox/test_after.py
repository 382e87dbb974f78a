"""The state table, line by line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox import outcomes as o
from outbox import pace
from outbox.after import Row, Rules, after

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = Rules(pace.PAUSES, pace.SECOND_CHANNEL_AFTER, pace.CRASHES_ALLOWED)


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


def test_a_try_that_could_only_come_too_late_ends_in_failed():
    found = then(o.Later("mail server: busy (451)"), step=4, useful_until=NOW + timedelta(hours=1))
    assert (found.state, found.why) == ("failed", "mail server: busy (451)")
    assert not found.second_channel  # it has been started already


def test_a_message_of_short_use_reaches_for_the_second_channel_when_the_first_gives_up():
    found = then(o.Later("no answer"), step=2, useful_until=NOW + timedelta(minutes=5))
    assert found.state == "failed"
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
    st.builds(o.Crashed, st.just("ValueError")),
    st.builds(o.Interrupted),
)


@given(st.lists(OUTCOMES, min_size=1, max_size=60))
def test_whatever_happens_a_message_waits_or_is_final_and_is_never_early(outcomes):
    """Walk the table as the sender does: time moves to the next look, nothing goes before it or after its use."""
    now, step, crashes = NOW, 0, 0
    until = NOW + DAY
    seconds_started = 0
    for outcome in outcomes:
        found = after(outcome, Row(until, step, crashes), now, RULES)
        seconds_started += found.second_channel
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
    assert seconds_started <= 2  # and the row's key allows one
