"""What a call-out says to whom, put in the outbox: the alerts, that nothing more is needed, and the head's news."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from directory.call_outs.models import Asked, CallOut
from directory.colleagues.models.listing import Listing
from network import clock
from network.models import Person
from network.rules import officers
from outbox.actions import told_each
from outbox.models import Message
from outbox.queue.actions import messages
from outbox.queue.actions.messages import Wanted

IN_FLIGHT = timedelta(minutes=2)  # by then it is written down whether an alert that is just being sent has left


def alert(call: CallOut, asked: Asked, occurrence: str) -> Wanted:
    return Wanted(
        to=asked.listing.person,
        kind="call-out",
        occurrence=occurrence,
        useful_until=call.ends_at,
        about=f"asked:{asked.pk}",
        path="/directory/answer/{token}/",
    )


def nothing_more(call: CallOut, when: str, rows: Iterable[Asked], due_at: datetime | None = None) -> None:
    """There is nothing more for them to do. Why, the message says when it leaves (directory/call_outs/settled.py)."""
    wanted = [
        Wanted(
            to=asked.listing.person,
            kind="call-out-covered",
            occurrence=f"{asked.public_id}.{call.waves}.{when}",
            due_at=due_at,
            about=f"asked:{asked.pk}",
            path="/directory/",
        )
        for asked in rows
    ]
    messages.put_many(wanted=wanted, by=None)


def stand_down(call: CallOut, winner: Listing | None) -> None:
    """Alerts that have not left are stopped. Whoever has one, or has answered, and may still be thinking about it hears
    that nothing more is needed; whoever was never reached hears nothing."""
    everybody = list(Asked.objects.filter(call_out=call).select_related("listing__person"))
    if not everybody:
        return
    about = {f"asked:{asked.pk}": asked for asked in everybody}
    alerts = Message.objects.filter(about__in=about, kind="call-out")
    in_flight = set(alerts.filter(state=Message.SENDING).values_list("about", flat=True))
    messages.cancel(about=list(about), kind="call-out", why="nobody is needed any more")
    left = {thing for (thing, _), told in told_each(about=about.keys(), kind="call-out").items() if told.left}
    others = {
        thing: asked
        for thing, asked in about.items()
        if (winner is None or asked.listing_id != winner.pk) and asked.answer != Asked.NO and not asked.let_go_at
    }
    when = str(winner.pk if winner else call.state)
    nothing_more(call, when, [asked for thing, asked in others.items() if thing in left or asked.answer])
    perhaps = [asked for thing, asked in others.items() if thing in in_flight - left and not asked.answer]
    nothing_more(call, when, perhaps, due_at=clock.now() + IN_FLIGHT)


def tell_both(call: CallOut, what: str) -> None:
    """The head, and whoever raised it for her."""
    both = {person.pk: person for person in (call.head, call.raised_by) if person is not None}
    news = [
        Wanted(
            to=person,
            kind="call-out-news",
            occurrence=f"{call.public_id}.{what}",
            useful_until=call.ends_at,
            about=f"callout:{call.pk}",
            path=f"/directory/call-out/{call.public_id}/",
        )
        for person in both.values()
    ]
    messages.put_many(wanted=news, by=None)


def tell_officers(
    *, kind: str, occurrence: str, by: Person | None, about: str = "", useful_until: datetime | None = None
) -> None:
    """Once each. The page of the cover says what it is."""
    wanted = [
        Wanted(
            to=person,
            kind=kind,
            occurrence=occurrence,
            about=about,
            path="/directory/cover/",
            useful_until=useful_until,
        )
        for person in officers()
    ]
    messages.put_many(wanted=wanted, by=by)


def thank(*, call: CallOut, winner: Listing, by: Person) -> None:
    messages.put(
        to=winner.person,
        kind="call-out-thanks",
        occurrence=str(call.public_id),
        by=by,
        about=f"callout:{call.pk}",
        path="/directory/",
    )
