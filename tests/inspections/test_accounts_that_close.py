"""Somebody closes her account while things are under way: everybody else's go on, and her own end in their own time."""

from datetime import timedelta

import pytest

from inspections import tasks
from inspections.answers.actions import answers as check_ins
from inspections.calls.actions import inspections
from inspections.check_ins.actions.planning_inputs import of_heads, whom_to_plan
from inspections.models import CheckIn, Inspection
from network import clock, hooks
from network import models as m
from network.details.actions import people
from network.models import Person, WordKey
from network.privacy import keys
from tests import factories as f
from tests.inspections.story import at, call, enter_window

pytestmark = pytest.mark.django_db
PUBLISHED_ON = at("2027-01-20 09:00").date()


@pytest.fixture
def two(cast, now):
    """Two heads are called; in January, in after-care, one of them closes her account."""
    enter_window(cast)
    cast.things["hers"] = call(cast)
    m.School.objects.filter(memberships__person=cast.other_head).update(in_window=True)
    school = cast.other_head.memberships.get().school
    cast.things["others"] = inspections.the_call_has_come(by=cast.other_head, school=school, head=cast.other_head)
    now.move_to(at("2026-12-01 18:00"))
    question = CheckIn.objects.filter(head=cast.head, inspection=cast.hers).earliest("due_at")
    check_ins.answer(by=cast.head, check_in=question, answer="fine", note="her own words")
    for inspection, head in ((cast.hers, cast.head), (cast.others, cast.other_head)):
        inspections.note_dates(by=head, inspection=inspection, published_on=PUBLISHED_ON)
    now.move_to(at("2027-01-25 10:00"))
    people.close(by=cast.head)
    return cast


def test_planning_goes_on_for_everybody_else(two, now):
    CheckIn.objects.filter(head=two.other_head, due_at__gt=clock.now()).delete()
    tasks.tick()
    assert CheckIn.objects.filter(head=two.other_head, state=CheckIn.PLANNED).exists()


def test_she_is_asked_nothing_more_and_what_was_planned_for_her_is_taken_back(two):
    assert CheckIn.objects.filter(head=two.head, state=CheckIn.PLANNED).exists()
    tasks.tick()
    assert not CheckIn.objects.filter(head=two.head, state=CheckIn.PLANNED, due_at__gt=clock.now()).exists()


def test_when_an_administrator_opens_her_account_again_it_is_planned_again(two):
    tasks.tick()
    people.open_again(by=two.administrator, person=two.head)
    tasks.tick()
    assert CheckIn.objects.filter(head=two.head, state=CheckIn.PLANNED).exists()


def test_the_two_queries_agree_about_who_counts(two):
    """Whoever is to be planned is known, and whoever has gone is neither."""
    wanted = whom_to_plan(now=clock.now())
    assert two.head.pk not in wanted
    assert two.other_head.pk in wanted
    assert two.head.pk not in of_heads(heads=[two.head.pk, two.other_head.pk], now=clock.now())


def test_her_inspection_closes_in_its_own_time_and_her_words_go(two, now):
    now.move_to(at("2028-02-20 10:00"))
    tasks.tick()
    assert set(Inspection.objects.filter(closed_at__isnull=False)) == {two.hers, two.others}
    now.move_to(at("2028-02-20 10:00") + timedelta(days=31))
    keys.delete_due()
    left = WordKey.objects.filter(owner=two.head, subject__startswith="pairing:", deleted_at__isnull=True)
    assert not left.exists()


def test_a_head_called_before_she_ever_joined_stops_nobody(two):
    Person.objects.filter(pk=two.head.pk).update(is_active=True, joined_at=None)
    tasks.tick()


@pytest.mark.parametrize("gone", ["buddy", "reserve", "deputy", "officer"])
def test_whoever_else_closes_the_account_stops_nothing(cast, now, gone):
    enter_window(cast)
    call(cast)
    Person.objects.filter(pk=cast[COLUMNS[gone]].pk).update(is_active=False)
    for moment in ("2026-12-01 09:00", "2026-12-01 17:00", "2026-12-04 12:30", "2027-01-08 10:00"):
        now.move_to(at(moment))
        tasks.tick()
        tasks.pass_on()
        tasks.remind()
        tasks.refresh_windows()


COLUMNS = {"buddy": "BD", "reserve": "BR", "deputy": "DP", "officer": "OF"}


def test_a_school_that_closes_or_a_post_that_ends_stops_nothing(two, now):
    m.School.objects.filter(pk=two.school.pk).update(status=m.School.CLOSED)
    m.Membership.objects.filter(person=two.other_head).update(to_at=clock.now())
    Person.objects.filter(pk=two.head.pk).update(is_active=True)
    for moment in ("2027-02-01 10:00", "2028-02-20 10:00"):
        now.move_to(at(moment))
        tasks.tick()
    assert not Inspection.objects.open().exists()


def test_a_head_whose_only_buddy_has_left_is_not_asked_as_if_somebody_heard(cast, now):
    """In the window it is the buddy who hears an answer: without one nobody would."""
    enter_window(cast)
    f.TieFactory(head=cast.other_head, person=cast.reserve, kind=m.Tie.RESERVE)
    tasks.tick()
    assert CheckIn.objects.filter(head=cast.head, inspection=None, state=CheckIn.PLANNED).exists()
    Person.objects.filter(pk=cast.buddy.pk).update(is_active=False)
    hooks.call(hooks.facts_changed, people=[cast.buddy.pk])  # as whatever closes an account says
    tasks.tick()
    assert not CheckIn.objects.filter(head=cast.head, inspection=None, state=CheckIn.PLANNED).exists()
