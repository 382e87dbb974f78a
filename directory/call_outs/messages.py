"""The messages of a call-out. No alert names a school or a person: need, area and hours, and no more."""

from collections.abc import Sequence
from datetime import timedelta

from directory import needs
from directory.call_outs.models import Asked, CallOut
from directory.call_outs.settled import became
from directory.colleagues.models.listing import Listing
from network import clock
from outbox import kinds
from outbox.actions import told
from outbox.models import Message

OF_CALL = ("call_out__need", "call_out__area__name", "call_out__ends_at")


def register_all() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    for kind in (
        kinds.Kind(
            name="call-out",
            says="a colleague needs advice by phone",
            template="directory/messages/call_out.txt",
            still_wanted=kinds.one_wanted_among(still_asked_among),
            wanted_among=still_asked_among,
            useful_for=8 * hour,
            purpose="call-out",
            urgent=True,
            quiet_hours=False,
            facts=facts_of_call,
        ),
        kinds.Kind(
            name="call-out-covered",
            says="nothing more is needed from you",
            template="directory/messages/call_out_covered.txt",
            still_wanted=needs_nothing_more,
            useful_for=day,
            urgent=True,
            quiet_hours=False,
            facts=facts_of_what_became,
        ),
        kinds.Kind(
            name="call-out-news",
            says="news of a call",
            template="directory/messages/call_out_news.txt",
            still_wanted=is_live,
            useful_for=8 * hour,
            urgent=True,
            quiet_hours=False,
        ),
    ):
        kinds.register(kind)
    for name, says in (("thanks", "a thank-you"), ("unanswered", "a call found nobody")):
        template = f"directory/messages/call_out_{name}.txt"
        kinds.register(
            kinds.Kind(name=f"call-out-{name}", says=says, template=template, still_wanted=exists, useful_for=3 * day)
        )


def asked_of(message: Message) -> Asked | None:
    return (
        Asked.objects.select_related("call_out__area", "listing")
        .filter(pk=kinds.pk_of(message), listing__person=message.to_id)
        .first()
    )


def still_asked_among(messages: Sequence[Message]) -> set[int]:
    """Nobody has taken it, it is not closed, and they have not said no. What is read serves the words too, which are
    made right after it."""
    asked = Asked.objects.filter(
        pk__in=[kinds.pk_of(message) for message in messages],
        listing__state=Listing.APPROVED,
        answer="",
        let_go_at=None,
        call_out__closed_at=None,
        call_out__winner=None,
    )
    said = {(pk, person): facts for pk, person, *facts in asked.values_list("pk", "listing__person", *OF_CALL)}
    wanted = [message for message in messages if (kinds.pk_of(message), message.to_id) in said]
    for message in wanted:
        vars(message)["said"] = said[kinds.pk_of(message), message.to_id]
    return {message.pk for message in wanted}


def facts_of_call(message: Message) -> dict[str, str]:
    said = vars(message).get("said")
    if said is None:
        asked = Asked.objects.filter(pk=kinds.pk_of(message), listing__person=message.to_id)
        said = asked.values_list(*OF_CALL).first()
    if said is None:
        return {}
    need, area, ends_at = said
    until = clock.local(ends_at)
    return {
        "need": needs.in_a_call(need),
        "area": area,
        "until": f"{until:%A} {until.day} {until:%B}, {until:%H.%M}",
    }


def needs_nothing_more(message: Message) -> bool:
    """Not where they are asked again meanwhile, nor where they never knew: no alert has left, and they said nothing."""
    asked = asked_of(message)
    if asked is None or became(asked) is None:
        return False
    vars(message)["asked"] = asked
    return bool(asked.answer) or told(about=message.about, kind="call-out").left


def facts_of_what_became(message: Message) -> dict[str, str]:
    """Which question, by the time at which it was asked, and whether another one to them is open."""
    asked = vars(message).get("asked") or asked_of(message)
    if asked is None:
        return {}
    then = clock.local(asked.asked_at)
    day = "" if then.date() == clock.today() else f" on {then:%A}"
    open_still = Asked.objects.filter(
        listing=asked.listing_id,
        answer="",
        let_go_at=None,
        call_out__closed_at=None,
        call_out__winner=None,
    )
    return {
        "became": became(asked) or "",
        "then": f"{then.hour}.{then:%M}{day}",
        "another": "yes" if open_still.exists() else "",
    }


def is_live(message: Message) -> bool:
    return CallOut.objects.live().filter(pk=kinds.pk_of(message)).exists()


def exists(message: Message) -> bool:
    return CallOut.objects.filter(pk=kinds.pk_of(message)).exists()
