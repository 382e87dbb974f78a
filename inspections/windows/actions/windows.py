"""Windows stored on schools: refreshed from the rules, opened and closed by hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from buddies.models import BuddyRequest, Pairing
from buddies.steps.actions import requests
from inspections.windows import rules as rules_windows
from inspections.windows.actions.afresh import Seen, is_caught_up, windows_of
from inspections.windows.models.windows import WindowOpening
from network import audit, clock, guarded, hooks, waking
from network.batches import batched
from network.models import Membership, Person, School
from network.rules import NotAllowed, WrongState, is_somebody

# What is written of a school.
COLUMNS = (
    *("last_inspected_on", "window_rule", "window_opens_on", "window_due_on", "window_limit_on"),
    *("window_confidence", "window_sentence", "in_window", "window_sort_on"),
)
FAR = date(9999, 12, 31)
AT_ONCE = 2000  # schools whose windows an import refreshes itself


@transaction.atomic
def refresh(*, by: Person | None = None, schools: QuerySet[School] | None = None, on: date | None = None) -> int:
    """Works every window out again and writes what changed. Returns how many schools that was.

    A window that opens asks for a buddy for a school of this network; one that closes takes back what nobody has
    joined for, and leaves pairings alone. Run as often as you like.
    """
    rules_windows.check_refresh(by)
    return _refresh(schools, on or clock.today())


def look(*, by: None = None) -> int:
    """As `refresh`, by the task: a school whose window cannot be worked out or written holds up no other."""
    on, written = clock.today(), []
    with guarded.rows() as each:
        changes, caught_up = _worked_out(windows_of(on=on, each=partial(each, in_transaction=False)), on)
        written += each.together(changes, _write)
        for opening in caught_up:
            with each(opening):
                _withdraw([opening])
        for pk in _never_asked_for(None):
            with each(pk):
                _ask_for([pk])
    return sum(written)


def register_applied(*, register_import: Any) -> None:
    """A hook of `network.hooks`. A small register's windows are refreshed in the import's own transaction; for a
    national one that would hold the import up for seconds, so a worker is told to look once it has committed."""
    if register_import is not None and not register_import.counts.get("written", 1):
        return
    if School.objects.open().order_by()[: AT_ONCE + 1].count() <= AT_ONCE:
        _refresh(None, clock.today())
    else:
        waking.after_commit("inspections.tasks.refresh_windows")


def _refresh(schools: QuerySet[School] | None, on: date) -> int:
    changes, caught_up = _worked_out(windows_of(on=on, schools=schools), on)
    _write(changes)
    _withdraw(caught_up)
    _ask_for(_never_asked_for(schools))
    return len(changes)


class Change(NamedTuple):
    """A school with the new values of `COLUMNS`, and whether its window was stored as open."""

    school: School
    was_open: bool

    @property
    def pk(self) -> int:
        return self.school.pk

    @property
    def is_open(self) -> bool:
        return self.school.in_window


def _worked_out(every: Iterable[Seen], on: date) -> tuple[list[Change], list[int]]:
    """What differs from what is stored, and the windows set by hand that the register has caught up with."""
    changes, caught_up = [], []
    for seen in every:
        if seen.by_hand and is_caught_up(seen.by_hand, seen.last_own):
            caught_up.append(seen.by_hand.pk)
        values = _stored_values(seen, on)
        if values != tuple(getattr(seen.school, column) for column in COLUMNS):
            stored = seen.school
            school = School(pk=stored.pk, urn=stored.urn, name=stored.name, authority_id=stored.authority_id)
            for column, value in zip(COLUMNS, values, strict=True):
                setattr(school, column, value)
            changes.append(Change(school, stored.in_window))
    return changes, caught_up


def _write(changes: Sequence[Change]) -> int:
    """With what follows from it: who asks for a buddy, and who no longer does. Returns how many schools."""
    if not changes:
        return 0
    # The schools are there: the conflict of their keys makes an update of each row, in one statement for many.
    schools = [each.school for each in changes]
    School.objects.bulk_create(
        schools, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=COLUMNS
    )
    hooks.call(hooks.facts_changed, schools=[school.pk for school in schools])
    _ask_for([each.pk for each in changes if each.is_open and not each.was_open])
    for pks in batched([each.pk for each in changes if each.was_open and not each.is_open]):
        for school in School.objects.in_network().filter(pk__in=pks).order_by("pk"):
            requests.close_for_school(school=school, by=None)
    return len(changes)


def _ask_for(schools: list[int]) -> None:
    for pks in batched(schools):
        for school in School.objects.in_network().filter(pk__in=pks).order_by("pk"):
            requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)


def _withdraw(openings: list[int]) -> None:
    for pks in batched(openings):
        WindowOpening.objects.in_force().filter(pk__in=pks).update(withdrawn_at=clock.now())


def _never_asked_for(schools: QuerySet[School] | None) -> list[int]:
    """Schools in the window for which nobody was asked: their area joined the network since it opened."""
    asked = BuddyRequest.objects.filter(school=OuterRef("pk"), why=BuddyRequest.WINDOW)
    heads = Membership.objects.live().heads().filter(person__pairings_as_head__state__in=Pairing.CURRENT)
    waiting = School.objects.all() if schools is None else schools
    waiting = waiting.filter(authority__in_network=True, in_window=True)
    waiting = waiting.exclude(Exists(asked)).exclude(Exists(heads.filter(school=OuterRef("pk"))))
    return list(waiting.order_by().values_list("pk", flat=True))


def _stored_values(seen: Seen, on: date) -> tuple:
    """In the order of `COLUMNS`. A school without a window keeps only when it was last inspected."""
    last = seen.last_own.started_on if seen.last_own else None
    found = seen.window
    if found is None:
        return (last, "", None, None, None, "", "", False, None)
    opened_by_hand = found.opens_on if seen.by_hand and seen.by_hand.is_open else None
    soonest = min((day for day in (found.due_on, opened_by_hand) if day), default=found.opens_on or FAR)
    return (
        last,
        found.rule,
        found.opens_on,
        found.due_on,
        found.limit_on,
        found.confidence,
        found.sentence,
        found.is_open(on),
        soonest,
    )


@transaction.atomic
def set_by_hand(*, by: Person, school: School, is_open: bool, reason: str) -> WindowOpening:
    rules_windows.check_change_window(by, school)
    rules_windows.check_has_window(school)
    return _say(by, school, is_open=is_open, reason=reason)


@transaction.atomic
def close_after_inspection(*, by: Person | None, school: School, started_on: date) -> WindowOpening:
    """A full inspection is over: the window stays closed until the register shows it, and then by its own rule.

    Called by the action that closed the inspection, which has asked who may (the head, or her deputy).
    """
    if by is not None and not is_somebody(by):
        raise NotAllowed("signed in")
    return _say(by, school, is_open=False, reason=WindowOpening.INSPECTED, inspected_on=started_on)


@transaction.atomic
def withdraw(*, by: Person, school: School) -> None:
    """Back to the estimate."""
    rules_windows.check_change_window(by, school)
    withdrawn = WindowOpening.objects.in_force().filter(school=school).update(withdrawn_at=clock.now(), withdrawn_by=by)
    if not withdrawn:
        raise WrongState("Nothing was set by hand here: the window already follows the estimate.")
    audit.record(by=by, verb="window.withdraw", what=f"school:{school.public_id}")
    _refresh(School.objects.filter(pk=school.pk), clock.today())


def _say(
    by: Person | None, school: School, *, is_open: bool, reason: str, inspected_on: date | None = None
) -> WindowOpening:
    now = clock.now()
    WindowOpening.objects.in_force().filter(school=school).update(withdrawn_at=now, withdrawn_by=by)
    try:
        with transaction.atomic():
            opening = WindowOpening.objects.create(
                school=school,
                is_open=is_open,
                from_on=clock.today(),
                reason=reason,
                inspected_on=inspected_on,
                made_at=now,
                made_by=by,
            )
    except IntegrityError:
        raise WrongState("Somebody else has just set this window. Look again before you change it.") from None
    verb = "window.open" if is_open else "window.close"
    audit.record(by=by, verb=verb, what=f"school:{school.public_id}", reason=reason)
    _refresh(School.objects.filter(pk=school.pk), clock.today())
    return opening
