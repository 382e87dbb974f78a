"""When a head may call on the directory: while inspectors are on site. The directory does the rest."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from directory.call_outs.actions import call_outs
from directory.models import CallOut
from inspections.visits import stages
from inspections.visits.models import Inspection
from network import clock
from network.models import Person
from network.rules import WrongState

LEAVE_AT = time(20, 0)  # London; nobody is on site after it, so a call raised that day closes itself then


def ends_at(inspection: Inspection) -> datetime:
    return datetime.combine(inspection.ends_on, LEAVE_AT, tzinfo=clock.LONDON)


def can_call_a_colleague(inspection: Inspection) -> bool:
    where = stages.stage(stages.visit_of(inspection), clock.today())
    on_site = where in (stages.Stage.ON_SITE, stages.Stage.PAUSED)
    return inspection.is_open and on_site and clock.now() < ends_at(inspection)


@transaction.atomic
def call_a_colleague(*, by: Person, inspection: Inspection, need: str, words: str, by_text: bool = False) -> CallOut:
    """Who may is the directory's rule (head, deputy, active buddy); when is ours."""
    if not can_call_a_colleague(inspection):
        raise WrongState("The directory can be called while inspectors are on site.")
    return call_outs.raise_call(
        by=by,
        head=inspection.head,
        school=inspection.school,
        need=need,
        words=words,
        by_text=by_text,
        ends_at=ends_at(inspection),
        senior_number=inspection.senior_number,
    )


def follow(*, inspection: Inspection) -> None:
    """The dates moved, it ended, or the senior number was written down: the calls of this inspection follow, or close.
    In the caller's transaction."""
    head, school = inspection.head, inspection.school
    newest = Inspection.objects.open().filter(head=head, school=school).order_by("-called_at").first()
    if newest is None:
        call_outs.end_for(head=head, school=school)
    else:
        call_outs.follow(head=head, school=school, ends_at=ends_at(newest), senior_number=newest.senior_number)
