"""Support first (promise four). The plan is the head's: she opens it, writes it, shares it, takes it back, and she
alone confirms that a promise was kept. Before publication it exists for her, and for her buddy if she says so, alone.
The audit keeps that something was done and never what: it outlives the plan's key.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from inspections.nudges.actions import nudge
from inspections.support import rules
from inspections.support.actions import log, plan_opened, union_contact
from inspections.support.actions.plan_days import link_to
from inspections.support.models.support import PlanComment, PlanDeparture, PlanLine, PlanMeeting, SupportPlan
from inspections.visits.models import Inspection
from network import audit, clock
from network.members.actions import ties
from network.models import Person, Tie
from network.privacy import keys
from network.rules import WrongState

# What a line may say beside its kind.
LINE: dict[str, Any] = {"lead": "", "words": "", "by_on": None, "review_on": None}


def what(plan: SupportPlan) -> str:
    return f"plan:{plan.public_id}"


@transaction.atomic
def open_plan(*, by: Person, inspection: Inspection) -> SupportPlan:
    """Her word that the result was difficult. There is no grade, and no place for one."""
    rules.check_may_open(by, inspection)
    plan, made = SupportPlan.objects.get_or_create(inspection=inspection, defaults={"head": inspection.head})
    if made:
        audit.record(by=by, verb="plan.open", what=what(plan), concerns=by)
        log.keep(inspection=inspection)
    return plan


@transaction.atomic
def write(*, by: Person, plan: SupportPlan, private: str | None = None, shared: str | None = None) -> None:
    """Her own notes, and the words of the version she shares. A new shared version has a new number."""
    rules.check_head(by, plan)
    changes: dict[str, Any] = {}
    if private is not None:
        changes["private"] = private
    if shared is not None and shared.strip() != keys.unseal(plan.shared):
        changes["shared"] = shared
    if changes:
        version = F("shared_version") + int("shared" in changes)
        SupportPlan.objects.filter(pk=plan.pk).update(**_sealed(plan, **changes), shared_version=version)
        audit.record(by=by, verb="plan.write", what=what(plan), concerns=plan.head)


@transaction.atomic
def add_line(*, by: Person, plan: SupportPlan, shared: bool = False, **given: Any) -> PlanLine:
    """Who offers what: by the head, or by somebody of an organisation she shared the plan with, who offers for it.
    `given`: its kind, and what it has of LINE."""
    rules.check_may_offer(by, plan)
    rules.check_open(plan)
    line = PlanLine.objects.create(
        plan=plan,
        shared=shared or by.pk != plan.head_id,
        **_sealed(plan, state=PlanLine.OFFERED, **LINE | given),
    )
    audit.record(by=by, verb="plan.offer", what=what(plan), concerns=plan.head)
    _tell_the_head(plan, by, f"offer:{line.public_id}")
    return line


@transaction.atomic
def change_line(*, by: Person, line: PlanLine, **given: Any) -> None:
    """Hers alone, whoever offered it. What was agreed to is no longer what stands there: it waits to be agreed anew.
    What she confirmed stays confirmed. `given`: its kind, and what it has of LINE by now."""
    rules.check_head(by, line.plan)
    rules.check_open(line.plan)
    plan, was = line.plan, plan_opened.line(PlanLine.objects.get(pk=line.pk))
    state = PlanLine.OFFERED if was.state == PlanLine.AGREED else was.state
    given = LINE | given
    moved = (given["by_on"], given["review_on"]) != (was.by_on, was.review_on)
    changed = PlanLine.objects.filter(pk=line.pk, state=was.row.state).update(
        days_set_at=clock.now() if moved else was.row.days_set_at, **_sealed(plan, state=state, **given)
    )
    if not changed:
        raise WrongState("Somebody has just agreed to this line. Look at it again before you change it.")
    audit.record(by=by, verb="plan.change", what=what(line.plan), concerns=line.plan.head)


@transaction.atomic
def agree(*, by: Person, line: PlanLine) -> None:
    """The head, or whoever she shares it with, agrees to a line: conditional, so that a second press is harmless."""
    rules.check_may_offer(by, line.plan)
    rules.check_open(line.plan)
    if keys.unseal(line.state) != PlanLine.OFFERED:
        return
    agreed = _sealed(line.plan, state=PlanLine.AGREED)
    if PlanLine.objects.filter(pk=line.pk, state=line.state).update(**agreed):  # as it was read
        audit.record(by=by, verb="plan.agree", what=what(line.plan), concerns=line.plan.head, line=str(line.public_id))
        _tell_the_head(line.plan, by, f"agree:{line.public_id}")


@transaction.atomic
def confirm(*, by: Person, line: PlanLine, kept: bool) -> None:
    """Kept, or not kept: the head alone says so. Nobody's own word makes a promise kept."""
    rules.check_head(by, line.plan)
    state = PlanLine.KEPT if kept else PlanLine.NOT_KEPT
    PlanLine.objects.filter(pk=line.pk).update(**_sealed(line.plan, state=state), confirmed_at=clock.now())
    audit.record(by=by, verb="plan.confirm", what=what(line.plan), concerns=by)


@transaction.atomic
def show(*, by: Person, row: PlanLine | PlanMeeting | PlanDeparture, shared: bool) -> None:
    """An offer, a meeting or a departure, to those she shares the plan with; or no longer."""
    rules.check_head(by, row.plan)
    type(row).objects.filter(pk=row.pk).update(shared=shared)
    audit.record(by=by, verb="plan.show" if shared else "plan.hide", what=what(row.plan), concerns=by)


@transaction.atomic
def comment(*, by: Person, plan: SupportPlan, words: str) -> PlanComment:
    rules.check_reader(by, plan)
    rules.check_open(plan)
    if not words.strip():
        raise WrongState("There is nothing written yet.")
    row = PlanComment.objects.create(plan=plan, by=by, **_sealed(plan, words=words))
    audit.record(by=by, verb="plan.comment", what=what(plan), concerns=plan.head)
    _tell_the_head(plan, by, f"comment:{row.public_id}")
    return row


@transaction.atomic
def meet(
    *, by: Person, plan: SupportPlan, on: date, about_her_post: bool, union_invited: bool, shared: bool = False
) -> PlanMeeting:
    """No meeting about her post without the union contact she named, invited: such a row cannot be written at all."""
    rules.check_may_offer(by, plan)
    rules.check_open(plan)
    contact = union_contact.to_be_invited(plan=plan, by=by) if about_her_post else None
    if about_her_post and not union_invited:
        raise WrongState(
            "A meeting about the head's post is not held without her union contact. Invite them first, then note it."
        )
    meeting = PlanMeeting.objects.create(
        plan=plan,
        **_sealed(plan, on=on),
        about_her_post=about_her_post,
        union_invited=union_invited,
        union_contact=contact,
        shared=shared or by.pk != plan.head_id,
    )
    audit.record(by=by, verb="plan.meet", what=what(plan), concerns=plan.head)
    _tell_the_head(plan, by, f"meeting:{meeting.public_id}")
    return meeting


@transaction.atomic
def depart(
    *, by: Person, plan: SupportPlan, on: date, imposed_by: str, reason: str, shared: bool = False
) -> PlanDeparture:
    """A departure from "support the current leadership", with its reason and by whom it was imposed."""
    rules.check_may_offer(by, plan)
    if not reason.strip():
        raise WrongState("Write the reason: without one it cannot be put on record.")
    row = PlanDeparture.objects.create(
        plan=plan,
        **_sealed(plan, on=on, imposed_by=imposed_by, reason=reason),
        recorded_by=by,
        shared=shared or by.pk != plan.head_id,
    )
    audit.record(by=by, verb="plan.depart", what=what(plan), concerns=plan.head)
    _tell_the_head(plan, by, f"departure:{row.public_id}")
    return row


@transaction.atomic
def share(*, by: Person, plan: SupportPlan, person: Person) -> None:
    """Opens the tie that every read of the plan asks for. Before publication with her active buddy alone."""
    rules.check_head(by, plan)
    rules.check_may_be_shared_with(plan, person)
    ties.open_tie(by=by, head=plan.head, person=person, kind=Tie.SHARED, subject=what(plan))
    audit.record(by=by, verb="plan.share", what=what(plan), concerns=plan.head, person=str(person.public_id))
    nudge(
        to=person,
        about=f"plan:{plan.pk}",
        occurrence=f"shared:{plan.public_id}:{clock.now():%Y%m%d%H%M}",
        by=by,
        path=link_to(plan=plan),
    )


@transaction.atomic
def take_back(*, by: Person, plan: SupportPlan, person: Person) -> None:
    rules.check_head(by, plan)
    ties.end_ties(by=by, head=plan.head, person=person, kind=Tie.SHARED, subject=what(plan))
    audit.record(by=by, verb="plan.take-back", what=what(plan), concerns=plan.head, person=str(person.public_id))


@transaction.atomic
def mark_dispute(*, by: Person, plan: SupportPlan, is_open: bool) -> None:
    """A complaint or dispute she marks as open keeps her log and plan until she says it is over."""
    rules.check_head(by, plan)
    SupportPlan.objects.filter(pk=plan.pk).update(dispute_open=is_open)
    plan.refresh_from_db()
    _dates(plan)
    audit.record(by=by, verb="plan.dispute", what=what(plan), concerns=by)


@transaction.atomic
def close(*, by: Person, plan: SupportPlan) -> None:
    rules.check_head(by, plan)
    if SupportPlan.objects.filter(pk=plan.pk, closed_at__isnull=True).update(closed_at=clock.now()):
        ties.end_ties(by=by, head=plan.head, kind=Tie.SHARED, subject=what(plan))
        plan.refresh_from_db()
        _dates(plan)
        audit.record(by=by, verb="plan.close", what=what(plan), concerns=by)


def shared_with(*, plan: SupportPlan) -> Iterable[Person]:
    live = Tie.objects.live().filter(head=plan.head, kind=Tie.SHARED, subject=what(plan))
    return Person.objects.filter(pk__in=live.values("person")).order_by("name")


def person_erased(*, person: Person, by: Person) -> None:
    SupportPlan.objects.filter(head=person).delete()


def _dates(plan: SupportPlan) -> None:
    """The words' key lives as long as the plan or a dispute is open, then as long as the log."""
    if plan.closed_at is None or plan.dispute_open or plan.inspection.closed_at is None:
        log.keep(inspection=plan.inspection)
    else:
        log.inspection_closed(inspection=plan.inspection)


def _sealed(plan: SupportPlan, **given: str | date | None) -> dict[str, str]:
    """All under the plan's one key. A day is kept as YYYY-MM-DD."""
    key = log.key_of(head=plan.head, inspection=plan.inspection)
    said = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in given.items()}
    return {name: keys.seal(key, words.strip()) for name, words in said.items()}


def _tell_the_head(plan: SupportPlan, by: Person, occurrence: str) -> None:
    if by.pk != plan.head_id:
        nudge(to=plan.head, about=f"plan:{plan.pk}", occurrence=occurrence, by=by, path=link_to(plan=plan))
