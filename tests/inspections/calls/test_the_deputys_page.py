"""The deputy a head named finds on the front page how it stands; and she reads that the deputy sees it."""

from datetime import timedelta

import pytest

from directory.call_outs.actions import call_outs as of_directory
from inspections.aftercare import actions as pauses
from inspections.call_outs import actions as call_outs
from inspections.calls.actions import inspections
from inspections.models import CheckIn
from network import models as m
from tests.announcing import words
from tests.directory import make
from tests.inspections.calls.test_undo_and_seen import page, pressed
from tests.inspections.story import at, call

pytestmark = pytest.mark.django_db


def test_the_deputy_reads_the_stage_and_the_days_with_the_call_sheet(story, sign_in, now):
    inspection = call(story)
    deputy = sign_in(story.deputy)
    text = words(page(deputy))
    assert "Hollis Example: The call has come." in text
    assert "Example Junior School, Tuesday 1 December to Wednesday 2 December." in text
    assert f'href="/inspection/{inspection.public_id}/call-sheet/"' in page(deputy)
    assert "Until 10.02 it can be undone." in text
    assert "Blake" not in text
    now.move_to(at("2026-12-01 10:00"))
    assert "Hollis Example: Day one. Inspectors are on site." in words(page(deputy))
    now.move_to(at("2026-12-04 10:00"))
    assert "Hollis Example: " not in words(page(deputy))


def test_the_deputy_can_undo_what_was_pressed_by_mistake(story, sign_in):
    inspection = call(story)
    deputy = sign_in(story.deputy)
    pressed(deputy, page(deputy), "Undo")
    inspection.refresh_from_db()
    assert inspection.undone_at is not None
    assert "The call has come." not in words(page(deputy))


def test_put_off_is_said_without_days(story, sign_in):
    pauses.put_off(by=story.head, inspection=call(story))
    text = words(page(sign_in(story.deputy)))
    assert "The inspection is put off. We wait for a new date. Example Junior School." in text


def test_a_live_call_out_of_the_heads_stands_there(story, sign_in, now):
    inspection = call(story)
    make.listing(story.directory_member)
    now.move_to(at("2026-12-01 10:00"))
    raised = call_outs.call_a_colleague(by=story.head, inspection=inspection, need="send", words="")
    deputy = sign_in(story.deputy)
    assert "A colleague has been called, at 10.00. Nobody has said yes yet." in words(page(deputy))
    assert f'href="/directory/call-out/{raised.public_id}/"' in page(deputy)
    of_directory.cancel(by=story.head, call=raised)
    assert "A colleague has been called" not in words(page(deputy))


def test_she_reads_that_the_deputy_sees_it_wherever_it_is(story, sign_in, now):
    inspection = call(story)
    head = sign_in(story.head)
    assert "Seen by you, Blake and Devon Example, your deputy." in words(page(head))
    path = f"/inspection/{inspection.public_id}/"
    seen = "Devon Example, your deputy, sees the days, the names and the numbers here, too"
    assert seen in words(page(head, path))
    assert seen not in words(page(sign_in(story.buddy), path))
    m.Tie.objects.filter(kind=m.Tie.DEPUTY).delete()
    assert "Seen by you and Blake." in words(page(head))
    assert "your deputy" not in words(page(head, path))


def test_the_deputy_reads_what_is_handed_on_whom_to_ring_and_what_if_the_head_cannot_come_in(story, sign_in, now):
    before = page(sign_in(story.deputy))
    text = words(before)
    assert "Hollis has handed on to you, if Hollis cannot do it:" in text
    assert 'href="/call/"' in before
    assert "press “The call has come” for Hollis. Whoever stands by Hollis is told then, and so is Hollis." in text
    assert "Whom you can ring, for yourself:" in text
    assert "tel:116123" in before.partition("for yourself:")[2].partition("</details>")[0]
    inspection = call(story, chair="Chris Example, 0118 496 0000", welfare_contact="Wren Example")
    now.move_to(at("2026-12-01 10:00"))
    browser = sign_in(story.deputy)
    text = words(page(browser))
    assert "Hollis has handed on to you the days, the names and numbers, a pause and the letters." in text
    assert "The chair: Chris Example, 0118 496 0000" in text
    assert "Looks after Hollis’s welfare: Wren Example." in text
    assert "How Hollis is, we ask Hollis alone." in text
    assert f'href="/inspection/{inspection.public_id}/call-a-colleague/"' in page(browser)
    assert browser.get(f"/inspection/{inspection.public_id}/letters/").status_code == 200
    assert CheckIn.objects.filter(head=story.head).exists()
    assert not CheckIn.objects.visible_to(story.deputy).exists()
    now.move_to(at("2026-12-04 10:00"))
    text = words(page(sign_in(story.deputy)))
    assert "Hollis has handed on to you: the days of the draft and of publication, what is due when" in text
    assert "Call a colleague now" not in text
    for private in ("Blake", "Brook"):
        assert private not in text


def test_another_deputy_reads_nothing_of_it(story, sign_in, now):
    call(story)
    now.shift(timedelta(hours=1))
    m.Tie.objects.filter(kind=m.Tie.DEPUTY).update(head=story.other_head)
    assert "Hollis" not in page(sign_in(story.deputy))
    inspections.close(by=story.head, inspection=story.head.inspections.get())
