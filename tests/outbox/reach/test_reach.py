"""When somebody can be reached: one answer, for one person or for many, in a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest

from network import models as m
from outbox.reach import reach
from outbox.reach.days_off import DaysOff, days_of, posts_of
from tests import factories as f

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 12, 18, 20, tzinfo=UTC)  # after the last day of term
BACK = datetime(2027, 1, 4, 7, 30, tzinfo=UTC)


@pytest.fixture
def area(time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    area = f.AuthorityFactory()
    for first, last in (("2026-11-02", "2026-12-18"), ("2027-01-04", "2027-02-12")):
        m.Term.objects.create(authority=area, name="Term", starts_on=first, ends_on=last)
    return area


def head_in(area, **choice):
    person = f.PersonFactory(**choice)
    f.MembershipFactory(person=person, school=f.SchoolFactory(authority=area), role=m.Membership.HEAD)
    return m.Person.objects.get(pk=person.pk)


def test_one_and_many_are_told_the_same(area, django_assert_num_queries):
    people = [
        head_in(area),
        head_in(area, quiet_holidays=False),
        head_in(area, quiet_holidays=False, quiet_weekends=False),
        m.Person.objects.get(pk=f.PersonFactory().pk),  # of no school
    ]
    monday, saturday = datetime(2026, 12, 21, 7, 30, tzinfo=UTC), datetime(2026, 12, 19, 7, 30, tzinfo=UTC)
    assert [reach.reachable_from(one, FRIDAY, DaysOff()) for one in people] == [BACK, monday, saturday, monday]
    days_off = DaysOff()
    with django_assert_num_queries(5):
        days_off.ask_for(people, FRIDAY)
        assert [reach.reachable_from(one, FRIDAY, days_off) for one in people] == [BACK, monday, saturday, monday]
    more, days_off = [head_in(area) for _ in range(20)], DaysOff()
    with django_assert_num_queries(5):
        days_off.ask_for([*people, *more], FRIDAY)
        assert {reach.reachable_from(one, FRIDAY, days_off) for one in more} == {BACK}


def test_who_can_be_reached_now_is_reached_now(area):
    noon, person = datetime(2026, 12, 17, 12, tzinfo=UTC), head_in(area)
    assert reach.reachable_from(person, noon, DaysOff()) == noon
    assert reach.reachable_from(person, FRIDAY, DaysOff()) > FRIDAY


def test_days_off_as_a_value_are_those_the_sender_knows(area):
    from network.schools.school_days import calendars_of

    person, days = head_in(area), DaysOff()
    posts = posts_of([person.pk], FRIDAY)
    value = days_of(posts[person.pk], calendars_of(posts[person.pk]), days.bank)
    known = days.of(person, FRIDAY)
    for number in range(1, 32):
        day = date(2026, 12, number)
        assert (day in value) == (day in known), day
    assert value.is_school_holiday(date(2026, 12, 22))
    assert not value.is_school_holiday(date(2026, 12, 17))
