"""A statement written once: the same answers for whoever asks, whenever, and on a connection that is new."""

from datetime import timedelta

import pytest
from django.db import connection

from network import clock
from network.models import Membership, Person
from network.prepared import Prepared, planned
from tests import factories as f

pytestmark = pytest.mark.django_db


def _posts(person, now):
    return Membership.objects.live(now).filter(person=person).order_by("pk").values("role", "from_at", "public_id")


def test_it_answers_each_person_and_each_moment_as_django_would():
    now = clock.now()
    first = f.MembershipFactory(from_at=now - timedelta(days=2))
    second = f.MembershipFactory(from_at=now - timedelta(days=1), role=Membership.ACTING_HEAD)
    posts = Prepared(_posts)
    for person, moment in [
        (first.person, now),
        (second.person, now),
        (second.person, now - timedelta(days=1, hours=12)),
        (first.person, now - timedelta(days=3)),
    ]:
        assert list(posts.rows(person.pk, moment)) == list(_posts(person.pk, moment))


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_no_surprise():
    person = f.MembershipFactory().person
    posts = Prepared(_posts)
    before = list(posts.rows(person.pk, clock.now()))
    connection.close()
    assert before
    assert list(posts.rows(person.pk, clock.now())) == before


def test_it_costs_one_query_each_time(django_assert_num_queries):
    person, posts = f.MembershipFactory().person, Prepared(_posts)
    for _ in range(2):
        with django_assert_num_queries(1):
            assert len(list(posts.rows(person.pk, clock.now()))) == 1


def test_a_statement_that_asks_for_nobody_is_refused():
    with pytest.raises(ValueError, match="does not ask for the person"):
        list(Prepared(lambda person, now: Person.objects.values("pk")).rows(1, clock.now()))


@pytest.mark.parametrize("name", ["O'Hara", "100%", "%s", "%%s", "?1", 'say "so"'])
def test_constants_may_hold_any_sign(name):
    first, _ = f.PersonFactory(name=name), f.PersonFactory(name="Somebody else")
    named = Prepared(lambda person, now: Person.objects.filter(pk=person, name=name, joined_at__lte=now).values("name"))
    assert list(named.rows(first.pk, clock.now())) == [{"name": name}]


def test_nothing_stays_open_in_sqlite_but_the_person_and_the_moment():
    """A constant that is bound has the statement planned anew at each asking, where an index has a condition."""
    if connection.vendor == "sqlite":
        written = Prepared(_posts)._write()
        assert len(written.values) == written.sql.count("%s") == 3


@pytest.mark.django_db(transaction=True)
def test_a_statement_of_ones_own_is_planned_once_a_connection_and_answers_the_same():
    sql, person = "SELECT id + %s FROM network_person WHERE email = %s", f.PersonFactory()
    for _ in range(2):
        for number in (1, 2):
            with connection.cursor() as cursor:
                cursor.execute(planned(sql, "bigint", "text"), [number, person.email])
                assert cursor.fetchall() == [(person.pk + number,)]
        connection.close()
