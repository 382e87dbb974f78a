"""Calling a colleague out, as the tests say it. All of it happens on a Tuesday at ten, while inspectors are on site."""

from datetime import UTC, datetime, timedelta

from directory.call_outs.actions import call_outs
from directory.models import Asked, CallOut
from network import clock
from outbox.models import Message

TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def raised(cast, by=None, **more) -> CallOut:
    given = {"need": "send", "words": "They will not meet our SENCO", "ends_at": TUESDAY + timedelta(hours=6)}
    return call_outs.raise_call(by=by or cast.head, head=cast.head, school=cast.school, **{**given, **more})


def fresh(call) -> CallOut:
    return CallOut.objects.get(pk=call.pk)


def kinds(call_out=None) -> list[str]:
    return sorted(Message.objects.exclude(state=Message.CANCELLED).values_list("kind", flat=True))


def later(time_machine, minutes):
    time_machine.move_to(TUESDAY + timedelta(minutes=minutes), tick=False)
    call_outs.tick()


def say(call, listing, answer=Asked.YES, **more):
    row = Asked.objects.get(call_out=call, listing=listing)
    return call_outs.answer(by=listing.person, asked=row, answer=answer, via=Asked.LINK, **more)


def have_left(kind="call-out") -> None:
    """As if the mail server had taken every message of this kind."""
    Message.objects.filter(kind=kind, state=Message.DUE).update(state=Message.SENT, sent_at=clock.now())
