"""The send journal, and holding everything: after a restore nothing that left since the backup leaves again."""

from datetime import timedelta

import pytest

from network import clock
from network.models import AuditRow
from outbox import actions
from outbox.models import Hold, Message
from outbox.sending import health, sender

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def state(row):
    row.refresh_from_db()
    return row.state


def test_the_journal_has_a_line_for_each_that_left(put, settings):
    row = put("a")
    sender.send_due()
    (file,) = settings.SEND_JOURNAL.iterdir()
    key, at = file.read_text().split()
    row.refresh_from_db()
    assert key == f"{row.message_id}.0.1"
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
    assert "on-hold" in {trouble.what for trouble in health.troubles(clock.now())}
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


def test_a_code_for_an_administrator_passes_the_hold_and_nobody_elses_does(put, officer, administrator, mailoutbox):
    """Or nobody could sign in to look at what was restored, and let it go."""
    for person in (officer, administrator):
        actions.put(to=person, kind="sign-in-code", occurrence=f"code-{person.pk}", by=person, sealed_text="1234-5678")
    waiting = [put(f"an ordinary one {number}") for number in range(3)]
    actions.hold(by=None, why="restored")
    assert sender.send_due(urgent_only=True) == {"on_hold": 1, "sent": 1}
    assert sender.send_due() == {"on_hold": 1}
    assert [mail.to for mail in mailoutbox] == [[administrator.email]]
    assert {state(row) for row in waiting} == {"due"}
    actions.release(by=administrator)
    assert sender.send_due() == {"sent": 4}
