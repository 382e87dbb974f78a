"""One call-out, one listing that raises: the others go on, and the bad one is tried again."""

import pytest

from directory import tasks
from directory.call_outs.actions import call_outs
from directory.call_outs.actions import steps as call_out_steps
from directory.listings.actions import nightly
from directory.models import CallOut
from network import guarded
from outbox.models import Message
from tests.directory import make
from tests.directory.calls import TUESDAY, raised
from tests.faulty import plant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


def test_a_call_out_that_raises_stops_no_other(cast, monkeypatch, time_machine):
    """One call-out of which nothing could be asked stopped all others in the network, on every look."""
    for _ in range(4):
        make.listing()
    bad = raised(cast)
    school = cast.other_head.memberships.get().school
    good = call_outs.raise_call(
        by=cast.other_head, head=cast.other_head, school=school, need="send", words="", ends_at=bad.ends_at
    )
    CallOut.objects.update(look_again_at=TUESDAY, ends_at=TUESDAY)
    with monkeypatch.context() as fault:
        plant(fault, call_outs, "go_on", lambda *, call: call == bad)
        with pytest.raises(guarded.Failed):
            tasks.call_outs_tick()
        assert list(CallOut.objects.live()) == [bad]
        assert CallOut.objects.get(pk=good.pk).closed_at is not None
    tasks.call_outs_tick()
    assert not CallOut.objects.live().exists()


def test_a_call_out_for_which_nobody_could_be_asked_can_be_closed(cast):
    """Its list of messages to cancel is empty."""
    call = raised(cast)
    call_outs.cancel(by=cast.head, call=call)
    assert call_out_steps.CallOut.objects.get(pk=call.pk).closed_at is not None


def test_a_listing_that_raises_stops_no_other(cast, monkeypatch):
    bad, good = make.listing(declared_on=None), make.listing(declared_on=None)
    with monkeypatch.context() as fault:
        plant(fault, nightly.messages, "put", lambda *, to, **rest: to == bad.person)
        with pytest.raises(guarded.Failed):
            tasks.nightly_checks()
        assert [row.to for row in Message.objects.filter(kind="declaration-due")] == [good.person]
    tasks.nightly_checks()
    assert Message.objects.filter(kind="declaration-due").count() == 2


@pytest.mark.parametrize("bad", ["_unreachable", "_declarations", "_summary", "_drill"])
def test_a_check_that_fails_does_not_stop_the_others(db, monkeypatch, bad):
    ran = []

    def check(name):
        def run():
            ran.append(name)
            if name == bad:
                raise RuntimeError("planted")

        return run

    for name in ("_unreachable", "_declarations", "_summary", "_drill"):
        monkeypatch.setattr(nightly, name, check(name))
    with pytest.raises(guarded.Failed):
        tasks.nightly_checks()
    assert len(ran) == 4
