"""People a head does not want to be paired with. Seen by nobody else: no audit row names them, no message leaves."""

from django.db import transaction

from buddies import rules
from buddies.models import NotThisPerson
from network.models import Person
from network.rules import WrongState


@transaction.atomic
def not_this_person(*, person: Person, by: Person) -> None:
    rules.check_own_wishes(by)
    if person.pk == by.pk:
        raise WrongState("That is you.")
    NotThisPerson.objects.get_or_create(head=by, person=person)


@transaction.atomic
def take_off(*, wish: NotThisPerson, by: Person) -> None:
    rules.check_own_wishes(by)
    NotThisPerson.objects.filter(pk=wish.pk, head=by).delete()
