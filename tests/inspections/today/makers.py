"""Makers of whatever can stand on somebody's front page: each gives a person, `you`, so many rows of one kind.

All of it happens on Tuesday 1 December 2026 at ten, while inspectors are on site. Everybody and every place is
invented.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any

from buddies.models import Pairing
from covenant.models import CovenantText, Signatory
from directory.models import Asked, CallOut, Listing
from inspections.models import (
    CheckIn,
    ImprovementOffer,
    Inspection,
    OfferAsk,
    PleaseRing,
    SilenceLadder,
    SilenceStep,
    Told,
    WiderAsk,
    WiderAsked,
)
from network import models as m
from network.privacy import keys
from outbox.models import Message, ServiceState
from tests import factories as f
from tests.inspections.story import at

NOW = at("2026-12-01 10:00")
TODAY = NOW.date()
BEFORE = NOW - timedelta(hours=1)
NUMBERS = count(1)


def add(model: type, rows: Iterable[dict[str, Any]]) -> list[Any]:
    return model.objects.bulk_create([model(**row) for row in rows])


def people(number: int) -> list[m.Person]:
    """With a private address and a private number each."""
    keys = [next(NUMBERS) for _ in range(number)]
    rows = [{"name": f"Robin Example{key}", "email": f"robin{key}@example.org", "joined_at": NOW} for key in keys]
    found = add(m.Person, rows)
    points = [{"person": one, "address": one.email, "confirmed_at": NOW} for one in found]
    numbers = [f"+447700{900000 + key % 1000:06}" for key in keys]
    points += [
        {"person": one, "channel": "sms", "address": phone, "place": 2, "confirmed_at": NOW}
        for one, phone in zip(found, numbers, strict=True)
    ]
    add(m.ContactPoint, points)
    return found


def schools(number: int, **more: Any) -> list[m.School]:
    area = f.AuthorityFactory()
    given = {"authority": area, "phase": "Primary", "kind": "Community school", **more}
    keys = [next(NUMBERS) for _ in range(number)]
    return add(m.School, [{"urn": f"{800000 + key}", "name": f"Example School {key}", **given} for key in keys])


def ties(kind: str, heads: Iterable[m.Person], others: Iterable[m.Person], subject: str = "") -> None:
    pairs = zip(heads, others, strict=True)
    add(m.Tie, [{"head": a, "person": b, "kind": kind, "subject": subject, "from_at": BEFORE} for a, b in pairs])


def posts(them: Iterable[m.Person], places: Iterable[m.School], role: str = m.Membership.HEAD) -> None:
    pairs = zip(them, places, strict=True)
    long_ago = NOW - timedelta(days=400)
    add(m.Membership, [{"person": a, "school": b, "role": role, "from_at": long_ago} for a, b in pairs])


def heads(number: int) -> list[m.Person]:
    found = people(number)
    posts(found, schools(number, in_window=True, window_opens_on=date(2026, 9, 15)))
    return found


STAGES: dict[str, dict[str, Any]] = {
    "called": {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 3)},
    "on site": {"starts_on": TODAY, "ends_on": date(2026, 12, 2)},
    "moved": {"starts_on": TODAY, "ends_on": date(2026, 12, 2), "days_moved_at": BEFORE},
    "paused": {"starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 4), "paused_on": date(2026, 11, 30)},
    "put off": {"starts_on": TODAY, "ends_on": date(2026, 12, 2), "deferred_at": BEFORE},
    "next-day call": {"starts_on": date(2026, 11, 29), "ends_on": date(2026, 11, 30)},
    "draft": {
        "starts_on": date(2026, 11, 9),
        "ends_on": date(2026, 11, 10),
        "draft_on": date(2026, 11, 30),
        "draft_noted_at": BEFORE,
    },
    "published": {
        "starts_on": date(2026, 10, 6),
        "ends_on": date(2026, 10, 7),
        "published_on": TODAY,
        "published_noted_at": BEFORE,
    },
}


def visits(them: Iterable[m.Person], stage: str) -> list[Inspection]:
    """One of each of them, who lead a school of their own for it."""
    them = list(them)
    places = schools(len(them), in_window=True, window_opens_on=date(2026, 9, 15))
    posts(them, places)
    return add(
        Inspection,
        [{"head": a, "school": b, "called_at": BEFORE, **STAGES[stage]} for a, b in zip(them, places, strict=True)],
    )


def you(made: Iterable[Callable[[m.Person, int], None]], number: int) -> m.Person:
    """Somebody of whom each of these has made so many."""
    (person,) = people(1)
    for maker in made:
        maker(person, number)
    return person


# What a head finds of her own.


def leads(you: m.Person, number: int) -> None:
    places = schools(number, in_window=True, window_opens_on=date(2026, 9, 15))
    posts([you] * number, places)


def has_left(you: m.Person, number: int) -> None:
    leads(you, number)
    m.Membership.objects.filter(person=you).update(to_at=BEFORE)


def cannot_be_reached(you: m.Person, number: int) -> None:
    m.ContactPoint.objects.filter(person=you).delete()


def has_buddies(you: m.Person, number: int) -> None:
    for kind in (m.Tie.BUDDY, m.Tie.RESERVE, m.Tie.DEPUTY):
        beside = people(number)
        posts(beside, schools(number))
        ties(kind, [you] * number, beside)


def inspected(stage: str):
    """Whoever stands by her has been told, each with a message."""

    def make(you: m.Person, number: int) -> None:
        beside = [tie.person for tie in m.Tie.objects.live().filter(head=you, kind=m.Tie.BUDDY)]
        for visit in visits([you] * number, stage):
            told = add(Told, [{"inspection": visit, "person": one, "role": Told.BUDDY} for one in beside])
            messages([(row.person, f"told:{row.pk}") for row in told])
            check_in = {"head": you, "inspection": visit, "rule": "evening", "send_at": NOW + timedelta(hours=7)}
            times = {"due_at": NOW + timedelta(hours=7), "useful_until": NOW + timedelta(hours=20)}
            add(CheckIn, [{**check_in, **times, "occurrence": str(n)} for n in (1, 2)])

    return make


def messages(about: Iterable[tuple[m.Person, str]], kind: str = "nudge-now") -> None:
    rows = [
        {
            "to": person,
            "kind": kind,
            "about": what,
            "occurrence": f"made:{next(NUMBERS)}",
            "channel": "email",
            "due_at": BEFORE,
            "next_at": BEFORE,
            "useful_until": NOW + timedelta(days=1),
            "message_id": "0" * 40,
        }
        for person, what in about
    ]
    add(Message, rows)


def is_asked_how_it_goes(you: m.Person, number: int) -> None:
    span = {"due_at": BEFORE, "send_at": BEFORE, "useful_until": NOW + timedelta(hours=9)}
    add(CheckIn, [{"head": you, "rule": "month", "occurrence": f"m{n}", **span} for n in range(number)])


def asks_to_be_rung(you: m.Person, number: int) -> None:
    ring = PleaseRing.objects.create(head=you, via=PleaseRing.SIGNED_IN, asked_at=BEFORE, passed_on_at=BEFORE)
    messages((one.person, f"ring:{ring.pk}") for one in m.Tie.objects.filter(head=you, kind=m.Tie.BUDDY))
    ask = WiderAsk.objects.create(head=you, asked_at=BEFORE, any_head_at=BEFORE, call_back=f.HelpRequestFactory())
    asked = add(WiderAsked, [{"ask": ask, "person": one, "role": WiderAsked.ANY_HEAD} for one in people(number)])
    messages((row.person, f"wider-asked:{row.pk}") for row in asked)


def was_rung(you: m.Person, number: int) -> None:
    """Somebody says by a link that they have spoken with her."""
    over = {"ended_at": BEFORE, "ended_via": PleaseRing.LINK, "via": PleaseRing.LINK}
    add(PleaseRing, [{"head": you, "ended_by": one, **over} for one in people(number)])


def waits_for_the_officer(you: m.Person, number: int) -> None:
    row = {"head": you, "closed_at": BEFORE, "call_back_at": BEFORE}
    add(WiderAsk, [{**row, "call_back": f.HelpRequestFactory()} for _ in range(number)])


def calls_colleagues(you: m.Person, number: int) -> None:
    """Some nobody has answered, some somebody has taken."""
    call_outs([you] * number, you, listings(number), taken=False)
    call_outs([you] * number, you, listings(number), taken=True)


def asked_for_help(you: m.Person, number: int) -> None:
    """One whose day has passed, and one that was answered long ago."""
    late = {"answer_by": date(2026, 11, 24)}
    helped = {"state": OfferAsk.ANSWERED, "answered_at": NOW - timedelta(days=15)}
    for more in (late, helped):
        add(OfferAsk, [{"offer": offer, "head": you, **more} for offer in offers(people(number))])


def has_an_open_question(you: m.Person, number: int) -> None:
    """A buddy is suggested, who would like a word first."""
    (other,) = people(1)
    Pairing.objects.create(head=you, buddy=other, asked_at=BEFORE, buddy_ring_first_at=BEFORE)


# What others find of the heads by whom they stand.


def stands_by(you: m.Person, number: int) -> None:
    for stage in STAGES:
        them = people(number)
        ties(m.Tie.BUDDY, them, [you] * number)
        told = add(Told, [{"inspection": v, "person": you, "role": Told.BUDDY} for v in visits(them, stage)])
        messages([(you, f"told:{row.pk}") for row in told])
    them = heads(number)
    ties(m.Tie.BUDDY, them, [you] * number)


def stands_by_who_asks(you: m.Person, number: int) -> None:
    """To be rung: now; taken by you; taken by another; over."""
    (other,) = people(1)
    taken = {"taken_at": BEFORE}
    for more in ({}, {**taken, "taken_by": you}, {**taken, "taken_by": other}, {"ended_at": NOW, "ended_by": other}):
        them = heads(number)
        ties(m.Tie.BUDDY, them, [you] * number)
        add(PleaseRing, [{"head": one, "via": PleaseRing.SIGNED_IN, "asked_at": BEFORE, **more} for one in them])


def stands_by_who_is_quiet_or_not_great(you: m.Person, number: int) -> None:
    them = heads(number)
    ties(m.Tie.BUDDY, them, [you] * number)
    span = {"due_at": BEFORE, "send_at": BEFORE, "useful_until": NOW + timedelta(hours=9), "rule": "month"}
    said = {"state": CheckIn.ANSWERED, "answered_at": NOW - timedelta(minutes=5)}
    sealed = [keys.seal_anew(owner=one, subject="pairing:x", words=CheckIn.NOT_GREAT) for one in them]
    rows = [{"head": one, "answer": answer} for one, answer in zip(them, sealed, strict=True)]
    add(CheckIn, [{"occurrence": "a", **row, **span, **said} for row in rows])
    asked = add(CheckIn, [{"head": one, "occurrence": "b", **span, "state": CheckIn.MISSED} for one in them])
    add(SilenceStep, [{"check_in": row, "step": SilenceStep.BUDDY, "asked": you} for row in asked])


def is_named(you: m.Person, number: int) -> None:
    them = heads(number)
    add(SilenceLadder, [{"head": one, "named": you} for one in them])
    span = {"due_at": BEFORE, "send_at": BEFORE, "useful_until": NOW + timedelta(hours=9), "rule": "month"}
    asked = add(CheckIn, [{"head": one, "occurrence": "b", **span, "state": CheckIn.MISSED} for one in them])
    add(SilenceStep, [{"check_in": row, "step": SilenceStep.NAMED, "asked": you} for row in asked])


def is_the_reserve(you: m.Person, number: int) -> None:
    """Told to be ready; and stood in until lately."""
    them = people(number)
    ties(m.Tie.RESERVE, them, [you] * number)
    add(Told, [{"inspection": v, "person": you, "role": Told.RESERVE} for v in visits(them, "on site")])
    them = heads(number)
    ties(m.Tie.RESERVE, them, [you] * number)
    stood_in = {"kind": m.Tie.BUDDY, "subject": f"{m.Tie.STANDING_IN}x", "from_at": NOW - timedelta(days=2)}
    add(m.Tie, [{"head": one, "person": you, "to_at": BEFORE, **stood_in} for one in them])


def was_told_of_one_undone(you: m.Person, number: int) -> None:
    found = visits(people(number), "on site")
    Inspection.objects.filter(pk__in=[row.pk for row in found]).update(undone_at=BEFORE)
    add(Told, [{"inspection": row, "person": you, "role": Told.BUDDY} for row in found])


def is_a_deputy(you: m.Person, number: int) -> None:
    """Of a head who is inspected, with a call-out; of one whose inspection is over; of one in the window."""
    them = people(number)
    ties(m.Tie.DEPUTY, them, [you] * number)
    visits(them, "on site")
    call_outs(them, them[0], listings(number), taken=True)
    them = people(number)
    ties(m.Tie.DEPUTY, them, [you] * number)
    visits(them, "draft")
    ties(m.Tie.DEPUTY, heads(number), [you] * number)


def is_shown_days(you: m.Person, number: int) -> None:
    them = people(number)
    ties(m.Tie.SHARED, them, [you] * number, subject="dates")
    visits(them, "on site")


def is_asked_to_be_a_buddy(you: m.Person, number: int) -> None:
    asked = {"asked_at": BEFORE, "head_ring_first_at": BEFORE}
    add(Pairing, [{"head": one, "buddy": you, **asked} for one in heads(number)])
    (other,) = people(1)
    add(Pairing, [{"head": one, "buddy": other, "reserve": you, "asked_at": BEFORE} for one in heads(number)])


def is_asked_to_ring(you: m.Person, number: int) -> None:
    """The question; the first yes; settled."""
    for more in ({}, {"taken_at": BEFORE, "taken_by": you}, {"closed_at": BEFORE}):
        asks = add(WiderAsk, [{"head": one, "asked_at": BEFORE, **more} for one in heads(number)])
        add(WiderAsked, [{"ask": ask, "person": you, "role": WiderAsked.ANY_HEAD} for ask in asks])


# The directory, organisations, and those who run the network.


def listings(number: int, them: Iterable[m.Person] = ()) -> list[Listing]:
    row = {"state": Listing.APPROVED, "approved_at": BEFORE, "declared_on": TODAY, "knows": ["send"]}
    return add(Listing, [{"person": one, **row} for one in them or people(number)])


def call_outs(them: list[m.Person], raised_by: m.Person, asked: list[Listing], *, taken: bool) -> list[CallOut]:
    """At the schools of their inspections where they have any."""
    visited = {row.head_id: row.school for row in Inspection.objects.filter(head__in=them).select_related("school")}
    spare = schools(len(them))
    rows = []
    for head, listing, school in zip(them, asked, spare, strict=True):
        place = school if head.pk == raised_by.pk else visited.get(head.pk, school)
        row = {"head": head, "raised_by": raised_by, "school": place, "area": place.authority, "need": "send"}
        row |= {"ends_at": NOW + timedelta(hours=6), "raised_at": BEFORE, "last_wave_at": BEFORE, "waves": 1}
        rows.append(row | ({"winner": listing, "won_at": BEFORE, "state": CallOut.TAKEN} if taken else {}))
    found = add(CallOut, rows)
    wave = {"wave": 1, "asked_at": BEFORE} | ({"answer": Asked.YES, "answered_at": BEFORE} if taken else {})
    questions = add(Asked, [{"call_out": a, "listing": b, **wave} for a, b in zip(found, asked, strict=True)])
    messages([(row.listing.person, f"asked:{row.pk}") for row in questions], "call-out")
    return found


def is_a_colleague(you: m.Person, number: int) -> None:
    """Asked; and with the first yes."""
    (hers,) = listings(1, [you])
    for taken in (False, True):
        them = people(number)
        visits(them, "on site")
        call_outs(them, them[0], [hers] * number, taken=taken)


def organisations(number: int) -> list[m.Organisation]:
    keys = [next(NUMBERS) for _ in range(number)]
    return add(m.Organisation, [{"name": f"Example Trust {key}", "kind": "trust"} for key in keys])


def represents(you: m.Person, number: int) -> None:
    """One that has not signed, one that signed an older version, one whose statement is due."""
    CovenantText.objects.filter(version=1).update(published_on=date(2026, 1, 1))
    old = CovenantText.objects.get(version=1)
    CovenantText.objects.create(version=2, published_on=date(2026, 6, 1))
    them = [organisations(number) for _ in range(3)]
    role = {"role": m.Membership.REPRESENTATIVE, "from_at": NOW - timedelta(days=400)}
    add(m.Membership, [{"person": you, "organisation": one, **role} for each in them for one in each])
    signed = {"text": old, "state": Signatory.SIGNED, "signed_on": date(2026, 1, 2)}
    add(Signatory, [{"organisation": one, **signed} for one in them[1]])
    add(Signatory, [{"organisation": one, "review_due": True, **signed} for one in them[2]])


def offers(contacts: Iterable[m.Person]) -> list[ImprovementOffer]:
    return add(ImprovementOffer, [{"kind": "supervision", "title": "Example", "contact": one} for one in contacts])


def is_asked_for_help(you: m.Person, number: int) -> None:
    f.MembershipFactory(person=you, organisation=organisations(1)[0], role=m.Membership.ADVISER)
    (offer,) = offers([you])
    add(OfferAsk, [{"offer": offer, "head": one, "answer_by": TODAY} for one in heads(number)])


def is_an_officer(you: m.Person, number: int) -> None:
    """With something of everything that the board counts."""
    f.RoleGrantFactory(person=you, role=m.RoleGrant.OFFICER)
    add(m.HelpRequest, [{"name": "Robin Example", "phone": "07700 900777"} for _ in range(number)])
    add(Listing, [{"person": one, "state": Listing.ASKED} for one in people(number)])
    days = {"due_at": NOW - timedelta(days=2), "send_at": NOW, "useful_until": NOW - timedelta(days=1)}
    add(CheckIn, [{"head": one, "rule": "month", "occurrence": "a", **days} for one in heads(number)])


def is_an_administrator(you: m.Person, number: int) -> None:
    """With roles to confirm, and whatever can be wrong: no worker, a service that takes nothing, tasks that fail."""
    f.RoleGrantFactory(person=you, role=m.RoleGrant.ADMINISTRATOR)
    (other,) = people(1)
    granted = {"role": m.RoleGrant.OFFICER, "granted_by": other}
    add(m.RoleGrant, [{"person": one, **granted} for one in people(number)])
    add(m.TaskRun, [{"name": f"example{n}", "failures": 3, "failed_at": BEFORE} for n in range(number)])
    long_ago = NOW - timedelta(minutes=30)
    ServiceState.objects.update_or_create(
        channel="email", defaults={"failing_since": long_ago, "last_failed_at": BEFORE}
    )
    messages([(one, "") for one in people(number)])
