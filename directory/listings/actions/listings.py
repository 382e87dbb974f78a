"""A colleague's own listing: joining, what she knows, when she can be rung, her yearly declaration."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from directory.call_outs.actions.notify_call import tell_officers
from directory.call_outs.actions.steps import close, lock
from directory.call_outs.models import CallOut
from directory.colleagues.models.availability import Leave, WeekDay
from directory.colleagues.models.listing import Listing, MustNotAdvise
from directory.cover import rows as cover_rows
from directory.cover.days import Day, new_gaps
from directory.listings import rules
from network import audit, clock
from network.models import Invitation, Organisation, Person, School
from network.rules import WrongState, check_officer, is_officer


def subject_of(listing: Listing) -> str:
    return f"listing:{listing.public_id}"


@transaction.atomic
def join(*, by: Person, **about: Any) -> Listing:
    """She asks to be in the directory."""
    rules.check_can_join(by)
    listing, made = Listing.objects.get_or_create(person=by, defaults=about)
    if made:
        audit.record(by=by, verb="listing.join", what=subject_of(listing), concerns=by)
    return listing


def invited(*, person: Person, role: str, invited_by: Person | None) -> None:
    """She accepted an invitation to the directory, by form or from the officer's spreadsheet: an officer who invites
    approves. In the transaction of the acceptance."""
    if role != Invitation.DIRECTORY or Listing.objects.filter(person=person).exists():
        return
    approved = is_officer(invited_by)
    listing = Listing.objects.create(
        person=person,
        state=Listing.APPROVED if approved else Listing.ASKED,
        approved_at=clock.now() if approved else None,
        approved_by=invited_by if approved else None,
    )
    audit.record(by=person, verb="listing.join", what=subject_of(listing), concerns=person)


@transaction.atomic
def edit(*, by: Person, listing: Listing, **about: Any) -> None:
    """`about`: speciality, knows, phases, roles_held, languages, inspected_on."""
    rules.check_own_listing(by, listing)
    Listing.objects.filter(pk=listing.pk).update(**about)
    audit.record(by=by, verb="listing.edit", what=subject_of(listing), concerns=by, fields=sorted(about))


@transaction.atomic
def declare(
    *,
    by: Person,
    listing: Listing,
    serving_inspector: bool,
    must_not_advise: Iterable[School],
    employer: str = "",
) -> None:
    """The yearly declaration. Becoming a serving inspector asks for the officer's word on the contract anew. An
    employer the network knows by that name rules out its schools; another is there for the officer to read."""
    rules.check_own_listing(by, listing)
    known = Organisation.objects.filter(name__iexact=employer, kind__in=Organisation.EMPLOYERS) if employer else None
    changed = {
        "declared_on": clock.today(),
        "serving_inspector": serving_inspector,
        "employer": employer,
        "employer_known": known.first() if known is not None else None,
    }
    if serving_inspector != listing.serving_inspector:
        changed["contract_allows_at"] = None
    Listing.objects.filter(pk=listing.pk).update(**changed)
    keep = {school.pk for school in must_not_advise}
    MustNotAdvise.objects.filter(listing=listing).exclude(school__in=keep).delete()
    MustNotAdvise.objects.bulk_create(
        [MustNotAdvise(listing=listing, school_id=school) for school in keep], ignore_conflicts=True
    )
    audit.record(by=by, verb="listing.declare", what=subject_of(listing), concerns=by)


@transaction.atomic
def set_week(*, by: Person, listing: Listing, days: dict[int, tuple[time, time]]) -> None:
    """Weekday (0 is Monday) to hours; a day that is absent is not offered."""
    rules.check_own_listing(by, listing)
    gaps = gaps_if_week(listing=listing, days=days)
    WeekDay.objects.filter(listing=listing).exclude(day__in=days).delete()
    WeekDay.objects.bulk_create(
        [WeekDay(listing=listing, day=day, from_time=start, until_time=end) for day, (start, end) in days.items()],
        update_conflicts=True,
        unique_fields=["listing", "day"],
        update_fields=["from_time", "until_time"],
    )
    audit.record(by=by, verb="listing.week", what=subject_of(listing), concerns=by)
    if gaps:
        _tell_of_the_gap(listing, "week", by)


def gaps_if_week(*, listing: Listing, days: Iterable[int]) -> list[Day]:
    """Of the coming weeks, as below."""
    return new_gaps(cover_rows.coming(), cover_rows.coming(other_weeks={listing.pk: set(days)}))


def gaps_if_paused(*, listing: Listing) -> list[Day]:
    """As if she were away in all of the coming weeks: what she alone knows is a gap too."""
    today = clock.today()
    return gaps_if_away(listing=listing, starts_on=today, ends_on=today + timedelta(weeks=cover_rows.WEEKS, days=-1))


def gaps_if_away(*, listing: Listing, starts_on: date, ends_on: date) -> list[Day]:
    """The days that would be thin: told to her first, before anything is written."""
    start = max(starts_on, clock.today())
    if ends_on < start:
        return []
    weeks = (ends_on - start).days // 7 + 2
    before = cover_rows.coming(start=start, weeks=weeks)
    after = cover_rows.coming(start=start, weeks=weeks, also_away={listing.pk: (starts_on, ends_on)})
    return new_gaps(before, after)


@transaction.atomic
def book_off(*, by: Person, listing: Listing, starts_on: date, ends_on: date, kind: str = Leave.LEAVE) -> Leave:
    rules.check_own_listing(by, listing)
    if ends_on < starts_on:
        raise WrongState("The last day comes before the first.")
    gaps = gaps_if_away(listing=listing, starts_on=starts_on, ends_on=ends_on)
    leave = Leave.objects.create(listing=listing, kind=kind, starts_on=starts_on, ends_on=ends_on)
    audit.record(by=by, verb="listing.book-off", what=subject_of(listing), concerns=by)
    if gaps:
        tell_officers(kind="cover-gap", occurrence=str(leave.public_id), about=f"leave:{leave.pk}", by=by)
    return leave


def _tell_of_the_gap(listing: Listing, what: str, by: Person) -> None:
    occurrence = f"{listing.public_id}.{what}.{clock.now():%Y%m%d%H%M%S}"
    tell_officers(kind="cover-gap", occurrence=occurrence, about=f"listing:{listing.pk}", by=by)


@transaction.atomic
def come_back(*, by: Person, leave: Leave) -> None:
    rules.check_own_listing(by, leave.listing)
    leave.delete()
    audit.record(by=by, verb="listing.come-back", what=subject_of(leave.listing), concerns=by)


@transaction.atomic
def approve(*, by: Person, listing: Listing) -> None:
    check_officer(by)
    if listing.person_id == by.pk:
        raise WrongState("Another officer has to approve your own listing.")
    changed = (
        Listing.objects.filter(pk=listing.pk)
        .exclude(state=Listing.APPROVED)
        .update(state=Listing.APPROVED, approved_at=clock.now(), approved_by=by)
    )
    if changed:
        audit.record(by=by, verb="listing.approve", what=subject_of(listing), concerns=listing.person)


@transaction.atomic
def pause(*, by: Person, listing: Listing) -> None:
    if not is_officer(by):
        rules.check_own_listing(by, listing)
    gaps = gaps_if_paused(listing=listing)
    if Listing.objects.filter(pk=listing.pk).exclude(state=Listing.PAUSED).update(state=Listing.PAUSED):
        audit.record(by=by, verb="listing.pause", what=subject_of(listing), concerns=listing.person)
        if gaps:
            _tell_of_the_gap(listing, "pause", by)


@transaction.atomic
def record_contract(*, by: Person, listing: Listing) -> None:
    """It is on record that a serving inspector's contract with Ofsted allows her to advise."""
    check_officer(by)
    if Listing.objects.filter(pk=listing.pk, serving_inspector=True).update(contract_allows_at=clock.now()):
        audit.record(by=by, verb="listing.contract", what=subject_of(listing), concerns=listing.person)


def export(*, person: Person) -> dict[str, Any]:
    listing = Listing.objects.filter(person=person).first()
    if listing is None:
        return {}
    return {
        "directory": {
            "state": listing.get_state_display(),
            "speciality": listing.speciality,
            "knows": listing.knows,
            "phases": listing.phases,
            "roles held": listing.roles_held,
            "languages": listing.languages,
            "declared on": listing.declared_on,
            "serving inspector": listing.serving_inspector,
            "employer": listing.employer,
            "must not advise": [row.school.name for row in listing.must_not_advise.select_related("school")],
            "calls taken": listing.call_outs_taken.count(),
        }
    }


def erase(*, person: Person, by: Person) -> None:
    """Her own calls end and go; a call she had said yes to asks the next ones."""
    live = CallOut.objects.live().filter(Q(head=person) | Q(winner__person=person))
    for pk in live.order_by("pk").values_list("pk", flat=True):
        call = lock(pk)
        if call.head_id == person.pk:
            close(call=call, state=CallOut.ENDED, by=by)
    CallOut.objects.filter(head=person).delete()
    CallOut.objects.filter(raised_by=person).update(raised_by=None)
    CallOut.objects.live().filter(winner__person=person).update(
        winner=None,
        won_at=None,
        available_from=None,
        spoken_at=None,
        state=CallOut.OPEN,
        look_again_at=clock.now(),
    )
    Listing.objects.filter(person=person).delete()
