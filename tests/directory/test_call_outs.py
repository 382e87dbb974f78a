"""A call-out's life, each step with its success and each refusal. Times are a Tuesday in term."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from buddies.models import NotThisPerson
from directory.actions import call_outs
from directory.models import Asked, CallOut, CallOutEvent, DirectorySettings, Listing, MustNotAdvise
from directory.rows import timeline, undelivered
from network import keys
from network.models import Membership, Term, Tie, WordKey
from network.rules import NotAllowed, WrongState
from outbox import kinds as outbox_kinds
from outbox import wording
from outbox.models import Message
from tests import factories as f
from tests.directory import make

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def crowd(cast):
    return [make.listing() for _ in range(5)]


def raised(cast, by=None, **more) -> CallOut:
    given = {"need": "send", "words": "They will not meet our SENCO", "ends_at": TUESDAY + timedelta(hours=6)}
    return call_outs.raise_call(by=by or cast.head, head=cast.head, school=cast.school, **{**given, **more})


def fresh(call) -> CallOut:
    return CallOut.objects.get(pk=call.pk)


def kinds(call_out=None) -> list[str]:
    return sorted(Message.objects.exclude(state=Message.CANCELLED).values_list("kind", flat=True))


def later(time_machine, minutes):
    time_machine.move_to(TUESDAY + timedelta(minutes=minutes), tick=False)
    call_outs.tick()


def say(call, listing, answer=Asked.YES, **more):
    row = Asked.objects.get(call_out=call, listing=listing)
    return call_outs.answer(by=listing.person, asked=row, answer=answer, via=Asked.LINK, **more)


def test_a_press_asks_and_writes_the_same_whatever_the_number_of_colleagues(cast, crowd, django_assert_num_queries):
    """She waits for it: eight questions and six rows' worth of writing, beside the transaction's own two."""
    DirectorySettings.objects.create(id=1, wave_size=30)
    raised(cast, need="grade")  # statements that are written once are written
    for listings in (5, 12):
        while Listing.objects.count() < listings:
            make.listing()
        with django_assert_num_queries(16):
            call = raised(cast, need=f"need-{listings}")
        assert Asked.objects.filter(call_out=call).count() == listings


@pytest.mark.parametrize("who", ["head", "deputy", "buddy"])
def test_the_head_her_deputy_and_her_buddy_may_raise_one(cast, crowd, who):
    call = raised(cast, by=getattr(cast, who))
    assert call.head == cast.head
    assert Asked.objects.filter(call_out=call).count() == 3


@pytest.mark.parametrize("who", ["other_head", "reserve", "ex_buddy", "shared_with", "officer", "representative"])
def test_nobody_else_may(cast, crowd, who):
    with pytest.raises(NotAllowed):
        raised(cast, by=getattr(cast, who))
    assert not CallOut.objects.exists()


def test_not_after_the_inspection_and_not_twice_for_the_same(cast, crowd):
    with pytest.raises(WrongState, match="over"):
        raised(cast, ends_at=TUESDAY)
    raised(cast)
    with pytest.raises(WrongState, match="already asking"):
        raised(cast)


def test_the_words_are_sealed_and_the_alert_names_nobody(cast, crowd):
    call = fresh(raised(cast))
    assert "SENCO" not in call.words
    assert keys.unseal(call.words) == "They will not meet our SENCO"
    message = Message.objects.filter(kind="call-out").first()
    words = wording.words(message)
    assert words.subject == "A colleague needs you on the phone"
    assert "Need: Special educational needs and disabilities" in words.text
    assert "Area: Exampleton" in words.text
    assert "Until: Tuesday 1 December, 16.00" in words.text
    for private in (cast.school.name, cast.head.name, cast.school.urn, "SENCO"):
        assert private not in f"{words}"


def test_waves_grow_and_earlier_ones_stay_asked(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 4)
    assert Asked.objects.filter(call_out=call).count() == 3
    later(time_machine, 5)
    assert Asked.objects.filter(call_out=call).count() == 5
    assert sorted(Asked.objects.filter(call_out=call).values_list("wave", flat=True)) == [1, 1, 1, 2, 2]


def test_the_first_yes_takes_it_and_the_others_are_thanked(cast, crowd):
    call = raised(cast)
    first, second, third = (row.listing for row in Asked.objects.filter(call_out=call).order_by("listing"))
    say(call, third, Asked.NO)
    say(call, second)
    say(call, first)
    call = fresh(call)
    assert (call.state, call.winner) == (CallOut.TAKEN, second)
    alerts = Message.objects.filter(kind="call-out").order_by("to")
    assert {message.state for message in alerts} == {Message.CANCELLED}
    assert kinds() == ["call-out-covered", "call-out-news"]
    assert list(Message.objects.filter(kind="call-out-covered").values_list("to", flat=True)) == [first.person_id]
    assert Message.objects.get(kind="call-out-news").to == cast.head


def test_a_yes_from_a_time_soon_counts_at_once_and_a_late_one_waits(cast, time_machine):
    late, soon = make.listing(), make.listing()
    call = raised(cast)
    say(call, late, Asked.YES_FROM, available_from=TUESDAY + timedelta(hours=2))
    assert fresh(call).winner is None
    say(call, soon, Asked.YES_FROM, available_from=TUESDAY + timedelta(minutes=10))
    assert fresh(call).winner == soon
    assert fresh(call).available_from == TUESDAY + timedelta(minutes=10)


def test_only_if_nobody_else_is_taken_at_the_end(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    say(call, only, Asked.IF_NOBODY)
    assert fresh(call).winner == only


def test_an_answer_needs_to_be_one_of_four_and_a_time_to_come(cast, crowd):
    call = raised(cast)
    row = Asked.objects.filter(call_out=call).first()
    with pytest.raises(WrongState, match="one of the four"):
        say(call, row.listing, "maybe")
    with pytest.raises(WrongState, match="what time"):
        say(call, row.listing, Asked.YES_FROM, available_from=TUESDAY)
    with pytest.raises(NotAllowed):
        call_outs.answer(by=cast.other_head, asked=row, answer=Asked.YES, via=Asked.LINK)


def test_not_spoken_in_time_re_opens_it_for_the_others(cast, crowd, time_machine):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    later(time_machine, 14)
    assert fresh(call).winner == winner
    later(time_machine, 15)
    assert (fresh(call).winner, fresh(call).state) == (None, CallOut.OPEN)
    assert winner not in [row.listing for row in Asked.objects.filter(call_out=call, let_go_at__isnull=True)]
    other = Asked.objects.filter(call_out=call, let_go_at__isnull=True).first().listing
    say(call, other)
    assert fresh(call).winner == other


@pytest.mark.parametrize("presser", ["head", "buddy", "winner"])
def test_we_have_spoken_stops_the_clock(cast, crowd, time_machine, presser):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.spoken(by=winner.person if presser == "winner" else getattr(cast, presser), call=fresh(call))
    later(time_machine, 60)
    assert (fresh(call).winner, fresh(call).state) == (winner, CallOut.SPOKEN)


def test_spoken_is_refused_to_strangers_and_before_a_yes(cast, crowd):
    call = fresh(raised(cast))
    with pytest.raises(WrongState):
        call_outs.spoken(by=cast.head, call=call)
    with pytest.raises(NotAllowed):
        call_outs.spoken(by=cast.officer, call=call)


def test_when_nobody_answers_the_head_reads_it_and_the_officer_hears_no_name(cast, crowd, time_machine):
    call = raised(cast)
    for minutes in (5, 10, 15, 20):
        later(time_machine, minutes)
    assert fresh(call).state == CallOut.UNANSWERED
    assert Message.objects.filter(kind="call-out-news", to=cast.head).count() == 1
    told = Message.objects.get(kind="call-out-unanswered")
    assert told.to == cast.officer
    text = f"{wording.words(told)}"
    assert cast.school.name not in text
    assert cast.head.name not in text
    assert str(call.public_id) not in text


def test_each_time_nobody_is_left_the_head_and_the_officer_hear_of_it(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    later(time_machine, 5)
    say(call, only)
    later(time_machine, 25)
    assert fresh(call).state == CallOut.UNANSWERED
    assert Message.objects.filter(kind="call-out-unanswered", to=cast.officer).count() == 2


def test_who_said_yes_may_still_say_no_and_the_others_are_asked_at_once(cast, crowd):
    call = raised(cast)
    first, second, third = (row.listing for row in Asked.objects.filter(call_out=call).order_by("listing"))
    say(call, first)
    say(call, second)
    say(call, first, Asked.NO)
    call = fresh(call)
    assert (call.state, call.winner) == (CallOut.OPEN, None)
    due = Message.objects.filter(kind="call-out", state=Message.DUE)
    assert set(due.values_list("to", flat=True)) >= {second.person_id, third.person_id}
    assert first.person_id not in due.values_list("to", flat=True)
    assert "withdrew" in call.events.values_list("what", flat=True)
    say(call, third)
    assert fresh(call).winner == third


def test_after_they_have_spoken_a_no_changes_nothing(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.spoken(by=cast.head, call=fresh(call))
    say(call, winner, Asked.NO)
    assert (fresh(call).state, fresh(call).winner) == (CallOut.SPOKEN, winner)


def test_a_second_yes_after_a_re_opening_thanks_the_others_again(cast, time_machine):
    """And each alert of the new round leaves although one left before."""
    first, second, third = (make.listing() for _ in range(3))
    call = raised(cast)
    say(call, first)
    later(time_machine, 15)
    again = Message.objects.filter(kind="call-out", state=Message.DUE).values_list("to", flat=True)
    assert set(again) == {second.person_id, third.person_id}
    say(call, second)
    later(time_machine, 30)
    again = Message.objects.filter(kind="call-out", state=Message.DUE).values_list("to", flat=True)
    assert list(again) == [third.person_id]
    say(call, third)
    assert fresh(call).winner == third


def test_whoever_was_let_go_hears_that_it_is_covered_and_is_thanked_if_they_spoke_after_all(cast, crowd, time_machine):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    later(time_machine, 15)
    assert Message.objects.filter(kind="call-out-covered", to=winner.person).count() == 1
    call_outs.done(by=cast.head, call=fresh(call))
    assert Message.objects.get(kind="call-out-thanks").to == winner.person


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


def test_an_alert_that_could_not_be_delivered_stands_in_the_timeline(cast, crowd):
    call = raised(cast)
    alert = Message.objects.filter(kind="call-out").first()
    Message.objects.filter(pk=alert.pk).update(state=Message.FAILED, why="the address was refused (550)")
    (line,) = undelivered(fresh(call))
    assert line.listing_id == Asked.objects.get(pk=alert.about.removeprefix("asked:")).listing_id
    text = [line.words for line in timeline([*CallOutEvent.objects.filter(call_out=call), line], None)]
    assert any("could not be delivered" in words for words in text)


def test_later_waves_say_so_in_the_timeline(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 5)
    lines = [line.words for line in timeline(list(CallOutEvent.objects.filter(call_out=call)), None)]
    assert lines[-1] == "Colleague 5 was asked too, in wave 2."


def test_two_presses_at_the_same_moment_ask_once(cast, crowd):
    """The second finds no call yet, and the database refuses it."""
    raised(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.call_out(cast.head, cast.school)


def test_the_senior_number_comes_along_and_follows(cast, crowd):
    call = raised(cast, senior_number="0300 000 0001")
    assert fresh(call).senior_number == "0300 000 0001"
    end = TUESDAY + timedelta(hours=8)
    call_outs.follow(head=cast.head, school=cast.school, ends_at=end, senior_number="0300 000 0002")
    assert (fresh(call).senior_number, fresh(call).ends_at) == ("0300 000 0002", end)


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


def test_a_late_yes_still_takes_an_unanswered_call(cast, time_machine):
    only = make.listing()
    call = raised(cast)
    later(time_machine, 5)
    assert fresh(call).state == CallOut.UNANSWERED
    say(call, only)
    assert (fresh(call).state, fresh(call).winner) == (CallOut.TAKEN, only)


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


def test_cancel_and_done_are_the_head_sides_and_close_it(cast, crowd):
    call = fresh(raised(cast))
    for who in (cast.officer, cast.other_head, cast.reserve):
        with pytest.raises(NotAllowed):
            call_outs.cancel(by=who, call=call)
    call_outs.cancel(by=cast.deputy, call=call)
    call = fresh(call)
    assert call.state == CallOut.CANCELLED
    assert Message.objects.filter(kind="call-out", state=Message.DUE).count() == 0
    with pytest.raises(WrongState, match="closed"):
        call_outs.done(by=cast.head, call=call)


def test_done_thanks_the_one_who_helped(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    call_outs.done(by=cast.head, call=fresh(call))
    assert fresh(call).state == CallOut.DONE
    assert Message.objects.get(kind="call-out-thanks").to == winner.person


def test_a_further_helper_is_somebody_else(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    further = raised(cast, need="safeguarding", beside=fresh(call))
    assert winner not in [row.listing for row in Asked.objects.filter(call_out=further)]


def test_every_call_closes_itself_when_the_inspection_ends(cast, crowd, time_machine):
    call = raised(cast)
    later(time_machine, 6 * 60)
    call = fresh(call)
    assert (call.state, call.closed_at is not None) == (CallOut.ENDED, True)
    key = WordKey.objects.get(subject=f"call-out:{call.public_id}")
    assert key.keep_until == call.closed_at + timedelta(days=30)
    further = raised(cast, ends_at=TUESDAY + timedelta(hours=9))
    assert call_outs.end_for(head=cast.head, school=cast.school) == 1
    assert fresh(further).state == CallOut.ENDED


def test_the_timeline_names_only_the_one_who_came(cast, crowd):
    call = raised(cast)
    first, second, _ = Asked.objects.filter(call_out=call).order_by("listing")
    say(call, first.listing, Asked.NO)
    say(call, second.listing)
    lines = [line.words for line in timeline(list(CallOutEvent.objects.filter(call_out=call)), second.listing)]
    assert lines == [
        "You asked.",
        "Colleague 1 was asked.",
        "Colleague 2 was asked.",
        "Colleague 3 was asked.",
        "Colleague 1 cannot this time.",
        f"{second.listing.person.name} said yes.",
        f"{second.listing.person.name} said yes and has your details.",
    ]


def test_who_may_see_a_call(cast, crowd):
    call = raised(cast)
    winner = Asked.objects.filter(call_out=call).first().listing
    say(call, winner)
    sees = {name for name, person in cast.people.items() if CallOut.objects.visible_to(person).exists()}
    assert sees == {"HO", "DP", "BD"}
    assert CallOut.objects.visible_to(winner.person).exists()
    call_outs.done(by=cast.head, call=fresh(call))
    assert not CallOut.objects.visible_to(winner.person).exists()
    Tie.objects.filter(person=cast.buddy).update(to_at=TUESDAY)
    assert not CallOut.objects.visible_to(cast.buddy).exists()


@pytest.mark.parametrize("change", ["taken", "closed", "no", "let go", "paused", "another's"])
def test_an_alert_still_waiting_does_not_leave_once_it_is_not_wanted(cast, crowd, change):
    """Asked again in the moment of sending, should the cancelling have missed it."""
    call = raised(cast)
    message = Message.objects.filter(kind="call-out").first()
    row = Asked.objects.get(pk=message.about.removeprefix("asked:"))
    still_wanted = outbox_kinds.get("call-out").still_wanted
    assert still_wanted(message) is True
    if change == "taken":
        CallOut.objects.filter(pk=call.pk).update(winner=crowd[4], won_at=TUESDAY, state=CallOut.TAKEN)
    elif change == "closed":
        CallOut.objects.filter(pk=call.pk).update(closed_at=TUESDAY, state=CallOut.DONE)
    elif change == "no":
        Asked.objects.filter(pk=row.pk).update(answer=Asked.NO, answered_at=TUESDAY)
    elif change == "let go":
        Asked.objects.filter(pk=row.pk).update(let_go_at=TUESDAY)
    elif change == "paused":
        Listing.objects.filter(pk=row.listing_id).update(state=Listing.PAUSED)
    else:
        message.to = cast.head
    assert still_wanted(message) is False
