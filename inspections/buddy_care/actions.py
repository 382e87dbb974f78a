"""Buddies are looked after: the agreement and its boundaries, a check-in of their own after the two days, a rest week.

What a buddy answers is seen by the buddy alone, under the buddy's own key, and sets nothing going.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from buddies.steps.actions import calls
from inspections.buddy_care import rules
from inspections.buddy_care.models import BuddyAgreement, BuddyCheckIn
from inspections.rules import check_is
from inspections.visits.models import Inspection
from inspections.visits.moments import at
from inspections.windows.dates import add_months
from network import audit, clock, guarded
from network.contact.quiet import LONGEST
from network.models import Person, Tie
from network.privacy import keys
from network.privacy.retention import CHECK_INS
from network.rules import WrongState
from outbox import actions as outbox
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import on_a_day_for, reachable_from

VERSION = 1  # of the agreement's words; raised when they change
ASKED_FROM = time(17)  # on the day after the last day
ASKED_FOR = timedelta(days=7)  # a look that was missed for longer asks no more: the week is over
REST = timedelta(days=7)
REMIND = timedelta(days=14)
KEPT = timedelta(days=CHECK_INS.days or 30)
SUBJECT = "buddy-check-in:"
PAGE = "/looked-after/"


@transaction.atomic
def agree(*, by: Person) -> BuddyAgreement:
    """For a year. A second press on one day finds the first; the days of training and supervision are taken along."""
    rules.check_may_agree(by)
    last = agreement_of(buddy=by)
    agreement, made = BuddyAgreement.objects.get_or_create(
        buddy=by,
        version=VERSION,
        renew_on=add_months(clock.today(), 12),
        defaults={
            "trained_on": last.trained_on if last else None,
            "supervised_on": last.supervised_on if last else None,
        },
    )
    if made:
        audit.record(by=by, verb="agreement.agree", what=_what(by), concerns=by, version=VERSION)
        if last:
            outbox.cancel(about=f"agreement:{last.pk}", why="renewed")
    return agreement


@transaction.atomic
def note(*, by: Person, agreement: BuddyAgreement, trained_on: date | None, supervised_on: date | None) -> None:
    """The last day of training, and of supervision."""
    check_is(by, agreement.buddy_id, "the buddy alone")
    if any(day and day > clock.today() for day in (trained_on, supervised_on)):
        raise WrongState("Note a day once it is over: this one is still to come.")
    BuddyAgreement.objects.filter(pk=agreement.pk, buddy=by).update(trained_on=trained_on, supervised_on=supervised_on)
    audit.record(by=by, verb="agreement.note", what=_what(by), concerns=by)


def agreement_of(*, buddy: Person) -> BuddyAgreement | None:
    return BuddyAgreement.objects.visible_to(buddy).order_by("-renew_on", "-version").first()


def remind(*, by: Person | None = None) -> int:
    """Two weeks before the year is over, once; whoever stands by nobody any more is left alone."""
    until = clock.today() + REMIND
    newest: dict[int, BuddyAgreement] = {}
    stands_by = Tie.objects.live().filter(kind__in=[Tie.BUDDY, Tie.RESERVE]).values("person")
    rows = BuddyAgreement.objects.filter(buddy__in=stands_by, buddy__is_active=True).select_related("buddy")
    for row in rows.order_by("renew_on"):
        newest[row.buddy_id] = row
    due = [row for row in newest.values() if clock.today() - REMIND < row.renew_on <= until]
    return sum(guarded.together(due, lambda some: outbox.put_many(wanted=[_reminder(row) for row in some], by=by)))


def _reminder(row: BuddyAgreement) -> outbox.Wanted:
    return outbox.Wanted(
        to=row.buddy,
        kind="nudge",
        occurrence=f"agreement:{row.pk}",
        useful_until=max(at(row.renew_on, time(0)), reachable_from(row.buddy, clock.now(), DaysOff())) + REMIND,
        about=f"agreement:{row.pk}",
        path=PAGE,
    )


def look(*, by: Person | None = None) -> int:
    """Whose two days are over: their buddies rest, and are asked in the evening, or in that of the next day on which
    they can be asked. How many were asked or sent to rest.

    Nothing is stored before it is due: days that move, a pause or a new buddy need no case of their own.
    """
    now, today, days_off = clock.now(), clock.today(), DaysOff()
    since = today - 2 * ASKED_FOR - LONGEST * timedelta(days=1)  # the evening may fall in the buddy's holidays
    over = list(
        Inspection.objects.filter(
            undone_at__isnull=True, deferred_at__isnull=True, ends_on__lt=today, ends_on__gte=since
        )
    )
    ties = Tie.objects.live().filter(kind=Tie.BUDDY, head__in={row.head_id for row in over}, person__is_active=True)
    buddies: dict[int, dict[int, Person]] = {}
    for tie in ties.select_related("person"):
        buddies.setdefault(tie.head_id, {})[tie.person_id] = tie.person
    asked = set(BuddyCheckIn.objects.filter(inspection__in=over).values_list("inspection_id", "buddy_id"))
    done = 0
    with guarded.rows() as each:
        for inspection in over:
            people = buddies.get(inspection.head_id, {})
            wished_at = at(inspection.ends_on + timedelta(days=1), ASKED_FROM)
            if people and today < inspection.ends_on + REST:
                with each(inspection):
                    done += calls.rest(people=list(people), by=by, until=inspection.ends_on + REST)
            for person in people.values():
                due_at = on_a_day_for(person, wished_at, days_off)
                if due_at <= now < due_at + ASKED_FOR and (inspection.pk, person.pk) not in asked:
                    with each(person):
                        done += _ask(inspection, person, due_at, by)
    return done


@transaction.atomic
def answer(*, by: Person, check_in: BuddyCheckIn, answer: str) -> bool:
    """Once: the first press counts. Nobody is told, whatever it is."""
    check_is(by, check_in.buddy_id, "the buddy alone")
    if answer not in dict(BuddyCheckIn.ANSWERS):
        return False
    now = clock.now()
    key = keys.key_for(owner=by, subject=f"{SUBJECT}{check_in.public_id.hex}", keep_until=now + KEPT)
    changed = BuddyCheckIn.objects.filter(pk=check_in.pk, buddy=by, answered_at__isnull=True).update(
        answer=keys.seal(key, answer), answered_at=now
    )
    if changed:
        audit.record(by=by, verb="buddy-check-in.answer", what=f"buddy-check-in:{check_in.public_id}", concerns=by)
        outbox.cancel(about=f"buddycheckin:{check_in.pk}", why="answered")
    return bool(changed)


def export(*, person: Person) -> dict[str, Any]:
    return {
        "buddy agreements": [
            {
                "agreed": row.agreed_at.isoformat(),
                "renew on": row.renew_on.isoformat(),
                "trained on": row.trained_on.isoformat() if row.trained_on else "",
                "supervised on": row.supervised_on.isoformat() if row.supervised_on else "",
            }
            for row in BuddyAgreement.objects.filter(buddy=person)
        ],
        "own check-ins as a buddy": list(_answers(person)),
    }


def person_erased(*, person: Person, by: Person) -> None:
    keys.delete_of(person, subject__startswith=SUBJECT)
    BuddyCheckIn.objects.filter(buddy=person).delete()
    BuddyAgreement.objects.filter(buddy=person).delete()


def _ask(inspection: Inspection, person: Person, due_at: datetime, by: Person | None) -> int:
    with transaction.atomic():
        row, made = BuddyCheckIn.objects.get_or_create(inspection=inspection, buddy=person, defaults={"due_at": due_at})
        if made:  # by this look, not by another worker's
            one = outbox.Wanted(
                to=person,
                kind="nudge",
                occurrence=f"buddy-check-in:{row.public_id}",
                useful_until=due_at + ASKED_FOR,
                about=f"buddycheckin:{row.pk}",
                path=f"{PAGE}{row.public_id}/",
            )
            outbox.put_many(wanted=[one], by=by)
    return int(made)


def _answers(person: Person) -> Iterator[dict[str, str]]:
    words = dict(BuddyCheckIn.ANSWERS)
    for row in BuddyCheckIn.objects.filter(buddy=person, answered_at__isnull=False).order_by("answered_at"):
        yield {
            "answered": row.answered_at.isoformat() if row.answered_at else "",
            "answer": words.get(keys.unseal(row.answer), "no longer kept"),
        }


def _what(person: Person) -> str:
    return f"agreement:{person.public_id}"
