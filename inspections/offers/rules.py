"""Offers of improvement and supervision (matrix row 46): heads read and ask; officers and representatives read and
offer. Nobody else, and never her employer as such."""

from django.db.models import Q, QuerySet

from inspections.offers.models import ImprovementOffer, heads_within_the_year
from network.models import Membership, Organisation, Person, School
from network.rules import NotAllowed, WrongState, is_officer, is_somebody, represents


def may_put_up(person: Person) -> bool:
    return is_officer(person) or bool(represents(person))


def check_may_put_up(person: Person, contact: Person) -> None:
    if not may_put_up(person):
        raise NotAllowed("officer or representative")
    if not contacts_for(person).filter(pk=contact.pk).exists():
        raise WrongState("Choose a contact who has joined and works for the organisation that offers.")


def contacts_for(person: Person) -> QuerySet[Person]:
    """Who may be named as the one who hears: of her own organisation; for an officer, of any."""
    works = Membership.objects.live().filter(organisation__isnull=False)
    if not is_officer(person):
        works = works.filter(organisation__in=represents(person))
    return Person.objects.joined().filter(is_active=True, pk__in=works.values("person")).order_by("name")


def may_withdraw(person: Person, offer: ImprovementOffer) -> bool:
    return is_officer(person) or offer.organisation in represents(person)


def check_may_withdraw(person: Person, offer: ImprovementOffer) -> None:
    if not may_withdraw(person, offer):
        raise NotAllowed("officer, or representative of that organisation")


def may_ask(person: Person) -> bool:
    """A head, or one who was within the year: help does not end with the post."""
    return is_somebody(person) and heads_within_the_year().filter(person=person).exists()


def check_may_ask(person: Person, offer: ImprovementOffer) -> None:
    if not may_ask(person):
        raise NotAllowed("a head")
    if offer.withdrawn_at is not None or not offer.contact.is_active:
        raise WrongState("This offer does not stand any more.")
    if offer.contact_id == person.pk:
        raise WrongState("This one comes to yourself.")


def may_read(person: Person) -> bool:
    return may_put_up(person) or may_ask(person)


def employers_of(person: Person) -> QuerySet[Organisation]:
    """Trust, foundation trust and shared governing body of her schools; where there is no trust, the council."""
    schools = School.objects.filter(
        pk__in=Membership.objects.live().heads().filter(person=person, school__isnull=False).values("school")
    )
    councils = schools.filter(trust__isnull=True).values("authority__code")
    return Organisation.objects.filter(
        Q(trust_schools__in=schools)
        | Q(foundation_schools__in=schools)
        | Q(board_schools__in=schools)
        | Q(kind=Organisation.COUNCIL, register_code__in=councils)
    ).distinct()


def works_for_employer_of(person: Person) -> set[int]:
    """Everybody who works for her own employer, by key: she is told before she presses."""
    employers = set(employers_of(person).values_list("pk", flat=True))
    posts = Membership.objects.live().filter(organisation__in=employers)
    return set(posts.values_list("person", flat=True))


def withdrawable(person: Person, offers: list[ImprovementOffer]) -> list[ImprovementOffer]:
    """Of these, what still stands and is hers to withdraw."""
    own = {organisation.pk for organisation in represents(person)}
    anything = is_officer(person)
    return [row for row in offers if row.withdrawn_at is None and (anything or row.organisation_id in own)]
