"""Who can be asked in a week, and the officers, hear of it for the week in which they read it, holidays or not."""

from datetime import UTC, date, datetime

import pytest

from directory.listings.actions import nightly
from network import models as m
from outbox.models import Message
from outbox.reach.days_off import DaysOff
from outbox.reach.reach import reachable_from
from outbox.wording import wording
from tests import factories as f
from tests.directory import make

pytestmark = pytest.mark.django_db
GOOD_FRIDAY = datetime(2027, 3, 26, 12, 0, tzinfo=UTC)
LAST_FRIDAY_OF_EASTER = datetime(2027, 4, 9, 11, 0, tzinfo=UTC)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(GOOD_FRIDAY, tick=False)
    return time_machine


@pytest.fixture
def colleague(cast):
    """Works in a school whose Easter holiday ends on 11 April."""
    m.Authority.objects.filter(pk=cast.authority.pk).update(in_network=True)
    for first, last in [(date(2027, 1, 4), date(2027, 3, 25)), (date(2027, 4, 12), date(2027, 7, 21))]:
        m.Term.objects.create(authority=cast.authority, name="Term", starts_on=first, ends_on=last)
    listing = make.listing()
    m.Membership.objects.filter(person=listing.person).delete()
    f.MembershipFactory(person=listing.person, school=cast.school, role=m.Membership.STAFF)
    return listing.person


def words_of(message):
    found = wording.words(message, {})
    return found.subject, " ".join(found.text.split())


def test_a_colleague_in_the_holidays_reads_on_monday_of_the_week_that_begins(colleague, now):
    now.move_to(LAST_FRIDAY_OF_EASTER, tick=False)
    nightly.check_all()
    message = Message.objects.get(kind="your-week", to=colleague)
    free = reachable_from(colleague, message.due_at, DaysOff())
    assert free == datetime(2027, 4, 12, 6, 30, tzinfo=UTC) < message.useful_until
    assert message.useful_until == datetime(2027, 4, 16, 8, 0, tzinfo=UTC)
    now.move_to(free, tick=False)
    subject, text = words_of(message)
    assert subject == "You can be asked for advice in the week from Monday 12 April"
    assert (
        "In the week from Monday 12 April you are among the colleagues who can be asked for advice by phone. "
        "If a day does not suit, say so here:"
    ) in text
    assert "next week" not in text.casefold()


def test_the_officer_hears_after_the_long_weekend_of_the_week_that_has_begun(cast, now):
    nightly.check_all()
    message = Message.objects.get(kind="cover-summary", to=cast.officer)
    free = reachable_from(cast.officer, message.due_at, DaysOff())
    assert free == datetime(2027, 3, 30, 6, 30, tzinfo=UTC) < message.useful_until
    subject, text = words_of(message)
    assert subject == "The directory's cover in the week from Monday 29 March"
    assert "Here is who can be asked in the week from Monday 29 March, and where cover is thin:" in text


def test_at_the_turn_of_the_year_the_week_carries_its_year(cast, now):
    now.move_to(datetime(2027, 12, 31, 12, 0, tzinfo=UTC), tick=False)
    nightly.check_all()
    message = Message.objects.get(kind="cover-summary", to=cast.officer, occurrence="2027-52")
    assert words_of(message)[0] == "The directory's cover in the week from Monday 3 January 2028"
