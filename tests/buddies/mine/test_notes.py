"""What a head left for her buddy is found from the heads they stand by."""

import pytest
from django.urls import reverse

from inspections.notes import actions as notes

pytestmark = pytest.mark.django_db


def test_the_buddy_finds_a_shared_note(trio, sign_in):
    trio.in_force(reserve=False)
    notes.leave(by=trio.head, words="MARKERSHARED", shared=True)
    browser = sign_in(trio.buddy)
    link = reverse("inspections:standing-by", args=[trio.head.public_id])
    assert link in browser.get(reverse("buddies:standing-by")).content.decode()
    assert "MARKERSHARED" in browser.get(link).content.decode()


def test_somebody_only_asked_and_a_reserve_who_waits_are_shown_no_way_there(trio, sign_in):
    trio.pair()
    link = reverse("inspections:standing-by", args=[trio.head.public_id])
    for person in (trio.buddy, trio.reserve):
        assert link not in sign_in(person).get(reverse("buddies:standing-by")).content.decode()
