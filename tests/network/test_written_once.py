"""A statement written once: the same answers as Django's own, whatever the values."""

from datetime import date, datetime, timedelta

import pytest

from network import clock
from network.models import Membership, Term
from network.written_once import WrittenOnce
from tests import factories as f

NAMES = {"school": int, "now": datetime}
pytestmark = pytest.mark.django_db


def _posts(school, now):
    found = Membership.objects.live(now).filter(school=school)
    return found.order_by("pk").values_list("person", "role", "from_at", "public_id")


def test_it_answers_for_each_set_of_values_as_django_would():
    now, posts = clock.now(), WrittenOnce(_posts, **NAMES)
    first = f.MembershipFactory(from_at=now - timedelta(days=2))
    second = f.MembershipFactory(from_at=now - timedelta(days=1), school=first.school)
    other = f.MembershipFactory(from_at=now - timedelta(days=1))
    for school in (first.school, other.school):
        for moment in (now, now - timedelta(hours=36), now - timedelta(days=3)):
            as_django = list(_posts(school.pk, moment))
            assert list(posts.rows(school=school.pk, now=moment)) == as_django
            assert list(posts.streamed(school=school.pk, now=moment)) == as_django
    assert second.person_id in {row[0] for row in posts.rows(school=first.school_id, now=now)}


def test_dates_too(django_assert_num_queries):
    today = clock.today()
    ends_on = today + timedelta(days=40)
    term = Term.objects.create(authority=f.AuthorityFactory(), name="Autumn", starts_on=today, ends_on=ends_on)
    running = WrittenOnce(lambda day: Term.objects.filter(ends_on__gte=day).values_list("pk", "ends_on"), day=date)
    running.rows(day=today)
    for day, found in [(today, [(term.pk, ends_on)]), (ends_on + timedelta(days=1), [])]:
        with django_assert_num_queries(1):
            assert list(running.rows(day=day)) == found


def test_a_statement_that_leaves_a_value_out_is_refused():
    forgets = WrittenOnce(lambda school, now: Membership.objects.filter(school=school).values_list("pk"), **NAMES)
    with pytest.raises(ValueError, match="does not ask for now"):
        forgets.rows(school=1, now=clock.now())


def test_a_reader_who_stops_half_way_leaves_the_connection_free():
    f.MembershipFactory.create_batch(3)
    everybody = WrittenOnce(lambda now: Membership.objects.live(now).order_by("pk").values_list("pk"), now=datetime)
    rows = everybody.streamed(now=clock.now())
    assert next(rows)
    rows.close()
    assert Membership.objects.count() == 3
