"""What a call-out says to whom, put in the outbox: the alerts, "covered, thank you", and the news for the head."""

from collections.abc import Iterable
from datetime import datetime

from directory.models import Asked, CallOut, Listing
from network.models import Person, RoleGrant
from outbox.actions import messages
from outbox.actions.messages import Wanted


def alert(call: CallOut, asked: Asked, occurrence: str) -> Wanted:
    return Wanted(
        to=asked.listing.person,
        kind="call-out",
        occurrence=occurrence,
        useful_until=call.ends_at,
        about=f"asked:{asked.pk}",
        path="/directory/answer/{token}/",
    )


def covered(call: CallOut, when: str, rows: Iterable[Asked]) -> None:
    """ "Covered, thank you": there is nothing more for them to do."""
    wanted = [
        Wanted(
            to=asked.listing.person,
            kind="call-out-covered",
            occurrence=f"{asked.public_id}.{call.waves}.{when}",
            about=f"asked:{asked.pk}",
            path="/directory/",
        )
        for asked in rows
    ]
    messages.put_many(wanted=wanted, by=None)


def stand_down(call: CallOut, winner: Listing | None) -> None:
    """Alerts that have not left are stopped, and whoever may still be thinking about it hears that it is covered."""
    everybody = list(Asked.objects.filter(call_out=call).select_related("listing__person"))
    if everybody:
        messages.cancel(about=[f"asked:{asked.pk}" for asked in everybody], kind="call-out", why="covered")
    others = [
        asked
        for asked in everybody
        if (winner is None or asked.listing_id != winner.pk) and asked.answer != Asked.NO and not asked.let_go_at
    ]
    covered(call, str(winner.pk if winner else call.state), others)


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


def tell_officers_of_no_answer(call: CallOut, now: datetime) -> None:
    grants = RoleGrant.objects.in_force().filter(role=RoleGrant.OFFICER).select_related("person")
    messages.put_many(wanted=[_for_the_officer(call, grant.person, now) for grant in grants], by=None)


def thank(*, call: CallOut, winner: Listing, by: Person) -> None:
    messages.put(
        to=winner.person,
        kind="call-out-thanks",
        occurrence=str(call.public_id),
        by=by,
        about=f"callout:{call.pk}",
        path="/directory/",
    )


def _for_the_officer(call: CallOut, officer: Person, now: datetime) -> Wanted:
    return Wanted(
        to=officer,
        kind="call-out-unanswered",
        occurrence=f"{call.public_id}.{now:%d%H%M}",
        about=f"callout:{call.pk}",
        path="/directory/cover/",
    )
