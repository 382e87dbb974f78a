"""The silence ladder at work: one step at a time, by the tick; and her choices about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from inspections import rules
from inspections.check_ins.models import CheckIn, CheckInQuerySet
from inspections.nudges.actions import after_the_small_hours, nudge, who_stands_by
from inspections.silence.actions.quiet_heads import clocks, known, lately, taken, unsure
from inspections.silence.models import SilenceLadder, SilenceStep
from inspections.silence.silence import REMEMBERED, Step, is_short, next_step, silence
from inspections.standing_in import actions as standing_in
from inspections.visits.schedule import ENOUGH_TO_ANSWER
from network import audit, clock, guarded
from network.models import Person
from network.privacy import keys
from outbox import actions as outbox
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import reachable_from

AGAIN_FOR = timedelta(hours=24)
DAYS = REMEMBERED.days


def look(*, by: Person | None = None) -> int:
    """Every silence that lasts, and what is due in it. How many steps were taken."""
    now = clock.now()
    waiting = known(now=now, since=lately(now))
    lasting = {head: found for head, one in waiting.items() if (found := silence(one.asked, now, one.later))}
    if not lasting:
        return 0
    steps_of = taken([found.first.pk for found in lasting.values()])
    due = [
        head
        for head, found in lasting.items()
        if next_step(found, waiting[head].choices, steps_of[found.first.pk], now, waiting[head].later)
    ]
    return guarded.each(due, lambda head: _take(head, by))


def have_spoken(*, head: Person, by: Person) -> None:
    """Whatever was asked lately and is not surely answered is settled: they have spoken, or she says so herself."""
    now = clock.now()
    recent = CheckIn.objects.filter(head=head, due_at__lte=now, due_at__gt=lately(now, 2 * DAYS))
    mark_spoken(
        rows=recent.exclude(state=CheckIn.ANSWERED, sure_at__isnull=False),
        via=CheckIn.SIGNED_IN if by.pk == head.pk else CheckIn.BY_BUDDY,
    )
    stop(head=head, by=by)


def mark_spoken(*, rows: CheckInQuerySet, via: str) -> bool:
    """Of these check-ins: that they have spoken, and who says so. An answer of the head's own stays as she gave it;
    where she gave none, this settles the question. True where it changed anything."""
    now = clock.now()
    spoken = {"sure_at": now, "spoken_at": now, "spoken_via": via}
    beside = rows.filter(state=CheckIn.ANSWERED).not_spoken_of().update(**spoken)
    alone = rows.filter(state__in=CheckIn.UNANSWERED)
    return bool(alone.update(state=CheckIn.ANSWERED, answered_at=now, via=via, **spoken) + beside)


def end_old(*, by: Person | None = None) -> int:
    """No silence is followed for more than ten days on which she can be asked: what was asked then is asked no more,
    and whoever stands in for it stands in no longer. Nobody is told that she was heard of, for she was not."""
    now, open_steps = clock.now(), SilenceStep.objects.filter(stopped_at__isnull=True)
    begun = CheckIn.objects.filter(pk__in=open_steps.values("check_in")).select_related("head").with_asked_at()
    later = clocks([check_in.head_id for check_in in begun])
    ended = 0
    with guarded.rows() as each:
        for check_in in begun:
            if later[check_in.head_id](check_in.asked_at or check_in.send_at, REMEMBERED) > now:
                continue
            with each(check_in):
                ended += open_steps.filter(check_in=check_in).update(stopped_at=now)
                standing_in.end(by=by, head=check_in.head, why=f"silence:{check_in.public_id}")
    return ended


def stop(*, head: Person, by: Person | None) -> int:
    """She answered, signed in, or somebody has spoken with her: it ends, and those already asked hear so."""
    open_steps = SilenceStep.objects.filter(check_in__head=head, stopped_at__isnull=True)
    steps = list(open_steps.select_related("asked", "check_in"))
    if not steps:
        return 0
    open_steps.update(stopped_at=clock.now(), heard=True)
    told = {step.asked_id: step for step in steps if step.asked_id and step.asked_id not in {head.pk, by and by.pk}}
    for step in told.values():
        if step.asked is None:
            continue
        what = f"silence:{step.check_in.public_id}"
        outbox.cancel(to=step.asked, about=f"checkin:{step.check_in_id}", why="she is all right")
        nudge(to=step.asked, about=f"silence-over:{step.pk}", occurrence=f"{what}.over", by=by, path="/asked-to-ring/")
    for why in {f"silence:{step.check_in.public_id}" for step in steps}:
        standing_in.end(by=by, head=head, why=why)
    return len(steps)


def choose(
    *,
    by: Person,
    on: bool,
    ask_reserve: bool,
    named: Person | None = None,
    emergency_name: str = "",
    emergency_phone: str = "",
    paused_until: date | None = None,
    call_minutes: int | None = None,
) -> SilenceLadder:
    """Her own choice, read by her in advance: saving it says that she has."""
    rules.check_signed_in(by)
    with transaction.atomic():
        key = keys.key_for(owner=by, subject="silence")
        values: dict[str, Any] = {
            "on": on,
            "ask_reserve": ask_reserve,
            "named": named,
            "emergency_name": keys.seal(key, emergency_name),
            "emergency_phone": keys.seal(key, emergency_phone),
            "paused_until": paused_until,
            "call_minutes": call_minutes,
            "read_at": clock.now(),
        }
        ladder, _ = SilenceLadder.objects.update_or_create(head=by, defaults=values)
        audit.record(by=by, verb="silence.choose", what=f"person:{by.public_id}", concerns=by, on=on)
    return ladder


def ladder_of(*, head: Person) -> SilenceLadder | None:
    return SilenceLadder.objects.filter(head=head).first()


def emergency_contact(*, ladder: SilenceLadder | None) -> tuple[str, str]:
    if ladder is None:
        return "", ""
    return keys.unseal(ladder.emergency_name), keys.unseal(ladder.emergency_phone)


def _take(head: int, by: Person | None) -> bool:
    """The step that is due. Everything is asked again here, in the transaction that acts: her check-ins are held first,
    so that an answer of hers has either been seen, or comes after and stops this very step."""
    now = clock.now()
    held = unsure(CheckIn.objects.filter(head=head, due_at__gt=lately(now), due_at__lte=now))
    if not held.update(state=F("state")):  # she has answered, in this moment
        return False
    one = known(now=now, heads=[head]).get(head)
    found = silence(one.asked, now, one.later) if one else None
    if one is None or found is None:
        return False
    short = is_short(one.asked, now, one.choices, one.later)
    step = next_step(found, one.choices, taken([found.first.pk])[found.first.pk], now, one.later, short=short)
    if step is None:
        return False
    check_in = CheckIn.objects.select_related("head").get(pk=found.first.pk)
    person = _whom(check_in.head, step)
    if person is not None and now < _free_from(person, step, now):
        return False  # the next look asks again
    try:
        with transaction.atomic():
            SilenceStep.objects.create(check_in=check_in, step=step, asked=person)
            _ask(check_in, step, person, by)
            audit.record(by=by, verb="silence.step", what=f"check-in:{check_in.public_id}", concerns=check_in.head)
    except IntegrityError:  # another worker took it
        return False
    return True


def _whom(head: Person, step: Step) -> Person | None:
    if step is Step.AGAIN:
        return head
    if step is Step.RESERVE:
        return standing_in.free_reserve(head=head)
    if step is Step.NAMED:
        ladder = SilenceLadder.objects.select_related("named").filter(head=head).first()
        return ladder.named if ladder else None
    return next(iter(who_stands_by(head=head)), None)


def _free_from(person: Person, step: Step, now: datetime) -> datetime:
    """The last step cannot wait for anybody's weekend, only for the morning; every other is taken at a time at which
    whoever is asked can be reached, as they chose."""
    return after_the_small_hours(now) if step is Step.LAST else reachable_from(person, now, DaysOff())


def _ask(check_in: CheckIn, step: Step, person: Person | None, by: Person | None) -> None:
    head, what = check_in.head, f"silence:{check_in.public_id}"
    if step is Step.AGAIN:
        _ask_again(check_in, by)
    elif step is Step.RESERVE:
        standing_in.begin(by=by, head=head, why=what, urgent=False)
    elif person is not None:
        named = step is Step.NAMED
        nudge(
            to=person,
            about=f"quiet:{check_in.pk}" if named else f"checkin:{check_in.pk}",
            occurrence=f"{what}.{step}",
            by=by,
            path="/asked-to-ring/" if named else "",
            now=step is Step.LAST,
        )


def _ask_again(check_in: CheckIn, by: Person | None) -> None:
    head = check_in.head
    if check_in.state == CheckIn.ANSWERED:  # by link: all that is missing is that it was she
        what = f"silence:{check_in.public_id}.again"
        nudge(to=head, about=f"head:{head.pk}", occurrence=what, by=by, path="/check-ins/")
        return
    now = clock.now()
    again = outbox.Wanted(
        to=head,
        kind="check-in",
        occurrence=f"{check_in.public_id}.{check_in.generation}.again",
        due_at=now,
        useful_until=reachable_from(head, now + AGAIN_FOR, DaysOff()) + ENOUGH_TO_ANSWER,
        about=f"checkin:{check_in.pk}",
        path="/c/{token}/",
    )
    outbox.put_many(wanted=[again], by=by)
