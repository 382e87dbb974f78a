from datetime import UTC, datetime, timedelta

import pytest

from inspections.calls.actions import inspections
from inspections.models import LogEntry
from inspections.support.actions import log, log_warnings
from network.models import WordKey
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_words_are_sealed_under_a_key_of_her_own(head):
    entry = log.write(by=head, words="MARKERWORDS")
    stored = LogEntry.objects.values().get(pk=entry.pk)
    assert "MARKERWORDS" not in str(stored)
    assert [each.words for each in log.opened(by=head)] == ["MARKERWORDS"]
    assert WordKey.objects.get(owner=head).subject == "log:own"


def test_nobody_else_reads_changes_or_deletes_it(cast):
    entry = log.write(by=cast.head, words="MARKERWORDS")
    for name, person in cast.people.items():
        if name == "HO":
            continue
        assert list(log.opened(by=person)) == []
        with pytest.raises(NotAllowed):
            log.change(by=person, entry=entry, words="other")
        with pytest.raises(NotAllowed):
            log.delete(by=person, entry=entry)


def test_an_empty_line_is_refused(head):
    with pytest.raises(WrongState, match="nothing written"):
        log.write(by=head, words="  ")
    with pytest.raises(NotAllowed):
        log.write(by=None, words="words")


def test_a_concern_keeps_whom_and_what_came_of_it_and_its_first_time(head, time_machine):
    entry = log.write(by=head, words="They interrupted", kind=LogEntry.CONCERN)
    time_machine.move_to(MONDAY + timedelta(hours=2), tick=False)
    log.change(by=head, entry=entry, words="They interrupted twice", raised_with="Lead inspector", came_of="Apology")
    assert log.as_text(by=head) == (
        f"Kept by {head.name}. Times are of London, stamped when each line was written.\n\n"
        "Monday 30 November 2026, 10.00  Concern\nThey interrupted twice\nRaised with: Lead inspector\n"
        "What came of it: Apology\n(Changed Monday 30 November 2026, 12.00)\n"
    )


def test_it_goes_ninety_days_after_the_inspection_closes_and_she_is_warned(cast, time_machine):
    inspection = inspections.the_call_has_come(by=cast.head, school=cast.school, head=cast.head)
    log.write(by=cast.head, words="words")
    inspections.close(by=cast.head, inspection=inspection)
    key = WordKey.objects.get(owner=cast.head, subject__startswith="log:")
    assert key.keep_until == MONDAY + timedelta(days=90)
    assert log_warnings.warn() == 0
    time_machine.move_to(MONDAY + timedelta(days=60), tick=False)
    assert log_warnings.warn() == 1
    time_machine.move_to(MONDAY + timedelta(days=84), tick=False)
    assert log_warnings.warn() == 1
    time_machine.move_to(MONDAY + timedelta(days=91), tick=False)
    keys.delete_due()
    assert WordKey.objects.get(pk=key.pk).deleted_at is not None


def test_the_page_writes_exports_and_erases(cast, django_capture_on_commit_callbacks):
    browser = signed_in(cast.head)
    browser.post("/log/", {"words": "A note"})
    response = browser.post("/log/", {"words": "A concern", "concern": "on"}, follow=True)
    assert "Raised with" in response.content.decode()
    page = browser.get("/log/").content.decode()
    assert "A note" in page
    exported = browser.get("/log/export/?what=concerns")
    assert "A concern" in exported.content.decode()
    assert "A note" not in exported.content.decode()
    assert exported["Content-Disposition"] == 'attachment; filename="notes-2026-11-30.txt"'
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/log/erase/")
    assert not LogEntry.objects.exists()
    assert WordKey.objects.get(owner=cast.head, subject__startswith="log:").deleted_at is not None


def test_exporting_asks_for_a_fresh_sign_in(head):
    log.write(by=head, words="words")
    answer = signed_in(head, fresh=False).get("/log/export/")
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/again/")
