"""School holidays hold ordinary messages too, for those who work in a school and chose so."""

from datetime import UTC, date, datetime

import pytest

from network import models as m
from network.contact import quiet
from outbox.reach.days_off import DaysOff
from tests import factories as f

pytestmark = pytest.mark.django_db
AUGUST = datetime(2027, 8, 4, 9, tzinfo=UTC)
BACK = date(2027, 9, 2)


@pytest.fixture(autouse=True)
def _in_august(time_machine):
    """Whoever leads a school has done so since long before."""
    time_machine.move_to(AUGUST)


@pytest.fixture
def area(db):
    area = f.AuthorityFactory()
    m.Term.objects.create(authority=area, name="Summer", starts_on=date(2027, 4, 12), ends_on=date(2027, 7, 21))
    m.Term.objects.create(authority=area, name="Autumn", starts_on=BACK, ends_on=date(2027, 12, 17))
    return area


def somebody(*areas, **choice) -> m.Person:
    person = f.PersonFactory(**choice)
    for area in areas:
        f.MembershipFactory(person=person, school=f.SchoolFactory(authority=area), role=m.Membership.HEAD)
    return m.Person.objects.get(pk=person.pk)


def held(person, moment=AUGUST):
    return quiet.held_for(person, moment, DaysOff().of(person, moment))


def test_a_head_hears_when_term_begins(area):
    assert held(somebody(area)) == datetime(2027, 9, 2, 6, 30, tzinfo=UTC)


def test_a_term_nobody_typed_in_holds_nothing(area):
    m.Term.objects.filter(name="Summer").update(starts_on="2027-01-04", ends_on="2027-03-25")
    assert held(somebody(area), datetime(2027, 6, 2, 9, tzinfo=UTC)) is None


def test_whoever_did_not_choose_it_hears_at_once(area):
    assert held(somebody(area, quiet_holidays=False)) is None


def test_whoever_is_of_no_school_has_no_school_holidays(area):
    assert held(somebody()) is None


def test_whoever_leads_two_schools_is_off_when_both_are(area):
    open_now = f.AuthorityFactory(code="988", name="Elsewhere")
    m.Term.objects.create(authority=open_now, name="All year", starts_on=date(2027, 1, 4), ends_on=date(2027, 12, 17))
    assert held(somebody(area, open_now)) is None


def test_half_term_and_a_day_the_school_typed_count(area):
    person = somebody(area)
    m.Closure.objects.create(authority=area, name="Half-term", starts_on=date(2027, 5, 31), ends_on=date(2027, 6, 4))
    school = person.memberships.get().school
    m.Closure.objects.create(school=school, name="Training", starts_on=date(2027, 6, 7), ends_on=date(2027, 6, 7))
    assert held(person, datetime(2027, 6, 2, 9, tzinfo=UTC)) == datetime(2027, 6, 8, 6, 30, tzinfo=UTC)


def test_in_term_time_nothing_is_asked_about_a_person(area, django_assert_num_queries):
    days, moment = DaysOff(), datetime(2027, 10, 6, 9, tzinfo=UTC)
    days.of(somebody(area), moment)
    person = somebody(area)
    with django_assert_num_queries(0):
        assert quiet.held_for(person, moment, days.of(person, moment)) is None


@pytest.mark.parametrize("count", [1, 30])
def test_many_are_asked_about_together(area, count, django_assert_num_queries):
    people = [somebody(area) for _ in range(count)] + [somebody(), somebody(area, quiet_holidays=False)]
    days = DaysOff()
    with django_assert_num_queries(5):
        days.ask_for(people, AUGUST)
        until = [quiet.held_for(person, AUGUST, days.of(person, AUGUST)) for person in people]
    assert until == [datetime(2027, 9, 2, 6, 30, tzinfo=UTC)] * count + [None, None]
