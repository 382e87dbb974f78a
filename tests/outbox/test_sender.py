"""The sender asks again at the moment of sending, and writes what became of each row."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from network import clock
from network.models import AuditRow, ClockOffset
from outbox import actions, health, sender
from outbox.actions import sending
from outbox.models import Hold, Message
from tests import factories as f
from tests.outbox.conftest import awake

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state(row):
    row.refresh_from_db()
    return row.state


def test_what_is_due_goes_and_what_is_not_waits(put, mailoutbox):
    due, ahead = put("a"), put("b", due_at=clock.now() + HOUR)
    assert sender.send_due() == {"sent": 1}
    assert (state(due), state(ahead)) == ("sent", "due")
    assert [mail.to for mail in mailoutbox] == [[due.to.email]]
    assert sender.send_due() == {}


def test_one_recipient_a_message(put, note, mailoutbox):
    others = [awake(f.PersonFactory()) for _ in range(3)]
    for other in others:
        put("a", to=other)
    sender.send_due()
    assert sorted(mail.recipients() for mail in mailoutbox) == sorted([[other.email] for other in others])


def test_no_longer_wanted_at_the_moment_of_sending(make_kind, person, mailoutbox):
    make_kind("fickle", still_wanted=lambda message: False)
    row = actions.put(to=person, kind="fickle", occurrence="1", by=None)
    assert sender.send_due() == {"cancelled": 1}
    assert (state(row), row.why) == ("cancelled", "no longer needed")
    assert mailoutbox == []


@pytest.mark.parametrize("answer", [None, 1, "yes", []])
def test_anything_but_true_means_no(make_kind, person, answer, mailoutbox):
    make_kind("odd", still_wanted=lambda message: answer)
    actions.put(to=person, kind="odd", occurrence="1", by=None)
    assert sender.send_due() == {"cancelled": 1}
    assert mailoutbox == []


def test_a_closed_account_gets_nothing_more(put, person, mailoutbox):
    row = put("a")
    person.is_active = False
    person.save()
    sender.send_due()
    assert state(row) == "cancelled"
    assert mailoutbox == []


def test_too_late_is_expired_and_not_sent(put, later, mailoutbox):
    row = put("a")
    later(hours=24)
    assert sender.send_due() == {"expired": 1}
    assert (state(row), row.why) == ("expired", "too late to be useful")
    assert mailoutbox == []


@pytest.mark.parametrize(("away", "sent"), [(timedelta(hours=6), 12), (timedelta(days=3), 6)])
def test_a_scheduler_that_was_dead_sends_what_is_useful_once_and_expires_the_rest(put, later, away, sent, mailoutbox):
    start = clock.now()
    for n in range(6):
        put(f"short {n}", due_at=start + n * HOUR / 2, useful_until=start + 8 * HOUR)
        put(f"long {n}", due_at=start + n * HOUR / 2, useful_until=start + timedelta(days=4))
    later(seconds=away.total_seconds())
    counts = sender.send_due()
    assert counts["sent"] == len(mailoutbox) == sent
    assert counts["expired"] == 12 - sent
    assert sender.send_due() == {}


def test_quiet_hours_hold_it_and_then_it_goes(make_kind, person, settings, mailoutbox, later):
    make_kind("held", quiet_hours=True)
    person.quiet_from, person.quiet_until = "00:00", "23:59"
    person.save()
    row = actions.put(to=person, kind="held", occurrence="1", by=None)
    sender.send_due()
    row.refresh_from_db()
    assert (row.state, row.why, row.step) == ("due", "waits for quiet hours to end", 0)
    later(seconds=(row.next_at - clock.now()).total_seconds() + 1)
    assert sender.send_due() == {"sent": 1}


def test_quiet_hours_let_what_is_urgent_pass(make_kind, person, mailoutbox):
    make_kind("alarm", quiet_hours=False)
    person.quiet_from, person.quiet_until = "00:00", "23:59"
    person.quiet_weekends = True
    person.save()
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert sender.send_due() == {"sent": 1}


def test_urgent_goes_first(make_kind, person, mailoutbox):
    make_kind("slow", template="outbox/messages/invitation.txt")
    make_kind("alarm", urgent=True)
    for n in range(5):
        actions.put(to=person, kind="slow", occurrence=str(n), by=None)
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    sender.send_due(limit=1)
    assert [mail.subject for mail in mailoutbox] == ["A change to how you sign in"]


def test_the_urgent_sender_leaves_the_rest(make_kind, put, person, mailoutbox):
    make_kind("alarm", urgent=True)
    put("a")
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert sender.send_due(urgent_only=True) == {"sent": 1}
    assert Message.objects.get(kind="note").state == "due"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        ({"template": "outbox/messages/no_such.txt"}, "TemplateDoesNotExist"),
        ({"still_wanted": lambda message: 1 / 0}, "ZeroDivisionError"),
        ({"purpose": "x", "address": lambda message: ["not", "text"]}, "AttributeError"),
    ],
)
def test_a_row_that_crashes_the_sender_is_set_aside_and_its_neighbours_go_on(
    make_kind, put, person, spoil, what, mailoutbox, later, caplog
):
    make_kind("poison", **spoil)
    poison = actions.put(to=person, kind="poison", occurrence="1", by=None)
    for n in range(4):
        put(str(n))
    with caplog.at_level(logging.ERROR):
        sender.send_due()
    assert len(mailoutbox) == 4
    for crashes in (1, 2):
        assert (state(poison), poison.crashes) == ("due", crashes)
        later(minutes=1)
        sender.send_due()
    assert (state(poison), poison.why) == ("failed", f"set aside: {what}")
    assert health.set_aside() == 1
    assert person.email not in caplog.text


def test_a_kind_nobody_knows_is_never_sent(put, later, monkeypatch, mailoutbox):
    from outbox import kinds

    row = put("a")
    monkeypatch.delitem(kinds._kinds, "note")
    for _ in range(3):
        sender.send_due()
        later(minutes=1)
    assert (state(row), row.why) == ("failed", "set aside: UnknownKind")


def test_without_any_address_it_says_so(put, person, mailoutbox):
    person.contact_points.update(broken_at=clock.now())
    row = put("a")
    sender.send_due()
    assert (state(row), row.why) == ("failed", "no channel: no address that works")


def test_without_a_text_service_it_says_so(put, person, settings):
    settings.DEMO, settings.NOTIFY_API_KEY = False, ""
    row = put("a")
    Message.objects.filter(pk=row.pk).update(channel="sms")
    sender.send_due()
    assert (state(row), row.why) == ("failed", "no channel: no text service is set up")
    assert Message.objects.get(second=True).channel == "email"


def test_with_no_address_chosen_it_goes_where_she_signs_in(put, person, mailoutbox):
    person.contact_points.all().delete()
    put("a")
    sender.send_due()
    assert mailoutbox[0].to == [person.email]


def test_an_unconfirmed_address_gets_nothing(put, person, mailoutbox):
    f.ContactPointFactory(person=person, address="typo@example.org", place=0, confirmed_at=None)
    put("a")
    sender.send_due()
    assert mailoutbox[0].to == [person.email]


def test_a_code_to_check_an_address_goes_to_that_address_alone(person, mailoutbox):
    point = f.ContactPointFactory(person=person, address="new@example.org", confirmed_at=None)
    f.ContactPointFactory(address="not-hers@example.org", confirmed_at=None)
    actions.put(
        to=person,
        kind="address-check",
        occurrence="1",
        by=person,
        about=f"contact-point:{point.pk}",
        sealed_text="4711",
    )
    sender.send_due()
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    assert "4711" in mailoutbox[0].body
    assert "4711" not in mailoutbox[0].subject


def test_text_messages_are_seen_in_the_demonstration(put, person, text_service, mailoutbox):
    person.contact_points.filter(channel="sms").update(place=0, address="+447700900123")
    put("a")
    sender.send_due()
    (mail,) = mailoutbox
    assert mail.subject == "Text message to 07700900123"
    assert mail.to == ["07700900123@text.example"]
    assert "Hello" not in mail.body


def test_limit_and_time_are_kept(put):
    for n in range(5):
        put(str(n))
    assert sender.send_due(limit=2) == {"sent": 2}
    assert sender.send_due(seconds=0) == {}
    assert Message.objects.filter(state="due").count() == 3


def test_a_message_costs_few_queries(put, django_assert_num_queries):
    for n in range(10):
        put(str(n))
    # A message: stamp the last and claim the next, in one round trip on PostgreSQL, in one transaction on SQLite (4).
    each = 1 if connection.vendor == "postgresql" else 4
    # Once: holds; leased and due rows of both urgencies, now and at the end; addresses; first claim; last stamp.
    with django_assert_num_queries(1 + 4 + 4 + 1 + 3 + 3 + 9 * each):
        sender.send_due()


def test_the_journal_has_a_line_for_each_that_left(put, settings):
    row = put("a")
    sender.send_due()
    (file,) = settings.SEND_JOURNAL.iterdir()
    key, at = file.read_text().split()
    row.refresh_from_db()
    assert key == f"{row.message_id}.0"
    assert at.endswith("+00:00")
    assert row.to.email not in file.read_text()


def test_a_journal_that_cannot_be_written_does_not_send_twice(put, settings, tmp_path, mailoutbox, caplog):
    (tmp_path / "full").write_text("not a folder")
    settings.SEND_JOURNAL = tmp_path / "full"
    row = put("a")
    sender.send_due()
    assert state(row) == "sent"
    assert len(mailoutbox) == 1
    assert "journal" in caplog.text


def test_hold_stops_everything(put, mailoutbox):
    row = put("a")
    actions.hold(by=None, why="restored")
    assert sender.send_due() == {"on_hold": 1}
    assert state(row) == "due"
    assert health.is_on_hold()
    assert actions.release(by=None) == 1
    assert sender.send_due() == {"sent": 1}


def test_after_a_restore_what_went_out_since_is_not_sent_again(put, mailoutbox, later, person):
    """Yesterday's backup: the row is due again, or planned again; the journal knows better."""
    backup_at = clock.now()
    before, since = put("before"), put("since")
    later(hours=1)
    sender.send_due()
    assert len(mailoutbox) == 2
    later(hours=1)
    # the backup comes back: one row as it was, the other not there at all and planned anew
    Message.objects.filter(pk=before.pk).update(state="due", tries=0, sent_at=None)
    Message.objects.filter(pk=since.pk).delete()
    actions.hold(by=None, why="restored", data_at=backup_at)
    again = put("since")
    new = put("new")
    assert sender.send_due() == {"on_hold": 1}
    later(minutes=10)
    actions.release(by=None)
    assert sender.send_due() == {"sent": 3}
    assert len(mailoutbox) == 3  # the new one alone left
    for row in (before, again):
        assert (state(row), row.why) == ("sent", "left before the data was restored")
        assert row.sent_at < clock.now() - HOUR
    assert (state(new), new.why) == ("sent", "")
    actions.resend(message=before, by=person)
    assert sender.send_due() == {"sent": 1}  # asked for by a person: it does go again
    assert len(mailoutbox) == 4


def test_a_backup_made_while_on_hold_is_restored_with_what_left_since_it_was_released(put, mailoutbox, later):
    actions.hold(by=None, why="an earlier trouble")
    backup_at = clock.now()
    row = put("a")
    actions.release(by=None)
    later(hours=1)
    sender.send_due()
    assert len(mailoutbox) == 1
    # the backup comes back, with its hold still open
    Message.objects.filter(pk=row.pk).update(state="due", tries=0, sent_at=None)
    Hold.objects.update(released_at=None)
    later(hours=1)
    actions.hold(by=None, why="restored", data_at=backup_at)
    actions.release(by=None)
    sender.send_due()
    assert len(mailoutbox) == 1
    assert state(row) == "sent"


def test_only_an_administrator_holds_or_releases(officer, administrator):
    from network.rules import NotAllowed

    with pytest.raises(NotAllowed):
        actions.hold(by=officer, why="no")
    actions.hold(by=administrator, why="yes")
    actions.hold(by=administrator, why="twice is once")
    with pytest.raises(NotAllowed):
        actions.release(by=officer)
    assert actions.release(by=administrator) == 1
    assert AuditRow.objects.filter(verb__startswith="outbox.").count() == 2


class Away:
    """The database does not answer the first `times` writes of a result."""

    def __init__(self, times):
        self.times, self.stamp, self.asked = times, sending.stamp, 0

    def __call__(self, **given):
        self.asked += 1
        if self.asked <= self.times:
            raise OperationalError("database or disk is full")
        return self.stamp(**given)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [1, 4, 9])
def test_a_result_is_kept_until_the_database_takes_it(put, monkeypatch, mailoutbox, times):
    monkeypatch.setattr(sender, "DATABASE_PAUSES", (0,))
    away = Away(times)
    monkeypatch.setattr(sending, "stamp", away)
    rows = [put("a"), put("b")]
    assert sender.send_due() == {"sent": 2}
    assert [state(row) for row in rows] == ["sent", "sent"]
    assert len(mailoutbox) == 2


def test_the_database_away_while_asking_is_not_the_row_s_fault(make_kind, person, later, mailoutbox):
    answers = iter([OperationalError("gone"), True, True])

    def wanted(message):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    make_kind("asked", still_wanted=wanted)
    row = actions.put(to=person, kind="asked", occurrence="1", by=None)
    assert sender.send_due() == {"due": 1}
    assert (state(row), row.crashes, row.step) == ("due", 0, 0)
    later(minutes=1)
    assert sender.send_due() == {"sent": 1}


def test_heartbeats(put):
    from outbox import tasks

    assert health.last_sweep() is None
    put("a")
    assert tasks.sweep() == {"sent": 1}
    first = health.last_sweep()
    assert clock.now() - first < timedelta(seconds=10)
    tasks.sweep()
    assert health.last_sweep() >= first


def test_the_wake_task_sends_what_is_urgent(make_kind, put, person):
    from outbox import tasks

    make_kind("alarm", urgent=True)
    put("a")
    actions.put(to=person, kind="alarm", occurrence="1", by=None)
    assert tasks.wake() == {"sent": 1}


@pytest.mark.parametrize("change", [timedelta(hours=2), -timedelta(hours=2)])
def test_each_local_reminder_goes_once_over_a_clock_change(put, settings, change, mailoutbox):
    """Planned in UTC rows, looked at every half minute over the night of each change."""
    from datetime import UTC, datetime

    from outbox.quiet import LONDON

    settings.CLOCK_MOVABLE = True
    row, _ = ClockOffset.objects.get_or_create(pk=1)
    night = (
        datetime(2027, 3, 28, 0, 0, tzinfo=UTC) if change > timedelta(0) else datetime(2027, 10, 31, 0, 0, tzinfo=UTC)
    )
    real = clock.now() - timedelta(seconds=row.seconds)
    times = [(night.astimezone(LONDON).replace(tzinfo=None) + timedelta(minutes=20 * n)) for n in range(12)]
    for n, local in enumerate(times):
        put(f"local {n}", due_at=local.replace(tzinfo=LONDON).astimezone(UTC), useful_until=night + timedelta(days=1))
    sent: list[int] = []
    for minute in range(0, 6 * 60, 5):
        row.seconds = int((night + timedelta(minutes=minute) - real).total_seconds())
        row.save()
        before = clock.now()
        sender.send_due()
        sent.append(len(mailoutbox))
        assert not Message.objects.filter(
            state="sent", due_at__gt=before + timedelta(seconds=30)
        ).exists()  # none early
    assert sent[-1] == len(times)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(times)
