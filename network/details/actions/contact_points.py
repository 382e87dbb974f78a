"""How a person is reached, and the one address she signs in with. Each change is hers alone (matrix row 7)."""

import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from network import audit, clock, hooks
from network.contact.models.contact_point import ContactPoint
from network.people.models.person import Person
from network.rules import NotAllowed, WrongState, is_somebody
from network.sign_in.actions import sign_in

MOST = 6  # of one person


def _check_hers(person: Person, point: ContactPoint | None = None) -> None:
    if not is_somebody(person) or (point is not None and point.person_id != person.pk):
        raise NotAllowed("her own")


@transaction.atomic
def add(*, by: Person, channel: str, address: str, private: bool) -> ContactPoint:
    """Unconfirmed, and last. The same address again is the row that stands, and is tried again where it was thought
    broken."""
    _check_hers(by)
    standing = ContactPoint.objects.filter(person=by)
    known = standing.filter(channel=channel, address=address).first()
    if known is not None:
        _mend(standing.filter(pk=known.pk), by=by)
        return known
    count = standing.count()
    if count >= MOST:
        raise WrongState(f"You have {MOST} addresses and numbers already. Remove one first.")
    point = ContactPoint.objects.create(person=by, channel=channel, address=address, private=private, place=count + 1)
    audit.record(by=by, verb="contact-point.add", what=f"contact-point:{point.public_id}", concerns=by)
    return point


@transaction.atomic
def send_check(*, by: Person, point: ContactPoint) -> str:
    """A code to the new address. Returns it, for the page to compare: it is kept nowhere in the clear."""
    _check_hers(by, point)
    if point.confirmed_at is not None:
        raise WrongState("This one is confirmed already.")
    code = f"{secrets.randbelow(10**6):06}"
    hooks.call(
        hooks.message_wanted,
        to=by,
        kind="address-check" if point.channel == ContactPoint.EMAIL else "phone-check",
        occurrence=secrets.token_hex(8),
        by=by,
        about=f"contact-point:{point.pk}",
        sealed_text=code,
    )
    return code


@transaction.atomic
def confirm(*, by: Person, point: ContactPoint) -> None:
    """She has typed the code. Her first private address becomes the one she signs in with, and the school's
    address stops being it for good."""
    _check_hers(by, point)
    confirmed = ContactPoint.objects.filter(pk=point.pk, confirmed_at__isnull=True).update(
        confirmed_at=clock.now(), broken_at=None, broken_why=""
    )
    if not confirmed:
        return
    audit.record(by=by, verb="contact-point.confirm", what=f"contact-point:{point.public_id}", concerns=by)
    if point.channel != ContactPoint.EMAIL:
        return
    if point.private and not _private(by).filter(address=by.email).exists():
        _sign_in_with(by, point.address)
        _put_first(by, point)
    if by.joined_at is not None:
        sign_in.tell_of_change(person=by)


@transaction.atomic
def try_again(*, by: Person, point: ContactPoint) -> None:
    """Nothing got through to this one, and its owner says that it works: messages go there again."""
    _check_hers(by, point)
    _mend(ContactPoint.objects.filter(pk=point.pk), by=by)


@transaction.atomic
def code_arrived(*, person: Person) -> None:
    """She typed the code that was sent to the address she signs in with: it works."""
    _mend(person.contact_points.filter(channel=ContactPoint.EMAIL, address=person.email), by=person)


@transaction.atomic
def refused_by_mistake(*, points: QuerySet[ContactPoint], by: None = None) -> None:
    """The service that refused these refuses everybody: they are as good as before."""
    _mend(points, by=by)


@transaction.atomic
def sign_in_with(*, by: Person, point: ContactPoint) -> None:
    _check_hers(by, point)
    if point.channel != ContactPoint.EMAIL or point.confirmed_at is None:
        raise WrongState("Confirm the address first.")
    if not point.private and _private(by).exists():
        raise WrongState("A school's address cannot be the one you sign in with while you have a private one.")
    _sign_in_with(by, point.address)
    audit.record(by=by, verb="contact-point.sign-in", what=f"contact-point:{point.public_id}", concerns=by)
    sign_in.tell_of_change(person=by)


@transaction.atomic
def put_first(*, by: Person, point: ContactPoint) -> None:
    """Messages try the addresses in their order; this one is tried first from now on."""
    _check_hers(by, point)
    _put_first(by, point)
    audit.record(by=by, verb="contact-point.first", what=f"contact-point:{point.public_id}", concerns=by)


@transaction.atomic
def remove(*, by: Person, point: ContactPoint) -> None:
    _check_hers(by, point)
    if point.channel == ContactPoint.EMAIL and point.address == by.email:
        raise WrongState("You sign in with this address. Choose another one to sign in with first.")
    what = f"contact-point:{point.public_id}"
    ContactPoint.objects.filter(pk=point.pk, person=by).delete()
    _renumber(by.contact_points.all())
    audit.record(by=by, verb="contact-point.remove", what=what, concerns=by)
    sign_in.tell_of_change(person=by)


def _mend(points: QuerySet[ContactPoint], *, by: Person | None) -> None:
    for point in points.filter(broken_at__isnull=False).select_related("person"):
        if ContactPoint.objects.filter(pk=point.pk, broken_at__isnull=False).update(broken_at=None, broken_why=""):
            what = f"contact-point:{point.public_id}"
            audit.record(by=by, verb="contact-point.mended", what=what, concerns=point.person)
            hooks.call(hooks.address_mended, person=point.person, channel=point.channel)


def _private(person: Person) -> QuerySet[ContactPoint]:
    return person.contact_points.filter(channel=ContactPoint.EMAIL, private=True, confirmed_at__isnull=False)


def _sign_in_with(person: Person, address: str) -> None:
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(email=address)
    except IntegrityError:
        raise WrongState(
            "Another account signs in with this address. Use a different one, or close the other account first."
        ) from None
    person.email = address


def _put_first(person: Person, point: ContactPoint) -> None:
    _renumber([point, *person.contact_points.exclude(pk=point.pk)])


def _renumber(points: Iterable[ContactPoint]) -> None:
    for place, point in enumerate(points, 1):
        ContactPoint.objects.filter(pk=point.pk).exclude(place=place).update(place=place)
