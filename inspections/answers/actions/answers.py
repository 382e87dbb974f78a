"""Answers. By link: one fixed answer, and after it only a worse one. Signed in: with words if she likes, changed within
a day. By the buddy: "we have spoken", which stands beside her own answer and never in its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from buddies.steps.actions import contact
from inspections import rules
from inspections.check_ins import rules as check_in_rules
from inspections.check_ins.actions import retention
from inspections.check_ins.actions.planning import message_of
from inspections.check_ins.models import CheckIn
from inspections.nudges.actions import tell_buddies
from inspections.ringing.actions import please_ring
from inspections.ringing.models.please_ring import PleaseRing
from inspections.silence.actions import silence
from inspections.standing_in import actions as standing_in
from inspections.visits.moments import at, local_day
from inspections.visits.schedule import ENOUGH_TO_ANSWER
from network import audit, clock
from network.models import Person, WordKey
from network.privacy import keys
from network.rules import WrongState
from outbox import actions as outbox
from outbox.models import Message
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import on_a_day_for, reachable_from

TOMORROW = timedelta(hours=24)
NEAR = timedelta(hours=12)  # a question planned until so long after "tomorrow" stands for it
OPEN = CheckIn.UNANSWERED


def answer_by_link(*, message: Message, answer: str, by: None = None) -> bool:
    """True for the press that recorded it. A repeat is harmless. A worse answer always goes through, whoever or
    whatever pressed before; changing to a better one is for the signed-in."""
    check_in = of_message(message=message)
    if check_in is None or answer not in dict(CheckIn.ANSWERS) or not check_in_rules.can_answer_by_link(check_in):
        return False
    with transaction.atomic():
        outbox.use(message=message)
        key = retention.key_of(check_in=check_in)
        return _record(check_in, CheckIn.LINK, None, answer, _sealed(key, answer)) or _worsen(check_in, answer, key)


def answer(*, by: Person, check_in: CheckIn, answer: str, note: str = "", note_shared: bool = False) -> bool:
    """The head, signed in: answers, or changes what she said within a day. True, or `WrongState`: what the page calls
    recorded is recorded."""
    rules.check_is_head(by, check_in.head)
    check_in_rules.check_can_answer(check_in)
    with transaction.atomic():
        sealed = _sealed(retention.key_of(check_in=check_in), answer, note, note_shared)
        recorded = _record(check_in, CheckIn.SIGNED_IN, by, answer, sealed)
        if not recorded and not _change(check_in, by, answer, sealed):
            raise WrongState("The days have moved meanwhile. Nothing was recorded; your words are not kept.")
    return True


def we_have_spoken(*, by: Person, check_in: CheckIn) -> bool:
    """The buddy says so, and it is marked as by the buddy. What the head answered herself stays, and nothing more is
    asked; what she asked is settled with it. True for the press that recorded it."""
    rules.check_is_active_buddy(by, check_in.head)
    with transaction.atomic():
        changed = silence.mark_spoken(rows=CheckIn.objects.filter(pk=check_in.pk), via=CheckIn.BY_BUDDY)
        if changed:
            _recorded(check_in, by, CheckIn.BY_BUDDY)
            standing_in.buddy_is_there(by=by, head=check_in.head)
            contact.spoken_elsewhere(head=check_in.head, by=by)
        please_ring.end_of(head=check_in.head, by=by)
    return changed


def confirm(*, by: Person, check_in: CheckIn) -> bool:
    """ "That was me": an answer that came by link, which a mail filter might have pressed, is hers."""
    rules.check_is_head(by, check_in.head)
    with transaction.atomic():
        changed = CheckIn.objects.filter(pk=check_in.pk, state=CheckIn.ANSWERED, via=CheckIn.LINK).update(
            via=CheckIn.SIGNED_IN, sure_at=clock.now()
        )
        if changed:
            audit.record(by=by, verb="check-in.confirm", what=_what(check_in), concerns=check_in.head)
            silence.stop(head=check_in.head, by=by)
    return bool(changed)


def of_message(*, message: Message) -> CheckIn | None:
    """The check-in a link stands for, against the live plan: a moved or cancelled one answers to no old link."""
    public_id, generation, *_ = message.occurrence.split(".")
    return (
        CheckIn.objects.filter(public_id=public_id, generation=generation, head=message.to_id)
        .exclude(state=CheckIn.CANCELLED)
        .select_related("head", "inspection")
        .first()
    )


def words_of(*, check_in: CheckIn, reader: Person, beside: Sequence[rules.Span] = ()) -> tuple[str, str]:
    """The answer and the note, unsealed, for a check-in that `reader` may see. Whoever stands by the head reads what
    was said while she did (`beside`, from `rules.spans_beside`): a new buddy is not handed what was meant for the one
    before. A note only where the head shared it."""
    if check_in.head_id == reader.pk:
        return keys.unseal(check_in.answer), keys.unseal(check_in.note)
    if not rules.was_beside(beside, check_in.answered_at):
        return "", ""
    return keys.unseal(check_in.answer), keys.unseal(check_in.note if check_in.note_shared else "")


def _record(check_in: CheckIn, via: str, by: Person | None, answer: str, sealed: dict[str, Any]) -> bool:
    now = clock.now()
    changed = CheckIn.objects.filter(pk=check_in.pk, generation=check_in.generation, state__in=OPEN).update(
        state=CheckIn.ANSWERED,
        answered_at=now,
        via=via,
        sure_at=None if via == CheckIn.LINK else now,
        **sealed,
    )
    if changed:
        _recorded(check_in, by, via)
        _follow(check_in, answer, by, via)
    return bool(changed)


def _worsen(check_in: CheckIn, answer: str, key: WordKey) -> bool:
    """By link, over what stands. Her note, and the moment at which she was surely heard of, stay as they are. Where
    somebody else presses at the same moment, what they said is looked at again."""
    while True:
        now = clock.now()
        check_in.refresh_from_db(fields=["state", "answer", "answered_at"])
        if check_in.state != CheckIn.ANSWERED or not check_in_rules.is_worse(answer, than=keys.unseal(check_in.answer)):
            return False
        standing = CheckIn.objects.filter(pk=check_in.pk, state=CheckIn.ANSWERED, answer=check_in.answer)
        if standing.update(answer=keys.seal(key, answer), answered_at=now, via=CheckIn.LINK):
            _recorded(check_in, None, CheckIn.LINK)
            _follow(check_in, answer, None, CheckIn.LINK)
            return True


def _change(check_in: CheckIn, by: Person, answer: str, sealed: dict[str, Any]) -> bool:
    before = keys.unseal(check_in.answer)
    changed = CheckIn.objects.filter(
        pk=check_in.pk, state=CheckIn.ANSWERED, answered_at__gt=clock.now() - check_in_rules.CHANGE_FOR
    ).update(via=CheckIn.SIGNED_IN, sure_at=clock.now(), **sealed)
    if changed:
        audit.record(by=by, verb="check-in.change", what=_what(check_in), concerns=check_in.head)
        silence.stop(head=check_in.head, by=by)
        if answer != before:
            _follow(check_in, answer, by, CheckIn.SIGNED_IN)
    return bool(changed)


def _sealed(key: WordKey, answer: str, note: str = "", note_shared: bool = False) -> dict[str, Any]:
    said = {"answer": keys.seal(key, answer), "note": keys.seal(key, note)}
    return said | {"note_shared": bool(note and note_shared)}


def _recorded(check_in: CheckIn, by: Person | None, via: str) -> None:
    audit.record(by=by, verb="check-in.answer", what=_what(check_in), concerns=check_in.head, via=via)
    outbox.cancel(about=f"checkin:{check_in.pk}", kind="check-in", why="answered")
    if via != CheckIn.LINK:
        silence.stop(head=check_in.head, by=by)


def _follow(check_in: CheckIn, answer: str, by: Person | None, via: str) -> None:
    """What an answer sets going."""
    if answer == CheckIn.NOT_GREAT:
        tell_buddies(
            head=check_in.head,
            about=f"checkin:{check_in.pk}",
            occurrence=_what(check_in),
            by=by,
            soon=True,
        )
    elif answer == CheckIn.RING_ME:
        ring_via = PleaseRing.LINK if via == CheckIn.LINK else PleaseRing.SIGNED_IN
        please_ring.ask(head=check_in.head, by=by, via=ring_via, check_in=check_in)
    elif answer == CheckIn.NOT_NOW:
        _again_tomorrow(check_in, by)


def asked_again_at(*, check_in: CheckIn) -> datetime:
    """When "not now" is asked again, pressed at this moment for the first time: tomorrow, or on the next day on which
    she can be asked; or when the plan asks anyway, where that is as near."""
    planned = _near(check_in)
    return planned.send_at if planned else _tomorrow(check_in)


def _tomorrow(check_in: CheckIn) -> datetime:
    day = local_day(max(check_in.send_at, clock.now()) + TOMORROW)
    return on_a_day_for(check_in.head, at(day, clock.local(check_in.send_at).time()), DaysOff())


def _near(check_in: CheckIn) -> CheckIn | None:
    """What the plan asks until about then."""
    planned = CheckIn.objects.filter(head=check_in.head, state=CheckIn.PLANNED, send_at__gt=clock.now())
    planned = planned.filter(send_at__lte=_tomorrow(check_in) + NEAR).exclude(pk=check_in.pk)
    return planned.order_by("send_at").first()


def _again_tomorrow(check_in: CheckIn, by: Person | None) -> None:
    """Once. Nothing is added where the plan asks at about that time anyway, or after a second "not now"."""
    if check_in.rule == CheckIn.AGAIN or _near(check_in) is not None:
        return
    send_at = _tomorrow(check_in)
    useful_until = reachable_from(check_in.head, send_at + 2 * TOMORROW, DaysOff()) + ENOUGH_TO_ANSWER
    again, made = CheckIn.objects.get_or_create(
        head=check_in.head,
        inspection=check_in.inspection,
        rule=CheckIn.AGAIN,
        occurrence=f"{check_in.rule}:{check_in.occurrence}",
        defaults={"due_at": send_at, "send_at": send_at, "useful_until": useful_until},
    )
    if made:
        outbox.put_many(wanted=[message_of(check_in=again)], by=by)


def _what(check_in: CheckIn) -> str:
    return f"check-in:{check_in.public_id}"
