"""The officer's pages of pairings: what they show first, what they fold away, and where a press leads."""

from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.models import BuddyRequest, Offer, Pairing
from buddies.rounds.actions import rounds
from buddies.rounds.queries import draft
from buddies.steps.actions import contact, pairings, requests
from network import clock
from network.models import RoleGrant, School
from tests import factories as f
from tests.buddies.conftest import begun
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def page(sign_in, person, name, *args, **query):
    response = sign_in(person).get(reverse(f"buddies:{name}", args=args), query)
    assert response.status_code == 200
    return as_read(response)


def schools_without_a_head(number: int) -> None:
    for _ in range(number):
        school = f.SchoolFactory(in_window=True, window_rule="W1")
        requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)


@pytest.fixture
def administrator(db):
    person = f.PersonFactory(name="Ada Example")
    f.RoleGrantFactory(person=person, role=RoleGrant.ADMINISTRATOR)
    return person


def test_pairings_are_put_in_order_without_the_table_s_heading(trio, sign_in):
    trio.pair()
    text = page(sign_in, trio.officer, "pairings", sort="oldest", state="asked")
    assert '<option value="oldest" selected>Oldest first</option>' in text
    assert "Pairings</a>" in text.partition('aria-current="page"')[2]


def test_pairing_by_hand_begins_with_those_who_can_be_paired(trio, sign_in):
    schools_without_a_head(105)
    requests.ask(by=trio.head)
    text = page(sign_in, trio.officer, "pairing-new")
    assert text.index("Hollis Example") < text.index("No head has joined yet") < text.index("<details")
    assert "99 schools" in text


def test_nobody_is_asked_where_nobody_fits(trio, sign_in):
    Offer.objects.create(person=trio.buddy, capacity=1)
    other = f.MembershipFactory(role="head").person
    pairings.pair_by_hand(head=other, buddy=trio.buddy, by=trio.officer)
    text = page(sign_in, trio.officer, "pairing-new", head=trio.head.public_id)
    assert "at capacity" in text
    assert "Ask them" not in text
    assert "Nobody who offers can stand by Hollis just now." in text


def test_a_long_part_of_the_week_is_folded(trio, sign_in):
    schools_without_a_head(3)
    assert "<details" not in page(sign_in, trio.officer, "this-week")
    schools_without_a_head(10)
    text = page(sign_in, trio.officer, "this-week")
    assert "Show 13" in text
    assert text.count("<details") == text.count("</details>") == 1


def test_parts_of_a_round_are_counted_and_the_empty_ones_left_away(town, sign_in):
    round_ = begun(town)
    text = page(sign_in, town.officer, "round", round_.public_id)
    assert "Pairs (4)" in text
    assert "Nobody fits (0)" in text
    assert "Left out (" not in text
    rounds.leave_out(suggestion=round_.suggestions.first(), by=town.officer)
    text = page(sign_in, town.officer, "round", round_.public_id)
    assert "Pairs (3)" in text
    assert "Left out (1)" in text


def test_a_pin_leads_back_to_its_own_line(town, sign_in):
    one = begun(town).suggestions.last()
    response = sign_in(town.officer).post(reverse("buddies:suggestion-pin", args=[one.public_id]))
    assert response.url.endswith(f"#s-{one.public_id}")
    assert f'id="s-{one.public_id}"' in page(sign_in, town.officer, "round", one.round.public_id)


def test_a_press_on_the_second_page_leads_back_to_the_second_page(town, sign_in, monkeypatch):
    monkeypatch.setattr(draft, "SIZE", 2)
    *_, third, last = begun(town).suggestions.all()
    client = sign_in(town.officer)
    for press in ("pin", "unpin", "leave-out", "bring-back"):
        back = client.post(reverse(f"buddies:suggestion-{press}", args=[last.public_id])).url
        shown = as_read(client.get(back))
        assert f'id="s-{third.public_id}"' in shown or press == "bring-back"
        assert (f'id="s-{last.public_id}"' in shown) == (press in ("pin", "unpin"))


def test_an_administrator_finds_the_weights_and_the_way_back(administrator, sign_in):
    assert reverse("buddies:weights") in as_read(sign_in(administrator).get(reverse("inspections:estimates")))
    text = page(sign_in, administrator, "weights")
    assert reverse("inspections:estimates") in text
    assert reverse("buddies:rounds") not in text


def test_undo_is_offered_until_somebody_has_answered(town, sign_in):
    round_ = begun(town)
    rounds.publish(round_=round_, by=town.officer)
    assert "Undo, as long as nobody has answered" in page(sign_in, town.officer, "round", round_.public_id)
    pairing = Pairing.objects.get(head=town.head)
    pairings.say_yes(pairing=pairing, by=town.head)
    text = page(sign_in, town.officer, "round", round_.public_id)
    assert "Undo, as long as" not in text
    assert "Somebody has answered" in text


def test_a_pause_is_shown_with_its_day_and_ended_with_a_press(trio, sign_in):
    pairing = trio.in_force()
    until = clock.today() + timedelta(days=9)
    contact.pause(pairing=pairing, until=until, by=trio.officer)
    text = page(sign_in, trio.officer, "pairing", pairing.public_id)
    assert f"Paused until {until:%A} {until.day} {until:%B}." in text
    assert "Go on now" in text
    response = sign_in(trio.officer).post(reverse("buddies:pairing-resume", args=[pairing.public_id]), follow=True)
    assert "It goes on again." in as_read(response)
    assert "Go on now" not in as_read(response)


def test_an_officer_reads_that_the_head_will_wait_again(trio, sign_in):
    pairing = trio.in_force()
    assert "is in the next round" not in page(sign_in, trio.officer, "pairing-end", pairing.public_id)
    School.objects.filter(pk=trio.school.pk).update(in_window=True)
    assert "Hollis waits for another buddy" in page(sign_in, trio.officer, "pairing-end", pairing.public_id)
