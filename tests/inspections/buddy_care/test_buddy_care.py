from datetime import UTC, date, datetime, time, timedelta

import pytest

from buddies.models import Away
from inspections.buddy_care import actions as buddy_care
from inspections.calls.actions import inspections
from inspections.models import BuddyAgreement, BuddyCheckIn
from network.details.export import collect
from network.models import AuditRow, Person, Term, Tie, WordKey
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.sending import sender
from tests.factories import TieFactory
from tests.inspections.story import at, wanted
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def inspection(cast):
    return inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2)
    )


@pytest.fixture
def asked(cast, inspection, time_machine):
    time_machine.move_to(at("2026-12-03 17:02"), tick=False)
    buddy_care.look()
    return BuddyCheckIn.objects.get()


def messages(person):
    return Message.objects.filter(to=person, about__startswith="buddycheckin")


def test_the_buddy_is_asked_once_on_the_evening_after_the_last_day(cast, inspection, time_machine):
    time_machine.move_to(at("2026-12-03 16:58"), tick=False)
    buddy_care.look()
    assert not BuddyCheckIn.objects.exists()
    time_machine.move_to(at("2026-12-03 17:02"), tick=False)
    assert buddy_care.look() == 1
    assert buddy_care.look() == 0
    row = BuddyCheckIn.objects.get()
    assert (row.buddy, row.inspection, row.due_at) == (cast.buddy, inspection, at("2026-12-03 17:00"))
    message = messages(cast.buddy).get()
    assert (message.kind, message.path) == ("nudge", f"/looked-after/{row.public_id}/")
    assert wanted(message)
    assert not messages(cast.head).exists()
    assert not messages(cast.reserve).exists()


def test_days_that_move_ask_on_the_new_day_and_never_twice(cast, inspection, time_machine):
    inspections.change(by=cast.head, inspection=inspection, ends_on=date(2026, 12, 4))
    time_machine.move_to(at("2026-12-03 17:02"), tick=False)
    assert buddy_care.look() == 0
    time_machine.move_to(at("2026-12-05 17:02"), tick=False)
    buddy_care.look()
    inspections.change(by=cast.head, inspection=inspection, ends_on=date(2026, 12, 7))
    time_machine.move_to(at("2026-12-08 17:02"), tick=False)
    buddy_care.look()
    assert messages(cast.buddy).count() == BuddyCheckIn.objects.count() == 1


HOLIDAYS = [
    pytest.param("2026-12-18", "2027-01-04", id="Christmas"),
    pytest.param("2027-07-21", "2027-09-02", id="summer, longer than the week in which it is asked"),
]


def terms(cast, last, first):
    """School until `last`, and again from `first` on."""
    for starts_on, ends_on in (("2026-09-01", last), (first, "2027-12-17")):
        Term.objects.create(authority=cast.authority, name="Term", starts_on=starts_on, ends_on=ends_on)
    Person.objects.filter(pk=cast.buddy.pk).update(quiet_from=time(19), quiet_until=time(7, 30), quiet_holidays=True)
    cast.buddy.refresh_from_db()


@pytest.mark.parametrize(("last", "first"), HOLIDAYS)
def test_in_the_holidays_the_buddy_is_asked_in_the_evening_of_the_first_day_back(cast, time_machine, last, first):
    terms(cast, last, first)
    over, back = date.fromisoformat(last), date.fromisoformat(first)
    time_machine.move_to(at(f"{last} 09:00") - timedelta(days=3), tick=False)
    inspections.the_call_has_come(
        by=cast.head, school=cast.school, head=cast.head, starts_on=over - timedelta(days=1), ends_on=over
    )
    day = over
    while day < back:
        for hour in ("09:00", "17:02"):
            time_machine.move_to(at(f"{day} {hour}"), tick=False)
            buddy_care.look()
        day += timedelta(days=1)
    time_machine.move_to(at(f"{first} 16:59"), tick=False)
    buddy_care.look()
    assert not messages(cast.buddy).exists()
    time_machine.move_to(at(f"{first} 17:02"), tick=False)
    buddy_care.look()
    assert BuddyCheckIn.objects.get().due_at == at(f"{first} 17:00")
    message = messages(cast.buddy).get()
    assert wanted(message)
    sender.send_due()
    message.refresh_from_db()
    assert message.state == Message.SENT


@pytest.mark.parametrize(("last", "first"), HOLIDAYS)
def test_a_reminder_of_the_holidays_leaves_on_the_first_day_back(cast, time_machine, last, first):
    terms(cast, last, first)
    BuddyAgreement.objects.create(
        buddy=cast.buddy, version=1, renew_on=date.fromisoformat(last) + buddy_care.REMIND + timedelta(days=2)
    )
    reminder = Message.objects.filter(about__startswith="agreement:")
    moment = at(f"{last} 18:00")
    while moment < at(f"{first} 07:29"):
        time_machine.move_to(moment, tick=False)
        buddy_care.remind()
        sender.send_due()
        assert not reminder.exclude(state=Message.DUE).exists()
        moment += timedelta(hours=23)
    assert reminder.count() == 1
    time_machine.move_to(at(f"{first} 07:31"), tick=False)
    sender.send_due()
    assert reminder.get().state == Message.SENT
    assert "Please read it again and renew it" in signed_in(cast.buddy).get("/looked-after/").content.decode()


def test_a_reserve_who_stood_in_is_asked_too(cast, inspection, time_machine):
    TieFactory(head=cast.head, person=cast.reserve, kind=Tie.BUDDY, subject="standing-in")
    time_machine.move_to(at("2026-12-03 17:02"), tick=False)
    buddy_care.look()
    assert set(BuddyCheckIn.objects.values_list("buddy", flat=True)) == {cast.buddy.pk, cast.reserve.pk}


def test_a_call_that_was_undone_or_put_off_asks_nobody(cast, inspection, time_machine):
    inspections.undo(by=cast.head, inspection=inspection)
    time_machine.move_to(at("2026-12-03 17:02"), tick=False)
    assert buddy_care.look() == 0


def test_a_look_missed_for_a_week_asks_no_more(cast, inspection, time_machine):
    time_machine.move_to(at("2026-12-10 17:02"), tick=False)
    assert buddy_care.look() == 0


def test_the_answer_is_sealed_under_a_key_of_her_own_and_tells_nobody(cast, asked):
    before = Message.objects.count()
    assert buddy_care.answer(by=cast.buddy, check_in=asked, answer="ring_me")
    assert not buddy_care.answer(by=cast.buddy, check_in=asked, answer="fine")
    stored = BuddyCheckIn.objects.values().get()
    assert "ring_me" not in str(stored)
    assert keys.unseal(stored["answer"]) == "ring_me"
    key = WordKey.objects.get(owner=cast.buddy, subject__startswith="buddy-check-in:")
    assert key.keep_until == at("2026-12-03 17:02") + timedelta(days=30)
    assert Message.objects.count() == before
    assert "ring_me" not in str(list(AuditRow.objects.values()))
    assert not wanted(messages(cast.buddy).get())


def test_nobody_but_the_buddy_sees_or_answers_it(cast, asked):
    for name, person in cast.people.items():
        if name == "BD":
            continue
        assert not BuddyCheckIn.objects.visible_to(person).exists()
        with pytest.raises(NotAllowed):
            buddy_care.answer(by=person, check_in=asked, answer="fine")


def test_thirty_days_later_the_words_are_gone(cast, asked, time_machine, django_capture_on_commit_callbacks):
    buddy_care.answer(by=cast.buddy, check_in=asked, answer="not_great")
    assert "Not great" in str(collect(cast.buddy)["own check-ins as a buddy"])
    time_machine.move_to(at("2027-01-03 10:00"), tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete_due()
    asked.refresh_from_db()
    assert keys.unseal(asked.answer) == ""
    assert "no longer kept" in signed_in(cast.buddy).get(f"/looked-after/{asked.public_id}/").content.decode()


def test_the_page_has_three_buttons_and_then_shows_whom_to_talk_to(cast, asked):
    browser, address = signed_in(cast.buddy), f"/looked-after/{asked.public_id}/"
    page = browser.get(address).content.decode()
    assert page.count('name="answer"') == 3
    assert "Nobody is told and nobody rings you" in page
    assert "Please press one of the three" in browser.post(address, {"answer": "else"}).content.decode()
    page = browser.post(address, {"answer": "ring_me"}, follow=True).content.decode()
    assert "116 123" in page
    assert "Nobody was told" in page
    assert 'name="answer"' not in page


def test_the_buddy_rests_for_a_week_and_a_longer_rest_stands(cast, inspection, time_machine):
    time_machine.move_to(at("2026-12-02 18:00"), tick=False)
    buddy_care.look()
    assert not Away.objects.filter(person=cast.buddy, resting_until__isnull=False).exists()
    time_machine.move_to(at("2026-12-03 08:00"), tick=False)
    assert buddy_care.look() == 1
    assert buddy_care.look() == 0
    rests = Away.objects.filter(person=cast.buddy).values_list("resting_until", flat=True)
    assert list(rests) == [date(2026, 12, 9)]
    Away.objects.update(resting_until=date(2026, 12, 20))
    buddy_care.look()
    assert list(rests.all()) == [date(2026, 12, 20)]


def test_the_agreement_holds_for_a_year_and_is_reminded_of_once(cast, time_machine):
    row = buddy_care.agree(by=cast.buddy)
    assert buddy_care.agree(by=cast.buddy) == row
    assert row.renew_on == date(2027, 11, 30)
    assert buddy_care.remind() == 0
    time_machine.move_to(at("2027-11-16 10:00"), tick=False)
    assert buddy_care.remind() == 1
    assert buddy_care.remind() == 0
    message = Message.objects.get(about=f"agreement:{row.pk}")
    assert (message.to, message.kind, message.path) == (cast.buddy, "nudge", "/looked-after/")
    assert wanted(message)
    buddy_care.agree(by=cast.buddy)
    message.refresh_from_db()
    assert message.state == Message.CANCELLED
    assert not wanted(message)


def test_who_stands_by_nobody_any_more_is_not_reminded(cast, time_machine):
    buddy_care.agree(by=cast.buddy)
    Tie.objects.filter(person=cast.buddy).update(to_at=MONDAY)
    time_machine.move_to(at("2027-11-16 10:00"), tick=False)
    assert buddy_care.remind() == 0


def test_agreeing_and_noting_on_the_page(cast):
    browser = signed_in(cast.buddy)
    page = browser.get("/buddy/agreement/").content.decode()
    assert "I need nobody’s permission" in page
    assert "tel:999" in page
    assert "tel:111" in page
    early = browser.post("/buddy/agreement/note/", {"trained_on": "2026-11-01"}, follow=True).content.decode()
    assert "Nothing was noted" in early
    page = browser.post("/buddy/agreement/", follow=True).content.decode()
    assert "To be renewed by 30 November 2027" in page
    refused = browser.post("/buddy/agreement/note/", {"trained_on": "2026-12-01"}).content.decode()
    assert "still to come" in refused
    browser.post("/buddy/agreement/note/", {"trained_on": "2026-11-01", "supervised_on": "2026-11-20"})
    row = BuddyAgreement.objects.get()
    assert (row.trained_on, row.supervised_on) == (date(2026, 11, 1), date(2026, 11, 20))
    assert "To be renewed by 30 November 2027" in browser.get("/looked-after/").content.decode()


def test_only_who_stands_by_somebody_or_may_offer_agrees(cast):
    for who in (cast.officer, cast.representative, cast.directory_member, None):
        with pytest.raises(NotAllowed):
            buddy_care.agree(by=who)
    agreement = buddy_care.agree(by=cast.buddy)
    with pytest.raises(NotAllowed):
        buddy_care.note(by=cast.head, agreement=agreement, trained_on=None, supervised_on=None)
    with pytest.raises(WrongState, match="still to come"):
        buddy_care.note(by=cast.buddy, agreement=agreement, trained_on=date(2026, 12, 1), supervised_on=None)


def test_erasing_a_buddy_takes_all_of_it(cast, asked):
    buddy_care.agree(by=cast.buddy)
    buddy_care.answer(by=cast.buddy, check_in=asked, answer="fine")
    buddy_care.person_erased(person=cast.buddy, by=cast.buddy)
    assert not BuddyAgreement.objects.exists()
    assert not BuddyCheckIn.objects.exists()
    assert WordKey.objects.get(subject__startswith="buddy-check-in:").deleted_at
