"""Every message of the directory, made from rows of a real story: none names the school, a person, or what is wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest

from directory.call_outs.actions import call_outs
from directory.drills import actions as drills
from directory.listings.actions import listings, nightly
from directory.models import Asked, CallOut, Leave
from outbox import kinds
from outbox.models import Message
from outbox.wording import wording
from tests.directory import make
from tests.directory.calls import have_left

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 12, 30, tzinfo=UTC)
ALL = {kind.name for kind in kinds.every() if kind.template.startswith("directory/")}


@pytest.fixture
def now(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def story(cast, time_machine):
    """A call nobody takes in time, one that is taken, re-opened and thanked, a drill, a gap, and the nightly checks."""
    for person in (cast.head, cast.deputy, cast.buddy, cast.directory_member, cast.acceptor):
        type(person).objects.filter(pk=person.pk).update(name=f"Marker {person.pk}")
        person.refresh_from_db()
    type(cast.school).objects.filter(pk=cast.school.pk).update(name="Marker Junior School")
    cast.school.refresh_from_db()
    member, _ = make.listing(cast.directory_member), make.listing(cast.acceptor, declared_on=date(2025, 11, 30))
    call = raised(cast, "conduct")
    have_left()
    winner = Asked.objects.get(call_out=call, listing=member)
    call_outs.answer(by=member.person, asked=winner, answer=Asked.YES, via=Asked.LINK)
    call_outs.done(by=cast.head, call=CallOut.objects.get(pk=call.pk))
    raised(cast, "send")
    have_left()
    time_machine.move_to(TUESDAY + timedelta(minutes=5), tick=False)
    call_outs.tick()
    drills.start(by=cast.officer)
    listings.book_off(by=member.person, listing=member, starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    Leave.objects.all().delete()
    broken = make.listing()
    broken.person.contact_points.all().delete()
    time_machine.move_to(FRIDAY, tick=False)
    nightly.check_all()


def raised(cast, need) -> CallOut:
    return call_outs.raise_call(
        by=cast.head,
        head=cast.head,
        school=cast.school,
        need=need,
        words="Marker words",
        ends_at=TUESDAY + timedelta(hours=6),
    )


def test_no_message_of_the_directory_names_school_or_person(cast, story):
    messages = list(Message.objects.select_related("to"))
    assert ALL - {message.kind for message in messages} == {"drill-due"}  # one has been held this term
    for message in messages:
        words = wording.words(message)
        for said in (words.subject, words.text, words.short):
            assert "marker" not in said.lower(), (message.kind, said)
            assert cast.school.urn not in said
    alerts = [wording.words(message).text for message in messages if message.kind == "call-out"]
    assert any("Need: How an inspector is behaving" in alert for alert in alerts)
    for alert in alerts:
        assert "Area: Exampleton" in alert
        assert "Until: Tuesday 1 December, 16.00" in alert


def test_every_message_of_a_drill_says_so(cast, story):
    drill = list(Message.objects.filter(kind="drill"))
    assert drill
    for message in drill:
        words = wording.words(message)
        assert all("DRILL" in said for said in (words.subject, words.text, words.short))
