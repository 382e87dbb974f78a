"""People a head does not want to be paired with. Seen by nobody else: no audit row names them, no message leaves."""

from django.db import transaction

from buddies.requests.models import BuddyRequest
from buddies.rules import check_signed_in
from buddies.wishes.models import NotThisPerson
from network import hooks
from network.models import Person
from network.rules import WrongState


@transaction.atomic
def not_this_person(*, person: Person, by: Person) -> None:
    check_signed_in(by)
    if person.pk == by.pk:
        raise WrongState("That is you.")
    NotThisPerson.objects.get_or_create(head=by, person=person)
    hooks.call(hooks.not_wanted, head=by, person=person, by=by)


@transaction.atomic
def take_off(*, wish: NotThisPerson, by: Person) -> None:
    check_signed_in(by)
    NotThisPerson.objects.filter(pk=wish.pk, head=by).delete()


@transaction.atomic
def know(*, person: Person, by: Person) -> None:
    """She knows this person, which matters if she asked for somebody known, or unknown."""
    _known(by, add=str(person.public_id))


@transaction.atomic
def forget(*, person: Person, by: Person) -> None:
    _known(by, remove=str(person.public_id))


def _known(by: Person, add: str = "", remove: str = "") -> None:
    check_signed_in(by)
    request = BuddyRequest.objects.open().filter(head=by).first()
    if request is None:
        raise WrongState("Ask for a buddy first; then say whom you know.")
    known = [name for name in request.wishes.get("knows", []) if name not in (add, remove)]
    BuddyRequest.objects.filter(pk=request.pk).update(
        wishes=request.wishes | {"knows": [*known, add] if add else known}
    )
