"""Whose address may open which account."""

from network.contact.models.contact_point import ContactPoint
from network.people.models.person import Person


def who_signs_in_with(address: str) -> Person | None:
    """The person whose sign-in address this is. The school's address is nobody's once she has a private one."""
    person = Person.objects.joined().filter(email=address.strip().casefold()).first()
    return person if person is not None and may_sign_in_with(person, person.email) else None


def may_sign_in_with(person: Person, address: str) -> bool:
    """Whether a sign-in code may go to this address of hers."""
    mails = ContactPoint.objects.filter(person=person, channel=ContactPoint.EMAIL, confirmed_at__isnull=False)
    private = set(mails.filter(private=True).values_list("address", flat=True))
    return address in private if private else address == person.email
