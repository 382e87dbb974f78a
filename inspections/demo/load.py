"""Loads the demonstration. Every step looks whether it is done, so loading twice changes nothing, and is quick."""

from datetime import date, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from buddies.models import Offer, Pairing
from buddies.offers import actions as offers
from buddies.steps.actions import pairings
from covenant.figures import actions as figures
from covenant.models import CovenantText, Signatory
from covenant.signatories import actions as signatories
from covenant.statements import actions as statements
from covenant.text import actions as texts
from directory.listings.actions import listings
from directory.models import Listing
from inspections.demo import invented
from inspections.offers import actions as improvement
from inspections.offers.models import ImprovementOffer
from inspections.windows.actions import next_call_days, windows
from inspections.windows.dates import add_months
from network import clock
from network.contact import actions as any_head
from network.members.actions import deputies, memberships, roles
from network.models import (
    AreaGrade,
    AuditRow,
    Authority,
    Closure,
    ContactPoint,
    NetworkSettings,
    Organisation,
    PastInspection,
    Person,
    RoleGrant,
    School,
    Term,
    Tie,
)
from network.register.actions import register
from network.register.importing import read_file
from network.site.actions import set_up

REGISTER = (
    ("edubasealldata20250115_southampton.csv", date(2025, 1, 15)),
    ("edubasealldata20250718_southampton.csv", date(2025, 7, 18)),
    ("links_edubasealldata20260815_southampton.csv", date(2026, 8, 15)),
    ("ofsted_five_year_independent_schools_20241203_southampton.csv", date(2024, 12, 3)),
)
DAY = (time(8, 30), time(17, 0))


class NotTheDemonstration(Exception):
    """Real people may be here: invented ones have no place among them."""


def load() -> None:
    if not settings.DEMO:
        raise NotTheDemonstration
    with transaction.atomic():
        who = _administrators()
        _network(who["ada"])
        _term_dates()
    _real_register()
    with transaction.atomic():
        _covenant(who["ada"])
        _places()
        windows.refresh(schools=School.objects.filter(is_example=True))
        who |= _people(who["ada"])
        _roles(who)
        _statement(who)
        _offers(who)
        _directory(who)
        _pairs(who)
        _improvement_offers(who)
        next_call_days.push_down()


def _administrators() -> dict[str, Person]:
    """The first two, as the shell would name them: everybody else comes in by them."""
    first = {address: _person(address) for address in ("ada", "max")}
    for person in first.values():
        if not RoleGrant.objects.filter(person=person, role=RoleGrant.ADMINISTRATOR).exists():
            roles.grant(by=None, person=person, role=RoleGrant.ADMINISTRATOR, confirmed=True)
    return first


def _network(by: Person) -> None:
    row = NetworkSettings.objects.filter(id=1).first()
    if row is None or not row.ready_for_people:
        set_up.fill_in(
            by=by,
            name=invented.NETWORK,
            controller=invented.CONTROLLER,
            host=invented.HOST,
            contact=invented.CONTACT,
            authorities=[invented.AUTHORITY],
        )


def _term_dates() -> None:
    area = Authority.objects.get(code=invented.AUTHORITY[0])
    for model, rows in ((Term, invented.TERMS["terms"]), (Closure, invented.TERMS["half_terms"])):
        for name, first, last in rows:
            model.objects.get_or_create(
                authority=area,
                starts_on=first,
                ends_on=last,
                defaults={"name": f"{name} ({invented.TERMS['mark']})", "source": invented.TERMS["source"]},
            )


def _real_register() -> None:
    """Southampton's schools as the public register has them, without anybody's name."""
    if School.objects.filter(is_example=False).exists():
        return
    folder = Path(settings.BASE_DIR) / "data" / "register"
    for name, as_at in REGISTER:
        path = folder / name
        opened = read_file.open_file(path)
        made = register.bring(by=None, opened=opened, name=name, as_at=as_at)
        made = register.read(by=None, register_import=made, path=path, opened=opened)
        register.apply(by=None, register_import=made, sure=True)


def _covenant(by: Person) -> None:
    text = CovenantText.objects.get(version=1)
    signed_on = date(*invented.SIGNED_ON)
    if text.published_on is None:
        texts.publish(by=by, text=text, on=signed_on)
        text.refresh_from_db()
    wanted = [(name, kind, signed_on) for name, kind in invented.SIGNATORIES]
    wanted += [(name, kind, date(*day)) for name, kind, day in invented.EXAMPLE_SIGNATORIES]
    for name, kind, day in wanted:
        if not Signatory.objects.filter(organisation__name__iexact=name).exists():
            signatories.record(by=by, organisation=_organisation(name, kind), text=text, signed_on=day)
    for code, shares in invented.SHARES:
        for year, percent in zip(invented.YEARS, shares, strict=True):
            if percent:  # none: too few to show
                end = date(int(year[:4]) + 1, 7, 31)
                figures.publish_year(code=code, school_year=year, percent=percent, counted_on=end)


def _organisation(name: str, kind: str) -> Organisation:
    """The register's own row where it has one by that name."""
    known = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
    return known or Organisation.objects.create(name=name, kind=kind)


def _places() -> None:
    area = Authority.objects.get(code=invented.AUTHORITY[0])
    today = clock.today()
    for place in invented.SCHOOLS:
        trust = _organisation(place.trust, Organisation.TRUST) if place.trust else None
        _, made = School.objects.get_or_create(
            urn=place.urn,
            defaults={
                "name": place.name,
                "authority": area,
                "phase": place.phase,
                "kind": "Academy converter" if trust else "Community school",
                "kind_group": "Academies" if trust else "Local authority maintained schools",
                "opened_on": date(1974, 9, 1) if not trust else date(2015, 9, 1),
                "low_age": place.ages[0],
                "high_age": place.ages[1],
                "pupils": place.pupils,
                "easting": place.easting,
                "northing": place.northing,
                "trust": trust,
                "is_example": True,
            },
        )
        if made:
            _inspected(place, add_months(today, -place.months_ago))


def _inspected(place: invented.Place, day: date) -> None:
    """An invented past inspection, on a Tuesday and Wednesday, at which all was as expected."""
    started = day - timedelta(days=(day.weekday() - 1) % 7)
    is_card, had_overall = started >= date(2025, 11, 10), started < date(2024, 9, 2)
    past = PastInspection.objects.create(
        urn=place.urn,
        urn_at_time=place.urn,
        name_at_time=place.name,
        kind=PastInspection.FULL if is_card else PastInspection.GRADED,
        framework=PastInspection.REPORT_CARD if is_card else PastInspection.EIF,
        started_on=started,
        ended_on=started + timedelta(days=1),
        published_on=started + timedelta(days=42),
        outcome="Good" if had_overall else "",
        safeguarding="Met" if is_card else "Yes",
    )
    area, grade = ("Inclusion", "Expected standard") if is_card else ("Quality of education", "Good")
    AreaGrade.objects.create(inspection=past, area=area, grade=grade, graded_on=started)


def _people(by: Person) -> dict[str, Person]:
    found = {}
    for somebody in invented.PEOPLE:
        person = found[somebody.address] = _person(somebody.address)
        school = School.objects.filter(name=somebody.at, is_example=True).first()
        memberships.start(
            by=by,
            person=person,
            role=somebody.post,
            school=school,
            organisation=None if school else _organisation(somebody.at, Organisation.OTHER),
        )
    return found


def _person(address: str) -> Person:
    """Somebody who has joined, with a private address and phone of her own."""
    somebody = next(one for one in invented.PEOPLE if one.address == address)
    now = clock.now()
    person, made = Person.objects.get_or_create(
        email=invented.email(address), defaults={"name": somebody.name, "about": somebody.about, "joined_at": now}
    )
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
        points = [(ContactPoint.EMAIL, person.email), (ContactPoint.SMS, f"+447700900{somebody.phone}")]
        for place, (channel, where) in enumerate(points, start=1):
            ContactPoint.objects.create(person=person, channel=channel, address=where, place=place, confirmed_at=now)
    return person


def _roles(who: dict[str, Person]) -> None:
    if not RoleGrant.objects.filter(person=who["officer"], role=RoleGrant.OFFICER).exists():
        grant = roles.grant(by=who["ada"], person=who["officer"], role=RoleGrant.OFFICER)
        roles.confirm(by=who["max"], grant=grant)
    if not Tie.objects.filter(head=who["amina"], kind=Tie.DEPUTY).exists():
        deputies.name(by=who["amina"], deputy=who["dev"])


def _statement(who: dict[str, Person]) -> None:
    """The invented union has made one; the invented trust has not, and “Review due” stands beside it."""
    address, name, words = invented.STATEMENT
    signatory = Signatory.objects.select_related("organisation").get(organisation__name=name)
    said = AuditRow.objects.filter(verb="statement.make", what=f"signatory:{signatory.public_id}")
    if not said.exists():  # one that was taken down does not come back
        statements.make(by=who[address], signatory=signatory, words=words)
    statements.look()


def _offers(who: dict[str, Person]) -> None:
    for address, capacity in invented.OFFERS:
        if not Offer.objects.filter(person=who[address]).exists():
            offers.make(by=who[address], capacity=capacity, can_help_with="A call, a walk, the first evening.")
            any_head.choose(by=who[address], on=True)


def _improvement_offers(who: dict[str, Person]) -> None:
    for offer in invented.IMPROVEMENT_OFFERS:
        if not ImprovementOffer.objects.filter(title=offer["title"]).exists():
            contact = who[offer["contact"]]
            improvement.put_up(by=contact, **offer | {"contact": contact})


def _directory(who: dict[str, Person]) -> None:
    for known in invented.LISTINGS:
        person = who[known.address]
        if Listing.objects.filter(person=person).exists():
            continue
        listing = listings.join(by=person, speciality=known.speciality, knows=known.needs, phases=known.phases)
        listings.declare(by=person, listing=listing, serving_inspector=False, must_not_advise=[])
        listings.set_week(by=person, listing=listing, days=dict.fromkeys(known.days, DAY))
        listings.approve(by=who["officer"], listing=listing)


def _pairs(who: dict[str, Person]) -> None:
    """Amina has a buddy and a reserve; Leila has just been asked; Grace was Rosa's buddy once; Nia has nobody yet."""
    if Pairing.objects.filter(head__in=[who["amina"], who["leila"], who["rosa"]]).exists():
        return
    officer = who["officer"]
    past = pairings.pair_by_hand(by=officer, head=who["rosa"], buddy=who["grace"])
    for one in ("rosa", "grace"):
        pairings.say_yes(by=who[one], pairing=Pairing.objects.get(pk=past.pk))
    pairings.end(by=who["rosa"], pairing=Pairing.objects.get(pk=past.pk))
    pair = pairings.pair_by_hand(by=officer, head=who["amina"], buddy=who["sam"], reserve=who["rosa"])
    for one in ("amina", "sam", "rosa"):
        pairings.say_yes(by=who[one], pairing=Pairing.objects.get(pk=pair.pk))
    pairings.pair_by_hand(by=officer, head=who["leila"], buddy=who["ben"])
