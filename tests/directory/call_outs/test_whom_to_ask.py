"""Whom a call-out asks, and whose yes counts: conflicts, holidays, vetoes, and who can be rung."""

from datetime import date

import pytest

from buddies.models import NotThisPerson
from directory.call_outs.timeline import timeline
from directory.models import Asked, CallOut, CallOutEvent, Listing, MustNotAdvise
from network.models import Membership, Term
from network.rules import WrongState
from outbox.models import Message
from tests import factories as f
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, raised, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def crowd(cast):
    return [make.listing() for _ in range(5)]


def test_who_has_no_channel_stands_in_the_timeline(cast, crowd):
    unreachable = make.listing()
    unreachable.person.contact_points.all().delete()
    call = raised(cast)
    events = list(CallOutEvent.objects.filter(call_out=call, what="no_channel"))
    assert [event.listing for event in events] == [unreachable]
    lines = [line.words for line in timeline(list(CallOutEvent.objects.filter(call_out=call)), None)]
    assert "Colleague 1 could not be reached: no channel." in lines
    assert not Asked.objects.filter(listing=unreachable).exists()


def test_who_has_no_number_to_ring_is_not_asked_and_stands_in_the_timeline(cast, settings):
    """A yes of hers would show the head a name and nothing to ring. A number of which no code has come yet will do."""
    without, unchecked = make.listing(), make.listing()
    without.person.contact_points.filter(channel="sms").delete()
    unchecked.person.contact_points.filter(channel="sms").update(confirmed_at=None)
    settings.DEMO, settings.NOTIFY_API_KEY = False, ""
    unreachable = make.listing()  # a number to ring, and no service for texts
    unreachable.person.contact_points.filter(channel="email").delete()
    call = raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [unchecked]
    events = CallOutEvent.objects.filter(call_out=call, what="no_channel")
    assert {event.listing for event in events} == {without, unreachable}
    assert not Message.objects.filter(to=without.person).exists()


def test_the_employer_she_declared_is_a_conflict(cast):
    """Of another trust than the one the school belongs to she is free to advise; by its name in any case."""
    hers = make.listing(employer="trust", employer_known=cast.employer)
    other = make.listing(employer_known=f.OrganisationFactory(kind="trust"))
    raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [other]
    assert hers.employer_known in (cast.school.trust, cast.school.foundation, cast.school.board)


def test_working_for_the_council_itself_is_a_conflict_and_in_one_of_its_schools_is_not(cast):
    council = f.OrganisationFactory(kind="council", name=f"{cast.school.authority.name} City Council")
    make.listing(employer_known=council)
    head_there = make.listing(employer_known=council)
    f.MembershipFactory(person=head_there.person, school=f.SchoolFactory(authority=cast.school.authority))
    raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [head_there]


def test_who_is_on_holiday_at_home_is_not_asked(cast):
    away, there = make.listing(), make.listing()
    elsewhere = f.SchoolFactory(authority=f.AuthorityFactory(code="988"))
    f.MembershipFactory(person=away.person, school=elsewhere)
    f.MembershipFactory(person=there.person, school=f.SchoolFactory(authority=cast.school.authority))
    Term.objects.create(
        authority=elsewhere.authority, name="Spring", starts_on=date(2027, 1, 5), ends_on=date(2027, 3, 26)
    )
    raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [there]


def test_a_term_nobody_typed_in_is_no_holiday(cast):
    listing = make.listing()
    elsewhere = f.SchoolFactory(authority=f.AuthorityFactory(code="988"))
    f.MembershipFactory(person=listing.person, school=elsewhere)
    for name, first, last in [("Autumn", (2026, 9, 1), (2026, 10, 23)), ("Summer", (2027, 4, 12), (2027, 7, 21))]:
        Term.objects.create(authority=elsewhere.authority, name=name, starts_on=date(*first), ends_on=date(*last))
    raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [listing]


def test_with_nobody_in_the_directory_it_says_so_at_once(cast):
    assert fresh(raised(cast)).state == CallOut.UNANSWERED


def test_conflicts_are_never_asked(cast):
    same_employer = make.listing()
    f.MembershipFactory(person=same_employer.person, school=f.SchoolFactory(trust=cast.employer), role=Membership.STAFF)
    declared = make.listing()
    MustNotAdvise.objects.create(listing=declared, school=cast.school)
    make.listing(serving_inspector=True)
    make.listing(person=cast.buddy)
    make.listing(person=cast.reserve)
    make.listing(person=cast.representative)
    make.listing(person=cast.officer)
    make.listing(free=False)
    unreachable = make.listing()
    unreachable.person.contact_points.all().delete()
    paused = make.listing(state="paused")
    undeclared = make.listing(declared_on=None)
    assert fresh(raised(cast)).state == CallOut.UNANSWERED
    assert not Asked.objects.filter(listing__in=[paused, undeclared]).exists()
    assert not Asked.objects.exists()


@pytest.mark.parametrize("since", ["paused", "employer", "officer", "declared", "vetoed", "undeclared"])
def test_a_yes_counts_only_from_somebody_who_may_still_be_asked(cast, since):
    """She was asked, and then paused, or took a post that rules her out: an old link is no way to a head's number."""
    listing = make.listing()
    call = raised(cast)
    match since:
        case "paused":
            Listing.objects.filter(pk=listing.pk).update(state=Listing.PAUSED)
        case "employer":
            f.MembershipFactory(
                person=listing.person, organisation=cast.employer, role=Membership.REPRESENTATIVE, school=None
            )
        case "officer":
            f.RoleGrantFactory(person=listing.person)
        case "declared":
            MustNotAdvise.objects.create(listing=listing, school=cast.school)
        case "vetoed":
            NotThisPerson.objects.create(head=cast.head, person=listing.person)
        case "undeclared":
            Listing.objects.filter(pk=listing.pk).update(declared_on=None)
    for answer in (Asked.YES, Asked.IF_NOBODY):
        with pytest.raises(WrongState, match="Nothing more is needed"):
            say(call, listing, answer)
    assert fresh(call).winner is None
    assert not CallOut.objects.visible_to(listing.person).exists()
    say(call, listing, Asked.NO)


def test_a_kept_answer_of_somebody_who_has_been_paused_is_passed_over(cast, time_machine):
    kept, other = make.listing(), make.listing()
    call = raised(cast)
    say(call, kept, Asked.IF_NOBODY)
    Listing.objects.filter(pk=kept.pk).update(state=Listing.PAUSED)
    say(call, other, Asked.NO)
    assert (fresh(call).winner, fresh(call).state) == (None, CallOut.UNANSWERED)


def test_whom_the_head_will_not_have_is_never_asked(cast):
    vetoed = make.listing()
    NotThisPerson.objects.create(head=cast.head, person=vetoed.person)
    assert fresh(raised(cast)).state == CallOut.UNANSWERED
    assert not Asked.objects.exists()


def test_a_serving_inspector_is_asked_once_the_contract_is_on_record(cast):
    inspector = make.listing(serving_inspector=True, contract_allows_at=TUESDAY)
    raised(cast)
    assert [row.listing for row in Asked.objects.all()] == [inspector]


def test_a_further_helper_is_somebody_else(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    further = raised(cast, need="safeguarding", beside=fresh(call))
    assert winner not in [row.listing for row in Asked.objects.filter(call_out=further)]
