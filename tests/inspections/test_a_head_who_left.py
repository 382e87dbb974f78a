"""A head who is suspended, leaves or loses the school's mailbox keeps account, buddy, log and after-care. No officer,
employer or import can end these."""

from datetime import timedelta

import pytest

from buddies.models import Pairing
from inspections.calls.actions import inspections
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, Inspection
from inspections.support.actions import log, support
from network import clock
from network import models as m
from network.members.actions import memberships
from network.models import Membership
from network.rules import NotAllowed, WrongState
from tests import factories as f
from tests.inspections.story import MONDAY, at, call, enter_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast):
    """Inspected on 1 and 2 December; on the 9th the officer ends her post."""
    enter_window(cast)
    cast.things["inspection"] = call(cast)
    log.write(by=cast.head, words="MARKER of a bad day")
    now.move_to(at("2026-12-09 10:00"))
    cast.things["plan"] = support.open_plan(by=cast.head, inspection=cast.inspection)
    memberships.end(by=cast.officer, membership=cast.head.memberships.get())
    return cast


def test_her_front_page_keeps_whoever_stands_by_her(story, sign_in, now):
    Inspection.objects.update(closed_at=clock.now())  # also when nothing is open any more
    client = sign_in(story.head)
    text = client.get("/today/").content.decode()
    for words in ("Blake Example", "Please ring me", "All of mine"):
        assert words in text
    assert "You have no buddy yet" not in text
    assert "The call has come<" not in text, "there is no school of hers to press it for"
    more = client.get("/more/").content.decode()
    for words in ("My log, for me alone", "My check-ins", "If I go quiet", "Who else may know the days"):
        assert words in more, "what she wrote stays hers to find"
    for path in ("/log/", "/check-ins/", "/if-i-go-quiet/", "/please-ring-me/", f"/support/{story.plan.public_id}/"):
        assert client.get(path).status_code == 200, path
    assert "MARKER of a bad day" in client.get("/log/").content.decode()


def test_after_care_goes_on_for_a_year(story, now):
    seen = set()
    for day in ("2026-12-18", "2027-01-08", "2027-02-08", "2027-04-10", "2027-12-20", "2028-01-20"):
        now.move_to(at(f"{day} 09:00"))
        planning.mark_missed()
        planning.plan_check_ins()
        seen |= set(CheckIn.objects.exclude(state=CheckIn.CANCELLED).values_list("rule", flat=True))
    assert {"one-month", "three-months", "one-year"} <= seen


def test_twelve_months_on_she_still_signs_in_and_her_buddy_still_stands_by_her(story, sign_in, now):
    now.move_to(at("2027-12-20 10:00"))
    assert sign_in(story.head).get("/today/").status_code == 200
    assert m.Tie.objects.live().filter(head=story.head, person=story.buddy, kind=m.Tie.BUDDY).exists()


def test_her_successor_presses_the_call_and_learns_nothing_of_hers(story, sign_in, now):
    successor = f.PersonFactory(name="Sunny Example")
    f.MembershipFactory(person=successor, school=story.school, role=Membership.ACTING_HEAD)
    now.move_to(at("2027-03-01 10:00"))
    client = sign_in(successor)
    assert "Hollis" not in client.get("/today/").content.decode()
    assert client.get(f"/inspection/{story.inspection.public_id}/").status_code == 404
    own = inspections.the_call_has_come(by=successor, school=story.school, head=successor)
    assert own.pk != story.inspection.pk
    assert Inspection.objects.open().filter(head=story.head).exists()
    assert inspections.the_call_has_come(by=successor, school=story.school, head=successor) == own


def test_two_heads_who_share_a_school_share_its_call(cast, now):
    other = f.PersonFactory()
    f.MembershipFactory(person=other, school=cast.school, role=Membership.CO_HEAD)
    enter_window(cast)
    call(cast)
    with pytest.raises(WrongState, match="by another head"):
        inspections.the_call_has_come(by=other, school=cast.school, head=other)


def test_she_cannot_be_called_for_a_school_that_is_no_longer_hers(story):
    with pytest.raises(NotAllowed):
        inspections.the_call_has_come(by=story.head, school=story.school, head=story.head)


def test_no_officer_ends_her_pairing_until_three_months_after_publication(story, now):
    from buddies.steps.actions import pairings

    pairing = Pairing.objects.create(
        head=story.head,
        buddy=story.buddy,
        state=Pairing.IN_FORCE,
        head_yes_at=MONDAY,
        buddy_yes_at=MONDAY,
        protected_until=clock.now() + timedelta(days=120),
    )
    with pytest.raises((NotAllowed, WrongState)):
        pairings.end(pairing=pairing, by=story.officer)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.IN_FORCE
