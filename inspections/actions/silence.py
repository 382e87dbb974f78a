"""The silence ladder at work: one step at a time, by the tick; and her choices about it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from inspections import rules
from inspections.actions import standing_in
from inspections.actions.nudges import nudge, who_stands_by
from inspections.actions.retention import PHASES
from inspections.models import CheckIn, SilenceLadder, SilenceStep
from inspections.models.check_in import CheckInQuerySet
from inspections.schedule import Phase
from inspections.silence import REMEMBERED, Answer, Asked, Choices, Silence, Step, next_step, silence
from network import audit, clock, guarded, keys
from network.models import Person
from outbox import actions as outbox

AGAIN_FOR = timedelta(hours=24)


def look(*, by: Person | None = None) -> int:
    """Every silence that lasts, and what is due in it. How many steps were taken."""
    now = clock.now()
    asked = _asked(now)
    lasting = {head: found for head, rows in asked.items() if (found := silence(rows, now))}
    if not lasting:
        return 0
    choices = _choices(list(lasting), clock.today())
    taken: dict[int, dict[Step, datetime]] = defaultdict(dict)
    firsts = [each.first.pk for each in lasting.values()]
    for pk, code, at in SilenceStep.objects.filter(check_in__in=firsts).values_list("check_in_id", "step", "at"):
        taken[pk][Step(code)] = at
    due = {
        head: step
        for head, each in lasting.items()
        if (step := next_step(each, choices.get(head, Choices()), taken[each.first.pk], now))
    }
    steps = 0
    with guarded.rows() as each:
        for head, step in due.items():
            with each(head):
                steps += _take(lasting[head], step, by)
    return steps


def have_spoken(*, head: Person, by: Person) -> None:
    """Whatever was asked lately and is not surely answered is settled: they have spoken, or she says so herself."""
    now = clock.now()
    recent = CheckIn.objects.filter(head=head, due_at__lte=now, due_at__gt=now - 2 * REMEMBERED)
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
    alone = rows.filter(state__in=[CheckIn.PLANNED, CheckIn.MISSED])
    return bool(alone.update(state=CheckIn.ANSWERED, answered_at=now, via=via, **spoken) + beside)


def end_old(*, by: Person | None = None) -> int:
    """No silence is followed for more than ten days: what was asked then is asked no more, and whoever stands in for
    it stands in no longer. Nobody is told that she was heard of, for she was not."""
    old = SilenceStep.objects.filter(stopped_at__isnull=True, check_in__due_at__lte=clock.now() - REMEMBERED)
    rows = list(old.select_related("check_in__head"))
    with guarded.rows() as each:
        for check_in in {row.check_in_id: row.check_in for row in rows}.values():
            with each(check_in):
                old.filter(check_in=check_in).update(stopped_at=clock.now())
                standing_in.end(by=by, head=check_in.head, why=f"silence:{check_in.public_id}")
    return len(rows)


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
    rules.check_is_somebody(by)
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


def _asked(now: datetime) -> dict[int, list[Asked]]:
    """What has come due lately, of heads with something that is not surely answered."""
    recent = CheckIn.objects.filter(due_at__lte=now, due_at__gt=now - 2 * REMEMBERED).exclude(state=CheckIn.CANCELLED)
    unsure = recent.exclude(state=CheckIn.ANSWERED, sure_at__isnull=False)
    rows = recent.filter(head__in=unsure.values("head"), head__is_active=True).values_list(
        "head_id", "pk", "rule", "inspection_id", "due_at", "state", "sure_at"
    )
    found = defaultdict(list)
    for head, pk, rule, inspection, due_at, state, sure_at in rows:
        phase = PHASES.get(rule, Phase.AFTER if inspection else Phase.BEFORE)
        answer = Answer.NONE
        if state == CheckIn.ANSWERED:
            answer = Answer.SURE if sure_at else Answer.BY_LINK
        found[head].append(Asked(pk, phase, due_at, answer, sure_at))
    return found


def _choices(heads: list[int], today: date) -> dict[int, Choices]:
    rows = SilenceLadder.objects.filter(head__in=heads).values_list(
        "head_id", "on", "named__is_active", "ask_reserve", "paused_until"
    )
    return {
        head: Choices(on, bool(named), reserve, bool(paused_until and today < paused_until))
        for head, on, named, reserve, paused_until in rows
    }


def _take(lasting: Silence, step: Step, by: Person | None) -> bool:
    check_in = CheckIn.objects.select_related("head").get(pk=lasting.first.pk)
    try:
        with transaction.atomic():
            SilenceStep.objects.create(check_in=check_in, step=step)
            asked = _ask(check_in, step, by)
            SilenceStep.objects.filter(check_in=check_in, step=step).update(asked=asked)
            audit.record(by=by, verb="silence.step", what=f"check-in:{check_in.public_id}", concerns=check_in.head)
    except IntegrityError:  # another worker took it
        return False
    return True


def _ask(check_in: CheckIn, step: Step, by: Person | None) -> Person | None:
    head, what = check_in.head, f"silence:{check_in.public_id}"
    if step is Step.AGAIN:
        if check_in.state == CheckIn.ANSWERED:  # by link: all that is missing is that it was she
            nudge(to=head, about=f"head:{head.pk}", occurrence=f"{what}.again", by=by, path="/check-ins/")
            return head
        now = clock.now()
        again = outbox.Wanted(
            to=head,
            kind="check-in",
            occurrence=f"{check_in.public_id}.{check_in.generation}.again",
            due_at=now,
            useful_until=now + AGAIN_FOR,
            about=f"checkin:{check_in.pk}",
            path="/c/{token}/",
        )
        outbox.put_many(wanted=[again], by=by)
        return head
    if step is Step.RESERVE:
        return standing_in.begin(by=by, head=head, why=what)
    if step is Step.NAMED:
        ladder = SilenceLadder.objects.select_related("named").filter(head=head).first()
        person = ladder.named if ladder else None
    else:
        person = next(iter(who_stands_by(head=head)), None)
    if person is not None:
        named = step is Step.NAMED
        nudge(
            to=person,
            about=f"quiet:{check_in.pk}" if named else f"checkin:{check_in.pk}",
            occurrence=f"{what}.{step}",
            by=by,
            path="/asked-to-ring/" if named else "/today/",
            now=step is Step.LAST,
        )
    return person
