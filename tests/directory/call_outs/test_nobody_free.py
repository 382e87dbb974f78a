"""Called when nobody is free: it says when somebody is, asks them then by itself, and stands in nobody's way."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.colleagues import availability
from directory.listings.actions import listings
from directory.models import Asked, CallOut, CallOutEvent, Leave, WeekDay
from network.models import Term, WordKey
from outbox.models import Message
from tests import factories as f
from tests.announcing import page_behind, words
from tests.directory import make
from tests.directory.calls import fresh, have_left, raised, say
from tests.people import signed_in

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 12, 6, 21, 32, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
ENDS = datetime(2026, 12, 7, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_a_sunday(time_machine):
    time_machine.move_to(SUNDAY, tick=False)


def on_weekdays(first=time(8, 30), last=time(17)):
    listing = make.listing(free=False)
    for day in range(5):
        WeekDay.objects.create(listing=listing, day=day, from_time=first, until_time=last)
    return listing


def page_of(person, call):
    return signed_in(person).get(reverse("directory:call-out", args=[call.public_id])).content.decode()


def at(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    call_outs.tick()


@pytest.mark.parametrize("press", [call_outs.cancel, call_outs.done])
def test_a_call_that_could_ask_nobody_can_be_cancelled_closed_and_raised_again(cast, press):
    call = raised(cast, ends_at=ENDS)
    assert not Asked.objects.exists()
    press(by=cast.head, call=call)
    assert fresh(call).closed_at is not None
    press(by=cast.head, call=call)  # pressed twice, it is simply closed
    again = raised(cast, ends_at=ENDS)
    assert again != call
    assert fresh(again).state == CallOut.UNANSWERED


def test_it_ends_by_itself_with_its_words_and_every_later_call_goes_on(cast, time_machine):
    call = raised(cast, ends_at=ENDS)
    there = f.MembershipFactory(person=f.PersonFactory(), school=f.SchoolFactory())
    colleagues = [make.listing() for _ in range(4)]
    later = call_outs.raise_call(
        by=there.person, head=there.person, school=there.school, need="", words="", ends_at=ENDS + timedelta(days=1)
    )
    at(time_machine, ENDS)
    assert (fresh(call).state, fresh(call).closed_at) == (CallOut.ENDED, ENDS)
    assert WordKey.objects.get(subject=f"call-out:{call.public_id}").keep_until == ENDS + timedelta(days=30)
    assert Asked.objects.filter(call_out=later).count() == 3
    at(time_machine, ENDS + timedelta(minutes=5))
    assert Asked.objects.filter(call_out=later).count() == len(colleagues)


def test_it_says_from_when_colleagues_can_be_asked_and_asks_them_then(cast, time_machine):
    colleague = on_weekdays()
    call = raised(cast, ends_at=ENDS)
    assert (fresh(call).state, fresh(call).can_ask_from) == (CallOut.UNANSWERED, MONDAY_MORNING)
    assert fresh(call).look_again_at == SUNDAY + timedelta(minutes=1)
    page = page_of(cast.head, call)
    assert "Nobody in the directory is free at this hour" in page
    assert "From 8.30 tomorrow, Monday 7 December, colleagues can be asked" in page
    assert colleague.person.name not in page
    assert "Everybody" not in page, "nobody was asked"
    at(time_machine, MONDAY_MORNING - timedelta(minutes=1))
    assert not Asked.objects.exists()
    at(time_machine, MONDAY_MORNING)
    assert Asked.objects.get(call_out=call).listing == colleague
    assert (fresh(call).state, fresh(call).can_ask_from) == (CallOut.OPEN, None)
    assert "We are asking colleagues now" in page_of(cast.head, call)
    say(call, colleague)
    assert fresh(call).winner == colleague


def test_the_page_says_whom_to_ring_meanwhile(cast):
    """Her buddy first, whose number she may see; then the helplines, which answer at any hour."""
    page = page_of(cast.head, raised(cast, ends_at=ENDS))
    number = cast.buddy.contact_points.get(channel="sms").address
    assert f"Ring {cast.buddy.first_name}" in page
    assert f"tel:{number}" in page
    assert "08000 562 561" in page
    ofsted = words(page).partition("0300 123 1231")[2]
    assert "Monday to Friday, 8.00 to 18.00. It is closed now, and opens on Monday 7 December at 8.00." in ofsted
    deputy = page_of(cast.deputy, CallOut.objects.get())
    assert number not in deputy, "who stands by the head is the head's"


def test_when_nobody_is_free_before_the_inspection_ends_it_says_that(cast):
    on_weekdays()
    page = page_of(cast.head, raised(cast, ends_at=MONDAY_MORNING))
    assert "Nobody is on the rota before the inspection ends" in page


@pytest.mark.parametrize("how", ["week", "listing", "leave", "number"])
def test_somebody_who_becomes_free_is_asked_within_the_minute(cast, time_machine, how):
    """They save their week, the officer takes them in, they come back from leave, or add a number to ring."""
    noon = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
    time_machine.move_to(noon, tick=False)
    listing = make.listing(free=how != "week")
    numbers = list(listing.person.contact_points.filter(channel="sms"))
    if how == "listing":
        listings.pause(by=cast.officer, listing=listing)
    elif how == "leave":
        leave = Leave.objects.create(listing=listing, starts_on=date(2026, 12, 7), ends_on=date(2026, 12, 7))
    elif how == "number":
        listing.person.contact_points.filter(channel="sms").delete()
    call = raised(cast, ends_at=ENDS)
    at(time_machine, noon + timedelta(seconds=50))
    assert not Asked.objects.exists()
    if how == "week":
        listings.set_week(by=listing.person, listing=listing, days={0: (time(8, 30), time(17))})
    elif how == "listing":
        listings.approve(by=cast.officer, listing=listing)
    elif how == "leave":
        listings.come_back(by=listing.person, leave=leave)
    else:
        listing.person.contact_points.bulk_create(numbers)
    at(time_machine, noon + timedelta(seconds=60))
    assert Asked.objects.get(call_out=call).listing == listing


def test_after_everybody_was_asked_it_goes_on_with_those_of_the_next_morning(cast, time_machine):
    """Two days on site: nobody answered on Monday, and another colleague is there on Tuesday."""
    monday, tuesday = make.listing(free=False), make.listing(free=False)
    WeekDay.objects.create(listing=monday, day=0)
    WeekDay.objects.create(listing=tuesday, day=1)
    noon = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
    time_machine.move_to(noon, tick=False)
    call = raised(cast, ends_at=ENDS + timedelta(days=1))
    have_left()
    at(time_machine, noon + timedelta(minutes=5))
    next_morning = MONDAY_MORNING + timedelta(days=1)
    assert (fresh(call).state, fresh(call).can_ask_from) == (CallOut.UNANSWERED, next_morning)
    page = page_of(cast.head, call)
    assert "Nobody whom we could reach at this hour has said yes" in page
    assert "From 8.30 tomorrow, Tuesday 8 December, more colleagues can be asked" in page
    at(time_machine, next_morning)
    assert set(Asked.objects.filter(call_out=call).values_list("listing", flat=True)) == {monday.pk, tuesday.pk}


def test_the_head_and_the_officer_hear_once_that_nobody_could_be_asked(cast, time_machine):
    call = raised(cast, ends_at=ENDS)
    for minutes in range(1, 5):
        at(time_machine, SUNDAY + timedelta(minutes=minutes))
    assert Message.objects.filter(kind="call-out-news", to=cast.head).count() == 1
    assert Message.objects.filter(kind="call-out-unanswered").count() == 1
    assert [event.what for event in CallOutEvent.objects.filter(call_out=call)] == ["raised", "nobody_free"]


def test_the_officer_finds_the_day_on_which_nobody_can_be_asked_until_somebody_can(cast):
    """What the message asks her to look at; who called, and that anybody did, is not hers to see."""
    call = raised(cast, ends_at=ENDS)
    told = Message.objects.get(kind="call-out-unanswered", to=cast.officer)
    page = page_behind(told)
    assert "Mon 7 Dec 0 0" in page
    for private in (cast.head.name, cast.school.name, str(call.public_id)):
        assert private not in page
    for _ in range(3):
        make.listing(f.PersonFactory())
    assert "Mon 7 Dec 0 0" not in page_behind(told)


def test_next_free_keeps_to_weeks_leave_holidays_and_the_end(cast):
    """Two areas: one on holiday on Monday, one in term."""
    ends = SUNDAY + timedelta(days=5)
    early, late = on_weekdays(time(7, 30)), on_weekdays(time(9, 0))
    both = {early.pk, late.pk}

    def found(keys=both, until=ends):
        return availability.next_free(keys, after=SUNDAY, until=until)

    assert found() == datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
    assert found(until=datetime(2026, 12, 7, 7, 30, tzinfo=UTC)) is None
    assert found(keys=set()) is None
    Leave.objects.create(listing=early, starts_on=date(2026, 12, 6), ends_on=date(2026, 12, 8))
    assert found() == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    school = f.SchoolFactory(authority=f.AuthorityFactory(code="988"))
    f.MembershipFactory(person=late.person, school=school)
    Term.objects.create(
        authority=school.authority, name="Late", starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 18)
    )
    assert found() == datetime(2026, 12, 8, 9, 0, tzinfo=UTC)


def test_next_free_in_summer_is_london_time(cast):
    listing = on_weekdays(time(8, 30))
    found = availability.next_free(
        [listing.pk], after=datetime(2027, 6, 6, 20, tzinfo=UTC), until=datetime(2027, 6, 8, tzinfo=UTC)
    )
    assert found == datetime(2027, 6, 7, 7, 30, tzinfo=UTC)


def test_looking_for_the_next_hour_costs_the_same_for_one_and_for_thirty(cast, django_assert_num_queries):
    keys = [on_weekdays().pk]
    for count in (1, 30):
        keys += [on_weekdays().pk for _ in range(count - len(keys))]
        with django_assert_num_queries(3):
            availability.next_free(keys, after=SUNDAY, until=ENDS)
