""" "We have spoken" means the same wherever it is pressed: beside the pairing, a check-in, or a "please ring me"."""

from datetime import date

import pytest

from buddies.models import Pairing
from inspections.answers.actions import answers as check_ins
from inspections.check_ins.actions import planning
from inspections.models import CheckIn, PleaseRing, SilenceStep
from inspections.ringing.actions import please_ring
from inspections.silence.actions import silence
from network import clock
from tests.inspections.story import at, call, enter_window, leave
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def pairing(now, cast):
    enter_window(cast)
    call(cast)
    return Pairing.objects.create(
        head=cast.head,
        buddy=cast.buddy,
        state=Pairing.IN_FORCE,
        head_yes_at=clock.now(),
        buddy_yes_at=clock.now(),
    )


def go_quiet(now):
    """The evening's question unanswered: her buddy has been asked to ring."""
    for moment in ("2026-12-02 07:30", "2026-12-02 08:30"):
        now.move_to(at(moment))
        leave()
        planning.mark_missed()
        silence.look()
    assert SilenceStep.objects.filter(stopped_at__isnull=True).count() == 2


def press(person, pairing, **given):
    return signed_in(person).post(f"/pairings/{pairing.public_id}/spoken/", given)


@pytest.mark.parametrize("who", ["head", "buddy"])
def test_beside_the_pairing_it_stops_the_silence_ladder(cast, now, pairing, who):
    go_quiet(now)
    press(getattr(cast, who), pairing)
    assert not SilenceStep.objects.filter(stopped_at__isnull=True).exists()
    evening = CheckIn.objects.get(rule="evening")
    assert (evening.state, evening.via) == (
        CheckIn.ANSWERED,
        CheckIn.SIGNED_IN if who == "head" else CheckIn.BY_BUDDY,
    )
    now.move_to(at("2026-12-02 12:00"))
    assert silence.look() == 0


def test_beside_the_pairing_it_ends_please_ring_me(cast, now, pairing):
    please_ring.ask(by=cast.head, head=cast.head, via=PleaseRing.SIGNED_IN)
    press(cast.buddy, pairing)
    assert not PleaseRing.objects.open().exists()


def test_beside_a_check_in_the_pairing_knows(cast, now, pairing):
    now.move_to(at("2026-12-01 17:05"))
    check_ins.we_have_spoken(by=cast.buddy, check_in=CheckIn.objects.select_related("head").get(rule="evening"))
    pairing.refresh_from_db()
    assert pairing.last_spoke_on == date(2026, 12, 1)


def test_beside_please_ring_me_the_pairing_knows(cast, now, pairing):
    ring = please_ring.ask(by=cast.head, head=cast.head, via=PleaseRing.SIGNED_IN)
    please_ring.spoken(by=cast.buddy, ring=ring)
    pairing.refresh_from_db()
    assert pairing.last_spoke_on == date(2026, 11, 30)


def test_from_the_front_page_it_leads_back_there(cast, now, pairing):
    answer = press(cast.head, pairing, to="today")
    assert (answer.status_code, answer["Location"]) == (302, "/today/")


def test_the_front_page_offers_it_beside_the_buddy(cast, now, pairing):
    """The pairing's tie bears its public id."""
    from network.models import Tie

    Tie.objects.filter(head=cast.head, person=cast.buddy, kind=Tie.BUDDY).update(subject=f"pairing:{pairing.public_id}")
    page = signed_in(cast.head).get("/today/").content.decode()
    assert f'action="/pairings/{pairing.public_id}/spoken/"' in page
