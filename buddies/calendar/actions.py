"""The private address of one's own calendar: made, changed, and taken away."""

from django.db import transaction

from buddies.calendar import tokens as calendar_tokens
from buddies.calendar.models import CalendarLink
from buddies.rules import check_signed_in
from network import audit, clock
from network.link_tokens import hashed
from network.models import Person


@transaction.atomic
def create(*, by: Person) -> CalendarLink:
    """The one there is, or a new one."""
    check_signed_in(by)
    standing = CalendarLink.objects.live().filter(person=by).first()
    if standing is not None:
        return standing
    link = CalendarLink(person=by)
    link.token_hash = hashed(calendar_tokens.make(link))
    link.save()
    audit.record(by=by, verb="calendar-link.create", what=f"calendar-link:{link.public_id}", concerns=by)
    return link


@transaction.atomic
def rotate(*, by: Person) -> CalendarLink:
    """A new address; the old one stops working at once."""
    check_signed_in(by)
    link = create(by=by)
    link.version += 1
    changed = CalendarLink.objects.live().filter(pk=link.pk, version=link.version - 1)
    if changed.update(version=link.version, token_hash=hashed(calendar_tokens.make(link))):
        audit.record(by=by, verb="calendar-link.rotate", what=f"calendar-link:{link.public_id}", concerns=by)
    link.refresh_from_db()
    return link


@transaction.atomic
def revoke(*, by: Person) -> None:
    check_signed_in(by)
    for link in CalendarLink.objects.live().filter(person=by):
        CalendarLink.objects.filter(pk=link.pk).update(revoked_at=clock.now())
        audit.record(by=by, verb="calendar-link.revoke", what=f"calendar-link:{link.public_id}", concerns=by)
