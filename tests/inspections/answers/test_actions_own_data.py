import json

import pytest

from inspections.answers.actions import answers as check_ins
from inspections.answers.actions import own_data
from inspections.models import CheckIn, Inspection, PleaseRing, SilenceLadder, Told, TrustedPhone
from inspections.phones import actions as phones
from inspections.silence.actions import silence
from network import hooks
from network import models as m
from network.privacy import key_store
from tests.inspections.story import at, call, enter_window

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(now, cast):
    enter_window(cast)
    call(cast, lead_inspector="Lee Example")
    now.move_to(at("2026-12-01 17:05"))
    evening = CheckIn.objects.select_related("head", "inspection").get(rule="evening")
    check_ins.answer(by=cast.head, check_in=evening, answer="ring_me", note="MARKERnote")
    phones.register(by=cast.head, name="Mine")
    silence.choose(by=cast.head, on=True, ask_reserve=True, emergency_name="MARKERname", emergency_phone="1")
    return cast


def test_her_own_export_has_her_words_and_nobody_elses(story):
    own = json.dumps(hooks.call(hooks.person_export, person=story.head), default=str)
    for words in ("MARKERnote", "MARKERname", "Please ring me", "Lee Example", "Example Junior School", "Mine"):
        assert words in own
    others = json.dumps(hooks.call(hooks.person_export, person=story.buddy), default=str)
    for words in ("MARKER", "Lee Example", "Please ring me"):
        assert words not in others


def test_forgetting_takes_the_words_and_their_keys(story, django_capture_on_commit_callbacks):
    stored = CheckIn.objects.get(rule="evening").note
    with django_capture_on_commit_callbacks(execute=True):
        assert own_data.forget_answers(by=story.head) == 1
    evening = CheckIn.objects.get(rule="evening")
    assert (evening.answer, evening.note, evening.state) == ("", "", "answered")
    with pytest.raises(key_store.KeyGone):
        key_store.unseal(stored)
    assert check_ins.words_of(check_in=evening, reader=story.buddy) == ("", "")


def test_forgetting_by_the_page(story, sign_in):
    client = sign_in(story.head)
    assert "MARKERnote" in client.get("/check-ins/").content.decode()
    client.post("/check-ins/forget/")
    assert "MARKERnote" not in client.get("/check-ins/").content.decode()


def test_an_erased_person_leaves_nothing_here(story):
    own_data.person_erased(person=story.head, by=story.head)
    for model in (CheckIn, Inspection, PleaseRing, TrustedPhone, SilenceLadder):
        assert not model.objects.filter(head=story.head).exists()
    assert not m.WordKey.objects.filter(owner=story.head, deleted_at__isnull=True).exists()
    own_data.person_erased(person=story.buddy, by=story.buddy)
    assert not Told.objects.filter(person=story.buddy).exists()
