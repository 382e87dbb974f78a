"""The line to the mail server that the urgent worker lays by between two runs."""

import os

import pytest

from outbox import actions, tasks
from outbox.models import Message
from outbox.sending import lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def none_left():
    yield
    while (line := lines._pop()) is not None:
        lines._end(line)


@pytest.fixture
def call(make_kind, person):
    kind = make_kind("alarm", urgent=True)
    return lambda occurrence: actions.put(to=person, kind=kind.name, occurrence=occurrence, by=None)


def of(row):
    row.refresh_from_db()
    return row.state, row.tries, row.step


def test_one_line_serves_one_urgent_run_after_another(call, sink):
    for n in range(3):
        call(str(n))
        assert tasks.wake() == {"sent": 1}
    assert len(sink.accepted) == 3
    assert sink.connections == 1


def test_it_is_opened_while_she_still_writes(call, sink):
    tasks.get_ready()
    tasks.get_ready()
    assert sink.connections == 1
    call("a")
    assert tasks.wake() == {"sent": 1}
    assert sink.connections == 1


@pytest.mark.parametrize("answer", ["cut", "hang", "421 4.7.0 Enough on this connection"])
def test_a_line_that_died_while_it_lay_costs_no_try(call, sink, answer):
    tasks.get_ready()
    sink.at["MAIL"] = [answer]
    row = call("a")
    assert tasks.wake() == {"sent": 1}
    assert of(row) == ("sent", 1, 0)
    assert len(sink.accepted) == 1
    assert sink.connections == 2


def test_a_server_that_has_gone_is_a_later_try_and_nothing_is_laid_by(call, sink):
    tasks.get_ready()
    sink.stop()
    row = call("a")
    assert tasks.wake() == {"due": 1}
    assert of(row) == ("due", 1, 1)
    assert not lines._laid_by


def test_who_said_yes_while_a_new_line_was_opened_is_not_written_to(make_kind, person, sink):
    """On a line that lay by nothing waits; where it has to be opened anew, everything is asked again."""
    asked = []
    make_kind("alarm", urgent=True, still_wanted=lambda message: asked.append(message) or len(asked) == 1)
    tasks.get_ready()
    sink.at["MAIL"] = ["cut"]
    row = actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert tasks.wake() == {"cancelled": 1}
    assert sink.accepted == []
    assert of(row)[0] == Message.CANCELLED


def test_it_is_given_back_when_nobody_needs_it(call, sink, monkeypatch):
    tasks.get_ready()
    tasks.end_idle_line()
    assert sink.connections == 1
    with monkeypatch.context() as patch:
        patch.setattr(lines, "KEPT_FOR", 0)
        tasks.end_idle_line()
    assert not lines._laid_by
    call("a")
    assert tasks.wake() == {"sent": 1}
    assert sink.connections == 2


def test_another_mail_server_in_the_settings_gets_a_line_of_its_own(call, sink, settings):
    tasks.get_ready()
    settings.EMAIL_HOST = "localhost"
    call("a")
    assert tasks.wake() == {"sent": 1}
    assert sink.connections == 2


def test_a_process_that_was_forked_off_never_speaks_on_it(sink):
    tasks.get_ready()
    child = os.fork()
    if child == 0:
        os._exit(0 if lines.take() is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert lines._laid_by
    assert sink.connections == 1


def test_the_sweep_and_its_like_open_lines_of_their_own(put, sink):
    tasks.get_ready()
    put("a")
    assert tasks.sweep() == {"sent": 1}
    assert sink.connections == 2
    assert lines._laid_by


def test_mail_that_goes_by_no_line_is_laid_by_nowhere(call, mailoutbox):
    tasks.get_ready()
    call("a")
    assert tasks.wake() == {"sent": 1}
    assert not lines._laid_by
    assert len(mailoutbox) == 1
