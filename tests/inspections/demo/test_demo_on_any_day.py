"""Whoever loads the demonstration in June or on a leap day finds the same people in the window as in November."""

import pytest

from inspections.demo import invented, load
from inspections.windows.actions import windows
from network.models import School
from tests.factories import AuthorityFactory

WAITING = {
    "Example Academy",
    "Example Community Primary",
    "Example Junior School",  # Amina's
    "Example Secondary School",  # Nia's
}
DAYS = [
    *("2026-11-25", "2027-06-01", "2027-06-15", "2027-07-02", "2027-07-31", "2027-08-01", "2027-08-03", "2027-08-31"),
    *("2027-09-01", "2028-02-29", "2029-11-15", "2029-12-31", "2031-07-15"),  # from 2029 on a report card was the last
]


@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS)
def test_the_same_schools_are_in_the_window(time_machine, day):
    time_machine.move_to(f"{day}T09:00:00+00:00")
    AuthorityFactory(code=invented.AUTHORITY[0])
    load._places()
    windows.refresh(schools=School.objects.filter(is_example=True))
    assert set(School.objects.filter(in_window=True).values_list("name", flat=True)) == WAITING
