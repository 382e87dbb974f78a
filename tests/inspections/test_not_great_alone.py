"""A head whom nobody stands by reads nowhere that a buddy sees or is told."""

import pytest

from inspections.models import CheckIn
from network import models as m
from tests.announcing import words
from tests.inspections.calls.test_undo_and_seen import page
from tests.inspections.story import at, call, enter_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(now, cast):
    enter_window(cast)
    call(cast)
    now.move_to(at("2026-12-01 17:05"))
    return CheckIn.objects.get(rule="evening")


def answered(sign_in, cast, evening, answer="not_great"):
    said = sign_in(cast.head).post(f"/check-ins/{evening.public_id}/", {"answer": answer}, follow=True)
    return words(said.content.decode())


def alone(cast):
    m.Tie.objects.filter(head=cast.head, kind__in=[m.Tie.BUDDY, m.Tie.RESERVE]).delete()


def test_not_great_with_nobody_to_tell_says_so_and_leads_to_who_can_be_asked(cast, sign_in, evening):
    alone(cast)
    said = answered(sign_in, cast, evening)
    assert "It is recorded. You have no buddy yet, so nobody is told. You can ask to be rung." in said
    assert "Press, and you see who else can be asked to ring you." in said
    assert CheckIn.objects.get(pk=evening.pk).state == CheckIn.ANSWERED


def test_with_a_buddy_it_is_as_before(cast, sign_in, evening):
    assert "Thank you. It is recorded." in answered(sign_in, cast, evening)


def test_no_page_of_hers_speaks_of_a_buddy_she_has_not(cast, sign_in, evening):
    head = sign_in(cast.head)
    visit = cast.head.inspections.get()
    paths = (f"/check-ins/{evening.public_id}/", "/check-ins/", f"/inspection/{visit.public_id}/")
    with_one = [words(page(head, path)) for path in paths]
    assert "Your buddy sees the answer." in with_one[0]
    assert "Only you and your buddy see these." in with_one[1]
    assert "Only you and your buddy see this" in with_one[2]
    assert "Nobody else was told: not your employer, not the council" in with_one[2]
    alone(cast)
    visit.told.all().delete()
    without = [words(page(head, path)) for path in paths]
    assert "You have no buddy yet: only you see the answer." in without[0]
    assert "You have no buddy yet: only you see these. Ask to be rung" in without[1]
    assert "Nobody was told: not your employer, not the council" in without[2]
    for said in without:
        assert "our buddy sees" not in said
        assert "you and your buddy see" not in said
