"""After the draft report: the one choice with its days on the front page, until it is made; then publication."""

import re
from datetime import date

import pytest

from inspections.aftercare import actions as after
from inspections.calls.actions import inspections as actions
from inspections.tasks import remind
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests.announcing import page_behind
from tests.announcing import words as words_of
from tests.inspections.story import at, call, wanted
from tests.people import signed_in
from tests.reading import as_read

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(story):
    return call(story)


def page(person, path="/today/"):
    return as_read(signed_in(person).get(path, follow=True))


def words(person, path="/today/"):
    return words_of(page(person, path))


def press(person, inspection, what):
    """The page that it leads to, or the status of what refuses it."""
    given = signed_in(person).post(f"/inspection/{inspection.public_id}/noted/", {"what": what}, follow=True)
    return words_of(as_read(given)) if given.status_code == 200 else given.status_code


def note(story, inspection, **days):
    actions.note_dates(by=story.head, inspection=inspection, **days)


def line_of_days(person):
    found = re.search(r'<ol class="covenant-few-days".*?</ol>', page(person), re.DOTALL)
    assert found
    days = re.findall(r"<li(?: class=\"is-(\w+)\")?(?: aria-current=\"date\")?>(.*?)</li>", found[0], re.DOTALL)
    return [(words_of(said), state) for state, said in days]


def test_the_choice_stands_on_today_day_by_day_until_it_is_made(story, inspection, now):
    head = story.head
    assert "one choice of two" not in words(head)
    note(story, inspection, draft_on=date(2027, 1, 11))
    now.move_to(at("2027-01-13 08:00"))
    text = words(head)
    assert "The draft has come: one choice of two" in text
    assert "The last day for either is Monday 18 January: 4 working days left, with today." in text
    assert line_of_days(head) == [
        ("Tue 12 Jan", "done"),
        ("Wed 13 Jan, today", "now"),
        ("Thu 14 Jan", ""),
        ("Fri 15 Jan", ""),
        ("Mon 18 Jan", ""),
    ]
    assert page(head).count('<th scope="row"') == 4, "both ways, in four lines"
    for one, other in [
        ("Clarity and accuracy: words and facts", "How it was carried out, or the judgement"),
        ("Normally the way to a complaint", "The way of minor points"),
        ("Is not held back", "Waits for Ofsted’s reply"),
    ]:
        assert f"{one} {other}" in text
    assert f"/inspection/{inspection.public_id}/deadlines/" in page(head)
    now.move_to(at("2027-01-16 08:00"))
    assert "Monday 18 January is the last day for either, and the next working day." in words(head)
    now.move_to(at("2027-01-17 08:00"))
    assert "Tomorrow, Monday 18 January, is the last day for either." in words(head)
    now.move_to(at("2027-01-18 08:00"))
    assert "Today, Monday 18 January, is the last day for either: until the end of the day." in words(head)
    first = re.search(r"<h2[^>]*>(.*?)</h2>", page(head), re.DOTALL)
    assert words_of(first[1]) == "The draft has come: one choice of two", "above everything else"
    text = press(head, inspection, "complaint")
    assert "one choice of two" not in text
    assert "The draft report came. The choice is made." in text
    assert "After Ofsted’s reply to the complaint Publication. It waits for that reply." in text
    assert "our estimate" not in text
    deadlines = words(head, f"/inspection/{inspection.public_id}/deadlines/")
    assert "Publication waits for the reply." in deadlines
    assert "Parents get the report" not in deadlines, "of publication no day can be expected now"


def test_a_draft_in_the_week_before_a_holiday_counts_by_the_calendar_that_ends_first(story, inspection, now):
    note(story, inspection, draft_on=date(2026, 12, 16))
    now.move_to(at("2026-12-17 08:00"))
    head = story.head
    text = words(head)
    assert "The last day for either is Wednesday 23 December: 5 working days left, with today." in text
    assert "They run out in the holidays." in text
    assert [day for day, _ in line_of_days(head)] == [
        "Thu 17 Dec, today",
        "Fri 18 Dec",
        "Mon 21 Dec",
        "Tue 22 Dec",
        "Wed 23 Dec",
    ]
    note(story, inspection, draft_on=date(2026, 12, 22))
    assert [day for day, _ in line_of_days(head)][-2:] == ["Wed 30 Dec", "Thu 31 Dec"], "no bank holiday is one of them"


def test_the_draft_and_publication_are_noted_in_one_press_from_today(story, inspection, now):
    head = story.head
    assert "The draft came today" not in words(head)
    with pytest.raises(WrongState):
        after.note_today(by=story.head, inspection=inspection, what="draft")
    now.move_to(at("2027-01-11 16:00"))
    assert f'action="/inspection/{inspection.public_id}/noted/"' in page(head)
    text = words(head)
    assert text.index("Blake Example") < text.index("The draft came today") < text.index("What happens when")
    assert "Noted: the draft came today." in press(head, inspection, "draft")
    inspection.refresh_from_db()
    assert inspection.draft_on == date(2027, 1, 11)
    assert "The draft came today" not in words(head)
    now.move_to(at("2027-01-12 16:00"))
    assert "written down already" in press(head, inspection, "draft")
    press(head, inspection, "minor-points")
    assert press(head, inspection, "complaint") == 409, "one choice of two"
    assert press(head, inspection, "the outcome") == 404
    now.move_to(at("2027-01-29 16:00"))
    assert "The report was published today" in words(head)
    press(head, inspection, "publication")
    inspection.refresh_from_db()
    assert (inspection.draft_on, inspection.minor_points_on, inspection.published_on, inspection.complained_on) == (
        date(2027, 1, 11),
        date(2027, 1, 12),
        date(2027, 1, 29),
        None,
    )
    with pytest.raises(NotAllowed):
        after.note_today(by=story.buddy, inspection=inspection, what="draft")


def test_the_last_two_days_of_the_choice_are_reminded_of_in_the_morning(story, inspection, now):
    note(story, inspection, draft_on=date(2027, 1, 11))

    def reminders():
        remind()
        return Message.objects.filter(about=f"choice:{inspection.pk}").order_by("pk")

    now.move_to(at("2027-01-14 12:00"))
    assert not reminders()
    now.move_to(at("2027-01-15 05:00"))
    assert [(each.to, each.kind, each.path, each.due_at) for each in reminders()] == [
        (story.head, "nudge-soon", "/today/", at("2027-01-15 07:00"))
    ]
    now.move_to(at("2027-01-16 12:00"))
    assert reminders().count() == 1, "a Saturday is no day of it"
    now.move_to(at("2027-01-18 08:00"))
    reminders()
    last = reminders().last()
    assert reminders().count() == 2
    assert wanted(last)
    assert "Today, Monday 18 January, is the last day for either: until the end of the day." in page_behind(last)
    note(story, inspection, draft_on=date(2027, 1, 11), minor_points_on=date(2027, 1, 18))
    assert not wanted(last)
    assert "is the last day for either" not in page_behind(last)


def test_today_lets_the_choice_go_after_its_last_day_and_shows_it_to_nobody_else(story, inspection, now):
    note(story, inspection, draft_on=date(2027, 1, 11))
    for person in (story.buddy, story.reserve, story.other_head, story.officer, story.shared_with):
        assert "A complaint was sent today" not in page(person)
    now.move_to(at("2027-01-19 08:00"))
    assert "one choice of two" not in page(story.head)
