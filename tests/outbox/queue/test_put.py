"""Messages are put, moved, cancelled, revived and sent again; the key holds whatever happens at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from network import clock, hooks
from network.models import AuditRow, ContactPoint
from network.rules import NotAllowed, WrongState
from outbox import actions
from outbox.models import Message
from outbox.queue.actions import messages
from outbox.sending import sender
from tests import factories as f

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def wakes(monkeypatch):
    woken = []
    monkeypatch.setattr(messages.current_app, "send_task", lambda name, **options: woken.append((name, options)))
    return woken


def test_a_message_is_one_row_however_often_it_is_put(put):
    first, second = put("a"), put("a")
    assert first == second
    assert Message.objects.count() == 1
    assert first.state == Message.DUE
    assert first.useful_until - first.due_at == timedelta(hours=24)


def test_put_again_with_another_time_moves_what_waits(put):
    soon = clock.now() + HOUR
    row = put("a", due_at=soon, useful_until=soon + HOUR)
    moved = put("a", due_at=soon + 2 * HOUR, useful_until=soon + 5 * HOUR)
    assert moved.pk == row.pk
    assert (moved.due_at, moved.next_at) == (soon + 2 * HOUR, soon + 2 * HOUR)
    assert moved.useful_until == soon + 5 * HOUR


def test_put_again_without_a_time_leaves_it_where_it_was(put):
    soon = clock.now() + HOUR
    row = put("a", due_at=soon)
    again = put("a")
    assert (again.due_at, again.useful_until, again.edition) == (soon, row.useful_until, 0)


def test_moving_its_use_alone_does_not_forget_a_pause(put):
    row = put("a")
    pause = clock.now() + HOUR
    Message.objects.filter(pk=row.pk).update(next_at=pause, step=2)
    assert put("a", useful_until=row.useful_until + HOUR).next_at == pause


@pytest.mark.parametrize("state", [Message.SENT, Message.FAILED, Message.EXPIRED])
def test_what_left_or_was_given_up_stays_as_it_is(put, state):
    row = put("a")
    now = clock.now()
    Message.objects.filter(pk=row.pk).update(state=state, sent_at=now)
    again = put("a", due_at=now + HOUR)
    assert (again.state, again.due_at) == (state, row.due_at)


def test_after_a_cancellation_it_can_be_wanted_again(put):
    row = put("a")
    assert actions.cancel(occurrence="a", why="the dates moved") == 1
    row.refresh_from_db()
    assert (row.state, row.why) == (Message.CANCELLED, "the dates moved")
    again = put("a", due_at=clock.now() + HOUR)
    assert (again.pk, again.state, again.why) == (row.pk, Message.DUE, "")


def test_a_closed_account_gets_nothing(put, person):
    person.is_active = False
    assert put("a") is None
    assert not Message.objects.exists()


def test_it_is_undone_with_the_fact_that_caused_it(put):
    def fail():
        with transaction.atomic():
            put("a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Message.objects.exists()


def test_cancel_says_which(put):
    put("a", about="checkin:1")
    put("b", about="checkin:2")
    with pytest.raises(ValueError, match="which"):
        actions.cancel(kind="note", why="no reason")
    assert actions.cancel(about="checkin:1", why="done") == 1
    assert set(Message.objects.values_list("about", "state")) == {("checkin:1", "cancelled"), ("checkin:2", "due")}


def test_the_channel_is_her_first_that_works(put, person, text_service):
    person.contact_points.filter(channel="email").update(broken_at=clock.now())
    assert put("a").channel == "sms"
    person.contact_points.filter(channel="email").update(broken_at=None, confirmed_at=None)
    assert put("b").channel == "sms"


def test_a_channel_without_a_service_is_passed_over(put, person, settings):
    settings.DEMO = False
    person.contact_points.filter(channel="sms").update(place=0)
    assert put("a").channel == "email"


def test_a_plan_is_put_in_few_queries_and_again_in_fewer(note, django_assert_num_queries):
    people = [f.PersonFactory() for _ in range(4)]
    due = clock.now() + HOUR
    plan = [
        actions.Wanted(to=person, kind="note", occurrence=f"{n}", due_at=due, about=f"thing:{n}")
        for person in people
        for n in range(7)  # 28 rows: SQLite takes no more in one statement, and it is statements that are counted
    ]
    with django_assert_num_queries(5):  # savepoint, what stands, channels, rows, release
        assert actions.put_many(wanted=plan, by=None) == 28
    with django_assert_num_queries(3):  # savepoint, what stands, release
        assert actions.put_many(wanted=plan, by=None) == 0
    assert Message.objects.count() == 28


def test_an_urgent_message_wakes_the_urgent_worker_once_after_the_commit(
    make_kind, person, wakes, django_capture_on_commit_callbacks
):
    make_kind("alarm", urgent=True)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for n in range(3):
            actions.put(to=person, kind="alarm", occurrence=str(n), by=None)
        assert wakes == []
    assert wakes == [("outbox.tasks.wake", {"queue": "urgent", "retry": False, "ignore_result": True})]


def test_an_ordinary_message_wakes_nobody(put, wakes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        put("a")
    assert wakes == []


def test_a_broker_that_is_away_does_not_undo_the_press(
    make_kind, person, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **options):
        raise ConnectionError

    monkeypatch.setattr(messages.current_app, "send_task", away)
    make_kind("alarm", urgent=True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert Message.objects.count() == 1


def test_the_network_reaches_the_outbox_by_its_hook(person):
    (row,) = hooks.call(
        hooks.message_wanted, to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="123456"
    )
    assert row.sealed
    assert "123456" not in row.sealed


def test_a_code_is_wiped_when_it_has_left(person):
    row = actions.put(to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="123456")
    sender.send_due()
    row.refresh_from_db()
    assert (row.state, row.sealed) == (Message.SENT, "")


def test_an_empty_list_is_no_mistake_and_means_none(put):
    """A call-out for which nobody could be asked has nothing to cancel."""
    put("a", about="asked:1")
    assert actions.cancel(about=[], kind="note", why="covered") == 0
    assert actions.cancel(about=(), why="covered") == 0
    assert actions.put_many(wanted=[], by=None) == 0
    assert messages.put_all(wanted=[], by=None) == 0
    messages.put_new(wanted=[], channels={})
    assert Message.objects.get().state == Message.DUE


def test_a_code_is_wiped_when_it_is_cancelled(person):
    row = actions.put(to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="123456")
    actions.cancel(to=person, why="account closed")
    row.refresh_from_db()
    assert row.sealed == ""


def test_send_again_is_hers_to_ask_and_the_administrators(put, person, administrator, officer, buddy):
    row = put("a")
    sender.send_due()
    row.refresh_from_db()
    for stranger in (officer, buddy):
        with pytest.raises(NotAllowed):
            actions.resend(message=row, by=stranger)
    actions.resend(message=row, by=person)
    actions.resend(message=row, by=person)  # the second press of the same page changes nothing more
    row.refresh_from_db()
    assert (row.state, row.round) == (Message.DUE, 1)
    assert AuditRow.objects.filter(verb="message.resend", concerns=person).count() == 1
    with pytest.raises(WrongState):
        actions.resend(message=row, by=administrator)


def test_send_again_bears_the_same_message_id(put, person, mailoutbox):
    row = put("a")
    sender.send_due()
    row.refresh_from_db()
    actions.resend(message=row, by=person)
    assert sender.send_due() == {"sent": 1}
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.body == second.body


def test_what_is_too_late_is_not_sent_again(put, person, later):
    row = put("a")
    sender.send_due()
    row.refresh_from_db()
    later(days=2)
    with pytest.raises(WrongState, match="too late"):
        actions.resend(message=row, by=person)


def test_her_export_lists_what_was_sent_without_words(put, person):
    put("a")
    (held,) = [one for one in hooks.call(hooks.person_export, person=person) if "messages" in one]
    assert held["messages"][0]["kind"] == "note"
    assert "sealed" not in held["messages"][0]


def test_her_messages_go_with_the_account(put, person):
    put("a")
    messages.erase(person=person, by=None)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_put_the_same_at_once(note, person):
    """Five planners at once: one row."""
    from tests.outbox.together import at_once

    due = clock.now() + HOUR
    at_once(5, lambda n: actions.put(to=person, kind="note", occurrence="same", by=None, due_at=due, about=f"by:{n}"))
    assert Message.objects.count() == 1


def test_two_first_channels_of_one_message_cannot_stand(put):
    row = put("a")
    row.pk, row.channel, row.public_id = None, "sms", "00000000-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_no_address_of_any_kind_is_in_a_row(put, person):
    values = Message.objects.filter(pk=put("a").pk).values().get()
    addresses = set(ContactPoint.objects.filter(person=person).values_list("address", flat=True))
    assert not addresses & {str(value) for value in values.values()}


def test_a_code_is_not_sent_again(person):
    row = actions.put(to=person, kind="sign-in-code", occurrence="1", by=None, sealed_text="123456")
    sender.send_due()
    row.refresh_from_db()
    with pytest.raises(WrongState, match="new one"):
        actions.resend(message=row, by=person)
