""" "I have seen it" is one press, and an undo reaches whoever was told, in words on their page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inspections.calls.actions import inspections, notify_call
from inspections.models import PleaseRing, Told
from inspections.ringing.actions import please_ring
from network.rules import NotAllowed
from outbox.models import Message
from tests.inspections.story import MONDAY, call, waiting, wanted
from tests.reading import as_read

pytestmark = pytest.mark.django_db
UNDONE = "Hollis Example: the call was undone"


def page(browser, path="/today/"):
    return as_read(browser.get(path))


def pressed(browser, text, words):
    """Presses the one form on the page whose button says this, as a browser does."""
    (form,) = [form for form in text.split("<form")[1:] if f">{words}<" in form.partition("</form>")[0]]
    return browser.post(form.partition('action="')[2].partition('"')[0], follow=True)


# --- "I have seen it" ---


def test_one_press_on_the_buddys_front_page_records_it_and_the_head_reads_it(story, sign_in):
    inspection = call(story)
    buddy = sign_in(story.buddy)
    assert ">I have seen it<" in page(buddy)
    answer = as_read(pressed(buddy, page(buddy), "I have seen it"))
    assert inspection.told.get(person=story.buddy).seen_at == MONDAY
    assert "Hollis sees that you know" in answer
    text = page(sign_in(story.head))
    assert "Blake knows" in text
    assert "<strong>Blake Example</strong>: saw it on Monday at 09.52" in " ".join(text.split())
    assert ">I have seen it<" not in page(buddy)


def test_one_press_says_that_they_are_ringing(story, sign_in):
    please_ring.ask(head=story.head, by=story.head, via=PleaseRing.SIGNED_IN)
    buddy = sign_in(story.buddy)
    assert ">I am ringing<" in page(buddy)
    pressed(buddy, page(buddy), "I am ringing")
    assert PleaseRing.objects.get().taken_by == story.buddy
    assert "Blake Example is ringing you" in page(sign_in(story.head), "/please-ring-me/")
    assert ">I am ringing<" not in page(buddy)


# --- undo ---


def test_whoever_was_told_reads_that_it_was_undone_until_they_press_seen(story, sign_in, now):
    inspection = call(story)
    now.shift(timedelta(minutes=3))
    sign_in(story.head).post(reverse("inspections:inspection-undo", args=[inspection.public_id]))
    for person in (story.buddy, story.reserve, story.shared_with):
        browser = sign_in(person)
        text = page(browser)
        assert UNDONE in text
        assert "It was undone at 09.55. There is nothing to do." in text
        assert ("You had been asked to be ready." in text) is (person == story.reserve)
        assert person != story.reserve or "Example Junior School" not in text
        message = Message.objects.get(to=person, about__startswith="undone:")
        assert wanted(message)
        pressed(browser, text, "Seen")
        assert UNDONE not in page(browser)
        message.refresh_from_db()
        assert message.state == Message.CANCELLED
    assert UNDONE not in page(sign_in(story.deputy))


def test_after_a_day_the_words_go_by_themselves_and_so_does_the_message(story, sign_in, now):
    inspections.undo(by=story.head, inspection=call(story))
    now.shift(timedelta(hours=23))
    assert UNDONE in page(sign_in(story.buddy))
    now.shift(timedelta(hours=1))
    assert UNDONE not in page(sign_in(story.buddy))
    assert not any(wanted(row) for row in Message.objects.filter(about__startswith="undone:"))


def test_a_call_that_comes_after_all_takes_the_place_of_these_words(story, sign_in, now):
    inspections.undo(by=story.head, inspection=call(story))
    now.shift(timedelta(minutes=1))
    call(story)
    assert UNDONE not in page(sign_in(story.buddy))
    assert not any(wanted(row) for row in Message.objects.filter(about__startswith="undone:"))


def test_it_reaches_them_in_the_evening_too_as_the_call_did(story, now):
    now.move_to(MONDAY.replace(hour=21, minute=32))
    inspections.undo(by=story.head, inspection=call(story))
    assert [name for name, *_ in waiting("nudge-soon")] == ["Blake", "Brook", "Shiloh"]


def test_pressed_twice_it_is_simply_undone(story, sign_in, now):
    inspection = call(story)
    head = sign_in(story.head)
    address = reverse("inspections:inspection-undo", args=[inspection.public_id])
    first = head.post(address, follow=True)
    now.shift(timedelta(minutes=11))
    second = head.post(address, follow=True)
    assert first.status_code == second.status_code == 200
    assert "Undone. Whoever was told reads that there is nothing to do." in as_read(first)
    assert "The call of 09.52 was undone already." in as_read(second)
    assert Message.objects.filter(about__startswith="undone:").count() == 3


def test_it_speaks_of_nobody_where_nobody_was_told(story, sign_in):
    story.head.ties_as_head.all().delete()
    inspection = call(story)
    answer = sign_in(story.head).post(reverse("inspections:inspection-undo", args=[inspection.public_id]), follow=True)
    assert "Undone." in as_read(answer)
    assert "Whoever was told" not in as_read(answer)


def test_only_somebody_who_was_told_presses_seen(story, sign_in):
    inspection = call(story)
    inspections.undo(by=story.head, inspection=inspection)
    told = inspection.told.get(person=story.buddy)
    with pytest.raises(NotAllowed):
        notify_call.undo_seen(by=story.other_head, told=told)
    address = reverse("inspections:inspection-undo-seen", args=[inspection.public_id])
    assert sign_in(story.other_head).post(address).status_code == 404
    assert not Told.objects.filter(undo_seen_at__isnull=False).exists()
    for _ in range(2):
        notify_call.undo_seen(by=story.buddy, told=told)
    assert Told.objects.filter(undo_seen_at__isnull=False).count() == 1


def test_undo_stands_on_her_front_page_for_ten_minutes(story, sign_in, now):
    inspection = call(story)
    head = sign_in(story.head)
    assert "Until 10.02 it can be undone." in page(head)
    now.shift(timedelta(minutes=10))
    assert "it can be undone" not in page(head)
    now.shift(timedelta(minutes=-1))
    pressed(head, page(head), "Undo")
    inspection.refresh_from_db()
    assert inspection.undone_at is not None
    assert "it can be undone" not in page(head)


def test_the_page_of_an_undone_call_says_so_and_nothing_else(story, sign_in, now):
    inspection = call(story)
    now.shift(timedelta(minutes=3))
    inspections.undo(by=story.head, inspection=inspection)
    now.shift(timedelta(days=1))
    for person in (story.head, story.buddy, story.deputy):
        answer = sign_in(person).get(f"/inspection/{inspection.public_id}/")
        if answer.status_code == 404:
            continue
        text = as_read(answer)
        assert "This call was undone" in text
        assert "It came at 09.52 and was undone at 09.55" in " ".join(text.split())
        for untrue in (
            "Has not seen it yet",
            "Ring Blake",
            "Inspectors are on site",
            "Call a colleague",
            "What happens",
        ):
            assert untrue not in text
    assert sign_in(story.head).get(f"/inspection/{inspection.public_id}/").status_code == 200


def test_undo_in_an_old_tab_says_which_call_it_means(story, sign_in, now):
    first = call(story)
    inspections.undo(by=story.head, inspection=first)
    now.shift(timedelta(minutes=8))
    second = call(story)
    address = reverse("inspections:inspection-undo", args=[first.public_id])
    text = as_read(sign_in(story.head).post(address, follow=True))
    assert "The call of 09.52 was undone already. The call of 10.00 stands: it is not undone." in text
    second.refresh_from_db()
    assert second.undone_at is None
