"""A message that the database refuses to claim or to stamp stops no other, and the sweep ends as failed."""

import pytest

from network import guarded
from outbox import tasks
from outbox.models import Message, Sweep
from outbox.sending import sender
from tests.servers.triggers import bad_row

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_that_cannot_be_claimed(put, mailoutbox):
    rows = [put(str(number)) for number in range(12)]
    with bad_row(rows[4]):
        with pytest.raises(guarded.Failed) as failed:
            sender.send_due()
        assert failed.value.count >= 1
        assert Message.objects.filter(state=Message.SENT).count() == 11
    assert sender.send_due() == {"sent": 1}
    assert len(mailoutbox) == 12


def test_a_row_that_cannot_be_stamped(put, mailoutbox, monkeypatch):
    """It has left. Its neighbours go on, and it is taken again when its lease is over."""
    rows = [put(str(number)) for number in range(12)]
    real = sender.sending.stamp_sent

    def refused(*, rows: list, at):
        if bad in rows:
            raise ValueError("planted")
        return real(rows=rows, at=at)

    bad = rows[4]
    monkeypatch.setattr(sender.sending, "stamp_sent", refused)
    with pytest.raises(guarded.Failed):
        sender.send_due()
    assert Message.objects.filter(state=Message.SENT).count() == 11
    assert Message.objects.get(state=Message.SENDING) == rows[4]
    assert len(mailoutbox) == 12


@pytest.mark.parametrize(("task", "name"), [(tasks.sweep, "sweep"), (tasks.wake, "urgent")])
def test_a_sweep_with_a_bad_row_has_looked_all_the_same(put, make_kind, task, name):
    make_kind("note", urgent=True)
    with bad_row(put("a")), pytest.raises(guarded.Failed):
        task()
    assert Sweep.objects.filter(name=name).exists()
