"""Day five falls into the school holidays: nobody is asked and nobody alarmed; the page says when it comes, and it
comes on the first day back, in its own hour. Real processes, a real mail server; only the processes' clock is moved."""

from datetime import date, timedelta

import pytest

from inspections.calls.actions import inspections
from inspections.models import CheckIn, SilenceStep
from inspections.silence.actions import silence
from network import clock
from network.models import Term
from network.schools.calendar import bank_holidays
from outbox.models import Message, Sweep
from tests.servers.processes import until
from tests.site.somebody import already_signed_in, london, move_to

pytestmark = [pytest.mark.browser, pytest.mark.site]
SUBJECT = "There is something for you"
DAY = timedelta(days=1)


@pytest.fixture
def last_day(transactional_db) -> date:
    """A Wednesday soon, with plain days around it and school on the Monday two weeks later."""
    wednesdays = (clock.today() + n * DAY for n in range(7, 28))
    plain = (day for day in wednesdays if day.weekday() == 2)
    return next(day for day in plain if not {day - DAY, day, day + DAY, day + 19 * DAY} & bank_holidays())


@pytest.fixture
def called(cast, last_day):
    """The last day of term is the Friday after; the holidays are two weeks long."""
    for first, last in ((-100, 2), (19, 90)):
        Term.objects.create(
            authority=cast.authority, name="Term", starts_on=last_day + first * DAY, ends_on=last_day + last * DAY
        )
    inspection = inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=last_day - DAY, ends_on=last_day
    )
    for check_in in inspection.check_ins.filter(rule="day-after"):
        said_at = check_in.due_at + timedelta(minutes=5)
        silence.mark_spoken(rows=CheckIn.objects.filter(pk=check_in.pk), via=CheckIn.SIGNED_IN)
        CheckIn.objects.filter(pk=check_in.pk).update(answered_at=said_at, sure_at=said_at, spoken_at=said_at)
    return inspection


def go_to(moment):
    """The processes have looked since: what was due then has been done, or is not done."""
    move_to(moment)
    until(lambda: Sweep.objects.filter(name="sweep", at__gte=moment).exists(), within=120, what="a sweep at that time")


def questions(head):
    return [mail for mail in head.mails() if "/c/" in mail.text]


def test_a_question_of_the_holidays_comes_when_school_is_back(cast, called, last_day, site, browser):
    back = last_day + 19 * DAY
    move_to(london(last_day + 5 * DAY, 16, 5))
    site.start().wait_until_ready()
    go_to(london(last_day + 5 * DAY, 16, 6))
    until(
        lambda: (
            not CheckIn.objects.filter(state=CheckIn.PLANNED, useful_until__lt=london(last_day + 4 * DAY, 9)).exists()
        ),
        within=240,
        what="the tick to look at what was never asked",
    )
    head = already_signed_in(browser, site, cast.head)
    head.open("/check-ins/")
    head.reads(f"The next is on Monday {back.day} {back:%B}")
    head.reads("16.00, when school is back.")
    head.reads("Not asked: our message could not leave in time")
    assert "Not answered" not in head.page.inner_text("main")
    assert questions(head) == []

    # The first day back: not at half past seven, when the quiet hours end, but in its own hour.
    go_to(london(back, 8))
    assert questions(head) == []
    assert not SilenceStep.objects.exists(), "nobody is silent about what was not asked"
    go_to(london(back, 16, 1))
    until(lambda: len(questions(head)) == 1, within=60, what="day five by mail")
    day_five = CheckIn.objects.get(rule="day-five")
    left = Message.objects.get(about=f"checkin:{day_five.pk}", state=Message.SENT)
    assert london(back, 16) <= left.sent_at < london(back, 17)
    assert not SilenceStep.objects.exists()

    # Unanswered: she is asked a second time the next morning, and by then nobody else has been.
    go_to(london(back + DAY, 7, 31))
    until(lambda: len(questions(head)) == 2, within=120, what="the second question")
    assert list(SilenceStep.objects.values_list("step", flat=True)) == ["again"]
    assert head.wrong == []
    site.assert_alive()
