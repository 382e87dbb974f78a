"""A broad church (promise three), for every head (promise one). A head asks in one press, and the one contact of the
offer hears: no officer, no employer, nobody else. Kept apart from inspection."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from inspections.nudges.actions import nudge
from inspections.offers import rules
from inspections.offers.models import ImprovementOffer, OfferAsk
from inspections.rules import check_is
from inspections.surveys.actions import counted
from inspections.surveys.questions import DONE, TAKEN_UP
from network import audit, clock, guarded
from network.models import Membership, Organisation, Person
from network.privacy import keys
from network.privacy.retention import ASK
from network.schools.calendar import Calendar, working_days_after
from network.schools.school_days import extra_holidays

KEPT = timedelta(days=ASK.days or 90)
SUBJECT = "ask:"
LATE = timedelta(days=7)  # after its day a request that nobody has answered is said once, and not later


@transaction.atomic
def put_up(
    *, by: Person, kind: str, title: str, contact: Person, about: str = "", answers_in: int = 5
) -> ImprovementOffer:
    """The organisation is the contact's own: whoever asks must see for whom that person works. `answers_in`: within how
    many working days the contact answers."""
    rules.check_may_put_up(by, contact)
    offer = ImprovementOffer.objects.create(
        kind=kind,
        title=title,
        about=about,
        contact=contact,
        answers_in=answers_in,
        organisation=_organisation_of(by, contact),
    )
    audit.record(by=by, verb="offer.put-up", what=f"offer:{offer.public_id}", kind=kind)
    return offer


@transaction.atomic
def withdraw(*, by: Person, offer: ImprovementOffer) -> None:
    """What was asked already stays with the contact."""
    rules.check_may_withdraw(by, offer)
    if ImprovementOffer.objects.filter(pk=offer.pk, withdrawn_at__isnull=True).update(withdrawn_at=clock.now()):
        audit.record(by=by, verb="offer.withdraw", what=f"offer:{offer.public_id}")


@transaction.atomic
def ask(*, by: Person, offer: ImprovementOffer, reach: str = "") -> OfferAsk:
    """One press; a second is harmless. `reach` is how she would like to be reached, for the contact's eyes alone."""
    rules.check_may_ask(by, offer)
    row, made = OfferAsk.objects.get_or_create(
        offer=offer, head=by, state=OfferAsk.ASKED, defaults={"answer_by": answered_by(offer=offer)}
    )
    if made:
        counted.help_asked(public_id=row.public_id, kind=offer.kind)
        if reach.strip():
            key = keys.key_for(owner=by, subject=_subject(row), keep_until=clock.now() + KEPT)
            OfferAsk.objects.filter(pk=row.pk).update(reach=keys.seal(key, reach.strip()))
        audit.record(by=by, verb="offer.ask", what=f"ask:{row.public_id}", concerns=by)
        nudge(
            to=offer.contact,
            about=f"offer:{row.pk}",
            occurrence=f"ask:{row.public_id}",
            by=by,
            path="/improvement/asks/",
        )
    return row


@transaction.atomic
def take_back(*, by: Person, ask: OfferAsk) -> None:
    """The contact sees it no more, and how to reach her is gone at once."""
    check_is(by, ask.head_id, "the head alone")
    standing = OfferAsk.objects.filter(pk=ask.pk, state__in=OfferAsk.STANDING)
    if standing.update(state=OfferAsk.WITHDRAWN, reach=""):
        _forget(ask)
        counted.help_taken_back(public_id=ask.public_id)
        audit.record(by=by, verb="offer.take-back", what=f"ask:{ask.public_id}", concerns=by)


@transaction.atomic
def in_touch(*, by: Person, ask: OfferAsk) -> None:
    """It is taken up. By the contact, or by the head herself where the contact has not said so."""
    if by.pk != ask.head_id:
        check_is(by, ask.offer.contact_id, "the contact of the offer, or the head")
    rows = OfferAsk.objects.filter(pk=ask.pk, state=OfferAsk.ASKED)
    if rows.update(state=OfferAsk.ANSWERED, answered_at=clock.now()):
        counted.help_became(public_id=ask.public_id, answer=TAKEN_UP)
        audit.record(by=by, verb="offer.in-touch", what=f"ask:{ask.public_id}", concerns=ask.head)


@transaction.atomic
def done(*, by: Person, ask: OfferAsk, helped: str) -> None:
    """Hers alone. Whether it helped is counted and never read: no audit row stands beside it, so that the order of the
    rows tells nothing either. How to reach her is gone at once."""
    check_is(by, ask.head_id, "the head alone")
    if OfferAsk.objects.filter(pk=ask.pk, state__in=OfferAsk.STANDING).update(state=OfferAsk.DONE, reach=""):
        _forget(ask)
        counted.help_became(public_id=ask.public_id, answer=DONE)
        counted.help_helped(public_id=ask.public_id, answer=helped)


def answered_by(*, offer: ImprovementOffer) -> date:
    """The last day on which whoever asks today is answered."""
    days = working_days_after(clock.today(), offer.answers_in, Calendar.OFSTED, extra_holidays=extra_holidays())
    return days.latest


def remind(*, by: Person | None = None) -> int:
    """On the last day the contact hears once more that somebody waits; once it has passed, the head, that she may ask
    somebody else."""
    today, written = clock.today(), 0
    late = OfferAsk.objects.filter(state=OfferAsk.ASKED, answer_by__lte=today, answer_by__gt=today - LATE)
    with guarded.rows() as each:
        for row in late.select_related("offer__contact", "head"):
            with each(row):
                is_last_day = row.answer_by == today
                nudge(
                    to=row.offer.contact if is_last_day else row.head,
                    about=f"offer:{row.pk}",
                    occurrence=f"ask-day:{row.public_id}:{'last' if is_last_day else 'late'}",
                    by=by,
                )
                written += 1
    return written


def export(*, person: Person) -> dict[str, Any]:
    return {
        "asked for": [
            {
                "what": row.offer.title,
                "asked": row.asked_at.isoformat(),
                "state": row.get_state_display(),
                "how to reach me": keys.unseal(row.reach),
            }
            for row in OfferAsk.objects.filter(head=person).select_related("offer")
        ]
    }


def person_erased(*, person: Person, by: Person) -> None:
    for row in OfferAsk.objects.filter(head=person).exclude(reach=""):
        _forget(row)
    OfferAsk.objects.filter(head=person).delete()
    ImprovementOffer.objects.filter(contact=person, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())


def _subject(ask: OfferAsk) -> str:
    return f"{SUBJECT}{ask.public_id.hex}"


def _forget(ask: OfferAsk) -> None:
    keys.delete_of(ask.head_id, subject=_subject(ask))


def _organisation_of(by: Person, contact: Person) -> Organisation | None:
    """Her own where she speaks for it; else, for an officer, whichever the contact works for."""
    works = Membership.objects.live().filter(person=contact, organisation__isnull=False)
    own = works.filter(organisation__in=rules.represents(by))
    post = (own if own.exists() else works).select_related("organisation").order_by("from_at").first()
    return post.organisation if post else None
