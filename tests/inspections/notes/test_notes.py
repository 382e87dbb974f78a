"""A note left beside the pairing: for herself, or for her buddy."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inspections.answers.actions import own_data
from inspections.check_ins.actions import retention
from inspections.models import BuddyNote
from inspections.notes import actions as notes
from network import clock
from network.models import Tie, WordKey
from network.privacy import keys
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests.people import signed_in

pytestmark = pytest.mark.django_db
LEAVE = "/buddy-notes/"


def standing_by(person, head) -> str:
    return signed_in(person).get(reverse("inspections:standing-by", args=[head.public_id])).content.decode()


def test_a_note_is_private_unless_she_says_otherwise(cast):
    browser = signed_in(cast.head)
    browser.post(LEAVE, {"words": "MARKEROWN"})
    browser.post(LEAVE, {"words": "MARKERSHARED", "shared": "on"})
    hers = browser.get(LEAVE).content.decode()
    assert ("MARKEROWN" in hers, "MARKERSHARED" in hers) == (True, True)
    buddys = standing_by(cast.buddy, cast.head)
    assert ("MARKEROWN" in buddys, "MARKERSHARED" in buddys) == (False, True)


def test_words_are_sealed_and_no_message_goes_out(cast):
    notes.leave(by=cast.head, words="MARKERWORDS", shared=True)
    assert "MARKERWORDS" not in str(list(BuddyNote.objects.values()))
    assert not Message.objects.exists()


def test_nobody_but_head_and_active_buddy_reads_a_shared_one(cast):
    notes.leave(by=cast.head, words="MARKERWORDS", shared=True)
    for name, person in cast.people.items():
        seen = list(BuddyNote.objects.visible_to(person))
        assert bool(seen) == (person.pk in {cast.head.pk, cast.buddy.pk}), name


def test_a_later_buddy_does_not_read_what_was_left_for_the_one_before(cast):
    note = notes.leave(by=cast.head, words="MARKERWORDS", shared=True)
    BuddyNote.objects.filter(pk=note.pk).update(written_at=clock.now() - timedelta(days=400))
    assert "MARKERWORDS" not in standing_by(cast.buddy, cast.head)


def test_when_the_pairing_ends_the_buddy_reads_nothing_more(cast):
    notes.leave(by=cast.head, words="MARKERWORDS", shared=True)
    Tie.objects.filter(head=cast.head, person=cast.buddy).update(to_at=clock.now())
    assert not BuddyNote.objects.visible_to(cast.buddy).exists()


def test_an_empty_or_endless_note_is_refused_on_its_field(cast):
    browser = signed_in(cast.head)
    assert "Please fill this in" in browser.post(LEAVE, {"words": "   "}).content.decode()
    assert "at most 2000" in browser.post(LEAVE, {"words": "x" * 2001}).content.decode()
    with pytest.raises(WrongState, match="nothing written"):
        notes.leave(by=cast.head, words="  ")
    with pytest.raises(NotAllowed):
        notes.leave(by=None, words="words")
    assert not BuddyNote.objects.exists()


def test_she_alone_deletes_it(cast):
    note = notes.leave(by=cast.head, words="MARKERWORDS", shared=True)
    with pytest.raises(NotAllowed):
        notes.delete(by=cast.buddy, note=note)
    signed_in(cast.head).post(f"/buddy-notes/{note.public_id}/delete/")
    assert "MARKERWORDS" not in standing_by(cast.buddy, cast.head)


def test_it_is_in_her_export_and_goes_with_her_answers(cast):
    notes.leave(by=cast.head, words="MARKERWORDS")
    assert notes.export(person=cast.head)["notes beside my pairing"][0]["words"] == "MARKERWORDS"
    own_data.forget_answers(by=cast.head)
    assert not BuddyNote.objects.exists()
    assert not WordKey.objects.filter(owner=cast.head, deleted_at__isnull=True).exists()


def test_the_oldest_of_many_is_still_hers_to_read_to_delete_and_to_take_along(cast):
    first = notes.leave(by=cast.head, words="MARKERFIRST", shared=True)
    BuddyNote.objects.filter(pk=first.pk).update(written_at=clock.now() - timedelta(minutes=1))
    key = WordKey.objects.get(owner=cast.head)
    later = keys.seal(key, "later")
    BuddyNote.objects.bulk_create(BuddyNote(head=cast.head, words=later, shared=True) for _ in range(60))
    assert f"/buddy-notes/{first.public_id}/delete/" in signed_in(cast.head).get(LEAVE).content.decode()
    assert notes.export(person=cast.head)["notes beside my pairing"][-1]["words"] == "MARKERFIRST"
    assert "MARKERFIRST" in standing_by(cast.buddy, cast.head)


def test_a_note_left_when_the_phase_is_over_has_thirty_days_of_its_own(cast, django_capture_on_commit_callbacks):
    notes.leave(by=cast.head, words="MARKEREARLY")
    assert retention.end_before() == 1  # her school is not in the window
    earlier = WordKey.objects.get(owner=cast.head)
    keys.keep(earlier, clock.now() + timedelta(days=1))
    notes.leave(by=cast.head, words="MARKERLATE")
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete(earlier)
    assert [each.words for each in notes.opened(of=cast.head, reader=cast.head)] == ["MARKERLATE"]
    later = WordKey.objects.get(owner=cast.head, deleted_at=None)
    assert timedelta(days=29) < later.keep_until - clock.now() <= timedelta(days=30)
    own_data.forget_answers(by=cast.head)
    assert not WordKey.objects.filter(owner=cast.head, deleted_at=None).exists()


def test_it_is_read_no_longer_than_its_key_lives(cast, django_capture_on_commit_callbacks):
    notes.leave(by=cast.head, words="MARKERWORDS")
    with django_capture_on_commit_callbacks(execute=True):
        keys.delete(WordKey.objects.get(owner=cast.head))
    assert notes.opened(of=cast.head, reader=cast.head) == []
