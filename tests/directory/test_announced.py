"""What a message of the directory announces stands on the page it leads to, until it is settled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from directory.drills import actions as drills
from directory.listings.actions import listings, nightly
from directory.models import Leave, Listing, WeekDay
from network import clock
from network.models import Authority, ContactPoint, Term
from outbox.models import Message
from tests import factories as f
from tests.announcing import announces, page_behind
from tests.directory import make

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    return time_machine


@pytest.fixture
def colleague(cast) -> Listing:
    Authority.objects.filter(pk=cast.authority.pk).update(in_network=True)
    Term.objects.create(authority=cast.authority, name="Autumn", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 18))
    return make.listing(cast.directory_member, phases=["primary"])


def newest(kind, person) -> Message:
    return Message.objects.filter(kind=kind, to=person).latest("pk")


@announces("drill")
def test_a_drill_waits_behind_its_link_for_one_press(cast, colleague, client):
    drill = drills.start(by=cast.officer)
    message = newest("drill", cast.directory_member)
    assert "This is a drill" in page_behind(message)
    drills.here_by_link(by=cast.directory_member, pk=drill.asked.get().pk)
    assert "This is a drill" not in page_behind(message)


@announces("drill-due")
def test_that_no_drill_was_held_stands_there_until_one_is(cast, colleague):
    nightly.check_all()
    message = newest("drill-due", cast.officer)
    assert "There has been none this term." in page_behind(message)
    drills.start(by=cast.officer)
    assert "There has been none this term." not in page_behind(message)


@announces("your-week")
def test_the_days_of_somebodys_week_stand_on_their_page_while_they_are_theirs(cast, colleague):
    nightly.check_all()
    message = newest("your-week", cast.directory_member)
    assert "Monday, 00.00 to 23.59" in page_behind(message)
    WeekDay.objects.filter(listing=colleague).delete()
    assert "Monday, 00.00" not in page_behind(message)


@announces("colleague-unreachable", "unreachable")
def test_who_cannot_be_reached_stands_on_both_pages_until_they_can(cast, colleague):
    ContactPoint.objects.filter(person=cast.directory_member).update(broken_at=clock.now())
    nightly.check_all()
    theirs, officers = newest("unreachable", cast.directory_member), newest("colleague-unreachable", cast.officer)
    assert "Does not work" in page_behind(theirs)
    assert "They cannot be reached" in page_behind(officers)
    ContactPoint.objects.filter(person=cast.directory_member).update(broken_at=None)
    assert "Does not work" not in page_behind(theirs)
    assert "They cannot be reached" not in page_behind(officers)


@announces("cover-gap", "cover-summary")
def test_a_gap_stands_on_the_page_of_the_cover_until_somebody_is_there_again(cast, colleague):
    Listing.objects.exclude(pk=colleague.pk).delete()
    monday = date(2026, 12, 7)
    listings.book_off(by=cast.directory_member, listing=colleague, starts_on=monday, ends_on=monday)
    nightly.check_all()
    for kind in ("cover-gap", "cover-summary"):
        assert "Mon 7 Dec 0 0 0 0 0 0 Thin" in page_behind(newest(kind, cast.officer))
    listings.come_back(by=cast.directory_member, leave=Leave.objects.get())
    for _ in range(3):
        make.listing(f.PersonFactory(), phases=["primary"])
    for kind in ("cover-gap", "cover-summary"):
        assert "Mon 7 Dec 0 0" not in page_behind(newest(kind, cast.officer))


@announces("declaration-due")
def test_that_a_declaration_is_due_stands_on_its_page_until_it_is_made(cast, colleague):
    Listing.objects.filter(pk=colleague.pk).update(declared_on=clock.today() - timedelta(days=365))
    nightly.check_all()
    message = newest("declaration-due", cast.directory_member)
    assert "It is due. The last was made on 4 December 2025, and holds until 4 January 2027" in page_behind(message)
    colleague.refresh_from_db()
    listings.declare(
        by=cast.directory_member, listing=colleague, serving_inspector=False, employer="", must_not_advise=[]
    )
    text = page_behind(message)
    assert "It is due." not in text
    assert "There is nothing to do before 4 December 2027." in text
