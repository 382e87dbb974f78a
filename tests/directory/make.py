"""Makers of the directory's rows. Everybody is invented."""

from datetime import time, timedelta

from directory.models import CallOut, Listing, WeekDay
from network import clock
from tests import factories as f


def listing(person=None, *, knows=(), free=True, **more) -> Listing:
    """Approved, declared and, with `free`, on every day from midnight to midnight."""
    given = {
        "person": person or f.PersonFactory(),
        "state": Listing.APPROVED,
        "approved_at": clock.now(),
        "declared_on": clock.today(),
        "knows": list(knows),
        "speciality": "Inspected twice, SEND",
    }
    row = Listing.objects.create(**{**given, **more})
    if free:
        for day in range(5):
            WeekDay.objects.create(listing=row, day=day, from_time=time(0), until_time=time(23, 59))
    return row


def call_out(head, school, **more) -> CallOut:
    given = {
        "head": head,
        "school": school,
        "area": school.authority,
        "raised_by": head,
        "need": "send",
        "ends_at": clock.now() + timedelta(hours=6),
    }
    return CallOut.objects.create(**{**given, **more})
