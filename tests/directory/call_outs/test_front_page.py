"""A live call-out on the front pages of both sides: it stands there until it is settled, and then no longer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.call_outs.actions import call_outs
from directory.listings.actions import listings
from directory.models import Asked, CallOut, WeekDay
from network.models import AuditRow, ContactPoint
from tests import factories as f
from tests.directory import make
from tests.directory.calls import TUESDAY, fresh, have_left, later, raised, say
from tests.people import signed_in

pytestmark = pytest.mark.django_db
ALERT = "Can you advise a colleague by phone?"


@pytest.fixture(autouse=True)
def _on_a_tuesday(time_machine):
    time_machine.move_to(TUESDAY, tick=False)


@pytest.fixture
def two(cast):
    return [make.listing(cast.acceptor), make.listing(cast.directory_member)]


def today_of(person) -> str:
    return " ".join(signed_in(person).get("/today/").content.decode().split())


def number_of(person) -> str:
    return person.contact_points.get(channel="sms").address


# --- the head ---


def test_the_head_reads_its_state_its_time_and_what_is_next(cast, two, time_machine):
    assert "We are asking colleagues now" not in today_of(cast.head)
    for _ in range(20):
        make.listing()
    raised(cast)
    have_left()
    page = today_of(cast.head)
    assert "We are asking colleagues now" in page
    assert "Asked at 10.00. Nobody has said yes yet. Next: at 10.05 we ask more of them" in page
    for minutes in (5, 10, 15):
        later(time_machine, minutes)
        have_left()
    page = today_of(cast.head)
    assert "Fifteen minutes have passed, and nobody has said yes yet." in page
    assert "Next: at 10.20 we ask more of them" in page


def test_the_head_reads_when_nobody_is_free_and_from_when_somebody_is(cast, time_machine):
    listing = make.listing(free=False)
    WeekDay.objects.create(listing=listing, day=2)
    raised(cast, ends_at=TUESDAY + timedelta(days=1, hours=6))
    page = today_of(cast.head)
    assert "Nobody in the directory is free at this hour" in page
    assert (
        "Next: from 8.30 tomorrow, Wednesday 2 December, colleagues can be asked. We will ask them then, without"
        in page
    )
    assert listing.person.name not in page
    time_machine.move_to(TUESDAY + timedelta(days=1), tick=False)
    assert "Asked on Tuesday at 10.00." in today_of(cast.head)


def test_the_head_reads_that_no_message_has_left(cast, two, time_machine):
    raised(cast)
    assert "No message has left yet" not in today_of(cast.head)
    time_machine.move_to(TUESDAY + timedelta(minutes=1), tick=False)
    assert "No message has left yet." in today_of(cast.head)
    have_left()
    assert "No message has left yet" not in today_of(cast.head)


def test_after_a_yes_to_ring_is_the_one_big_button_until_it_is_done(cast, two):
    call = raised(cast)
    say(call, two[0])
    page = today_of(cast.head)
    ring = f'<a class="covenant-call" href="tel:{number_of(cast.acceptor)}"> Ring {cast.acceptor.first_name}'
    assert ring in page
    assert page.count('class="covenant-call"') == page.count(ring) + page.count("The call has come"), (
        "one, and no third"
    )
    browser = signed_in(cast.head)
    browser.post(reverse("directory:call-out-spoken", args=[call.public_id]))
    assert f"You have spoken with {cast.acceptor.name}" in today_of(cast.head)
    browser.post(reverse("directory:call-out-done", args=[call.public_id]))
    assert cast.acceptor.name not in today_of(cast.head)


@pytest.mark.parametrize("how", ["cancelled", "ended"])
def test_it_leaves_both_front_pages_when_it_is_over(cast, two, how):
    call = raised(cast)
    if how == "cancelled":
        call_outs.cancel(by=cast.head, call=call)
    else:
        call_outs.end_for(head=cast.head, school=cast.school)
    assert "We are asking colleagues now" not in today_of(cast.head)
    assert ALERT not in today_of(cast.acceptor)


def test_whoever_asked_for_her_sees_it_too_and_nobody_else_does(cast, two):
    raised(cast, by=cast.deputy)
    assert f"Asked for {cast.head.first_name} at 10.00" in today_of(cast.deputy)
    assert "We are asking colleagues now" in today_of(cast.head)
    for person in (cast.buddy, cast.reserve, cast.ex_buddy, cast.shared_with, cast.other_head, cast.representative):
        assert "We are asking colleagues now" not in today_of(person)
        assert ALERT not in today_of(person)


# --- the colleague ---


def test_the_colleague_reads_the_question_and_no_more_than_the_alert_says(cast, two):
    raised(cast)
    page = today_of(cast.acceptor)
    assert ALERT in page
    assert "Special educational needs and disabilities. Exampleton. Until Tuesday 1 December, 16.00." in page
    for private in (cast.head.name, cast.head.first_name, cast.school.name, "SENCO", number_of(cast.head)):
        assert private not in page
    assert "There is nothing for you to do today" not in page


def test_yes_from_the_front_page_shows_whom_to_ring_and_what_is_left(cast, two):
    call = raised(cast)
    mine = Asked.objects.get(call_out=call, listing=two[0])
    browser = signed_in(cast.acceptor)
    browser.post(reverse("directory:asked", args=[mine.public_id]), {"answer": "yes"})
    page = today_of(cast.acceptor)
    assert f"{cast.head.name} is waiting for you to ring" in page
    assert (
        f"{cast.school.name}. Special educational needs and disabilities. Please ring within 15 minutes: by 10.15."
        in page
    )
    assert f'<a class="covenant-call" href="tel:{number_of(cast.head)}"> Ring {cast.head.first_name}' in page
    assert ALERT not in today_of(cast.directory_member), "somebody was a moment earlier"
    browser.post(reverse("directory:call-out-spoken", args=[call.public_id]))
    page = today_of(cast.acceptor)
    assert f"You have spoken with {cast.head.name}" in page
    assert "Please ring within" not in page
    browser.post(reverse("directory:asked-done", args=[mine.public_id]))
    assert cast.head.name not in today_of(cast.acceptor)
    assert fresh(call).state == CallOut.SPOKEN


def test_a_no_takes_the_question_away(cast, two):
    call = raised(cast)
    say(call, two[0], Asked.NO)
    assert ALERT not in today_of(cast.acceptor)


def test_only_if_nobody_else_can_stays_with_what_was_answered(cast, two):
    call = raised(cast)
    say(call, two[0], Asked.IF_NOBODY)
    page = today_of(cast.acceptor)
    assert "You answered “Only if nobody else can” at 10.00. We keep it in mind." in page


def test_whoever_was_let_go_or_paused_is_asked_no_more(cast, two, time_machine):
    call = raised(cast)
    say(call, two[0])
    later(time_machine, 15)
    assert cast.head.name not in today_of(cast.acceptor)
    assert ALERT in today_of(cast.directory_member)
    listings.pause(by=cast.directory_member, listing=two[1])
    assert ALERT not in today_of(cast.directory_member)


def test_a_number_that_is_shown_is_one_look_in_the_heads_audit(cast, two, time_machine):
    call = raised(cast)
    looked = AuditRow.objects.filter(concerns=cast.head, verb="call-out.read")
    today_of(cast.acceptor)
    assert looked.count() == 0, "a question shows nobody"
    say(call, two[0])
    for _ in range(3):
        today_of(cast.acceptor)
        today_of(cast.head)
    assert [row.by for row in looked] == [cast.acceptor]
    time_machine.move_to(TUESDAY + timedelta(minutes=14), tick=False)
    today_of(cast.acceptor)
    assert looked.all().count() == 2, "signed in again: another session"


@pytest.mark.parametrize("page", ["/today/", "/directory/call-out/{}/"])
def test_a_number_of_a_colleague_is_one_look_in_the_audit_of_that_colleague(cast, two, page):
    """Whoever reads the number of somebody else: the row concerns whose number it is."""
    call = raised(cast)
    looked = AuditRow.objects.filter(verb="number.read")
    say(call, two[0])
    for person in (cast.head, cast.head, cast.acceptor):
        assert signed_in(person).get(page.format(call.public_id)).status_code == 200
    row = looked.get()
    assert (row.by, row.concerns, row.what) == (cast.head, cast.acceptor, f"number:{cast.acceptor.public_id}")
    assert (
        "opened your telephone number" in signed_in(cast.acceptor).get(reverse("network:who-looked")).content.decode()
    )


def test_no_look_is_noted_where_no_number_is_shown(cast, two):
    call = raised(cast)
    say(call, two[0])
    ContactPoint.objects.filter(person=cast.acceptor).delete()
    today_of(cast.head)
    assert not AuditRow.objects.filter(verb="number.read").exists()


def test_a_broken_or_missing_number_is_said_so(cast, two):
    call = raised(cast)
    say(call, two[0])
    ContactPoint.objects.filter(person=cast.head).delete()
    assert "No private number is known: they have yours, and ring you." in today_of(cast.acceptor)


# --- what it costs ---


def test_the_front_pages_ask_as_many_questions_for_thirty_as_for_one(cast, two):
    """Of the head's side, of a colleague who took it, and of one who is asked. Each is opened twice: the first look at
    a number writes a row of the audit."""
    first = raised(cast)
    say(first, two[0])

    def plant(number):
        for _ in range(number):
            taken = make.call_out(cast.head, cast.school, beside=first, winner=two[0], won_at=TUESDAY, state="taken")
            Asked.objects.create(call_out=taken, listing=two[0], wave=1, answer="yes", answered_at=TUESDAY)
            late = make.call_out(cast.head, cast.school, beside=first, last_wave_at=TUESDAY - timedelta(hours=1))
            Asked.objects.create(call_out=late, listing=two[1], wave=1)
            other = make.call_out(f.PersonFactory(), f.SchoolFactory())
            Asked.objects.create(call_out=other, listing=two[1], wave=1)

    def cost(person):
        browser = signed_in(person)
        browser.get("/today/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/today/").status_code == 200
        return len(asked)

    people = (cast.head, cast.acceptor, cast.directory_member)
    plant(1)
    one = [cost(person) for person in people]
    plant(29)
    assert [cost(person) for person in people] == one
    assert max(one) <= 20
    assert today_of(cast.directory_member).count(ALERT) == 2 * 30
