"""The pages: what each of the three sees, and what nobody sees."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.models import Away, BuddyRequest, NotThisPerson, Offer, Pairing
from buddies.offers import actions as offers
from buddies.steps.actions import contact, pairings, requests
from network import clock
from network.models import ContactPoint, Person, School
from tests import factories as f
from tests.buddies.conftest import leader
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def page(sign_in, person, name, *args, **query):
    response = sign_in(person).get(reverse(f"buddies:{name}", args=args), query)
    assert response.status_code == 200
    return as_read(response)


def phone(person):
    return ContactPoint.objects.get(person=person, channel=ContactPoint.SMS).address


def press(sign_in, who, name, *args, **data):
    return sign_in(who).post(reverse(f"buddies:{name}", args=args), data)


def test_my_buddy_before_and_after_a_yes(trio, sign_in):
    assert "Ask for a buddy" in page(sign_in, trio.head, "my-buddy")
    requests.ask(by=trio.head)
    assert "You are waiting for a buddy." in page(sign_in, trio.head, "my-buddy")
    pairing = trio.pair()
    asked = page(sign_in, trio.head, "my-buddy")
    assert "Blake Example" in asked
    assert phone(trio.buddy) not in asked
    for person in (trio.head, trio.buddy, trio.reserve):
        assert press(sign_in, person, "pairing-accept", pairing.public_id).status_code == 302
    paired = page(sign_in, trio.head, "my-buddy")
    assert f'href="tel:{phone(trio.buddy)}"' in paired
    assert "Brook Example" in paired
    assert phone(trio.reserve) not in paired
    assert "Only you and Blake see this" in paired


def test_while_the_reserve_stands_in_she_can_be_rung(trio, sign_in):
    pairing = trio.in_force()
    contact.not_heard(pairing=pairing, by=trio.head)
    assert f'href="tel:{phone(trio.reserve)}"' in page(sign_in, trio.head, "my-buddy")
    assert "You stand in just now." in page(sign_in, trio.reserve, "standing-by")
    asked = page(sign_in, trio.buddy, "standing-by")
    assert "would like to hear from you. Please ring today." in asked


def test_standing_by_shows_the_head_to_the_buddy_and_to_the_reserve_no_number(trio, sign_in):
    pairing = trio.pair()
    assert "Will you stand by Hollis Example?" in page(sign_in, trio.buddy, "standing-by")
    assert "Will you be the reserve for Hollis Example?" in page(sign_in, trio.reserve, "standing-by")
    for person in (trio.head, trio.buddy, trio.reserve):
        pairings.say_yes(pairing=pairing, by=person)
    assert phone(trio.head) in page(sign_in, trio.buddy, "standing-by")
    assert phone(trio.head) not in page(sign_in, trio.reserve, "standing-by")


def test_decline_and_ask_for_someone_else_ask_no_reason(trio, sign_in):
    pairing = trio.pair()
    press(sign_in, trio.buddy, "pairing-decline", pairing.public_id)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.DECLINED
    pairing = trio.in_force()
    asked = page(sign_in, trio.head, "pairing-change", pairing.public_id)
    assert "No reason is asked, and none is kept." in asked
    assert "<textarea" not in asked
    press(sign_in, trio.head, "pairing-change", pairing.public_id)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.ENDED


def test_a_second_press_too_late_says_so(trio, sign_in):
    pairing = trio.in_force()
    pairings.end(pairing=pairing, by=trio.buddy)
    response = press(sign_in, trio.head, "pairing-end", pairing.public_id)
    assert response.status_code == 409
    assert "This pairing has already ended." in as_read(response)


def test_pause_refuses_a_day_that_has_passed_beside_the_field(trio, sign_in):
    pairing = trio.in_force()
    response = press(sign_in, trio.buddy, "pairing-pause", pairing.public_id, until="2020-01-01")
    assert "Choose a day after today and within a year." in as_read(response)


def test_ask_keeps_wishes_and_the_list_nobody_sees(trio, sign_in):
    press(sign_in, trio.head, "ask", gender="woman", distance="far")
    assert BuddyRequest.objects.get().wishes == {"distance": "far", "gender": "woman"}
    found = page(sign_in, trio.head, "people-wishes", q="Blake")
    assert "Blake Example" in found
    press(sign_in, trio.head, "people-wishes", person=trio.buddy.public_id, what="not")
    press(sign_in, trio.head, "people-wishes", person=trio.reserve.public_id, what="known")
    assert NotThisPerson.objects.get().person == trio.buddy
    assert BuddyRequest.objects.get().wishes["knows"] == [str(trio.reserve.public_id)]
    press(sign_in, trio.head, "ask", gender="man")
    assert BuddyRequest.objects.get().wishes == {"gender": "man", "knows": [str(trio.reserve.public_id)]}
    shown = page(sign_in, trio.officer, "pairing-new", head=trio.head.public_id, q="Blake")
    assert "Blake Example" not in shown
    assert "1 more of that name or school is not listed" in shown
    assert "Somebody I know" not in shown
    response = press(
        sign_in, trio.officer, "pairing-new", head=trio.head.public_id, buddy=trio.buddy.public_id, reserve=""
    )
    assert response.status_code == 409
    assert "Blake Example cannot be her buddy: not available." in as_read(response)


def test_offer_is_made_paused_and_stepped_back_from(trio, sign_in):
    press(sign_in, trio.buddy, "offer", capacity="3", can_help_with="A calm word", when_not="", gender="")
    offer = Offer.objects.get()
    assert (offer.person, offer.capacity) == (trio.buddy, 3)
    press(sign_in, trio.buddy, "offer-pause", until=f"{clock.today() + timedelta(days=5):%Y-%m-%d}")
    assert "Paused until" in page(sign_in, trio.buddy, "standing-by")
    assert press(sign_in, trio.buddy, "offer-pause", until="soon").status_code == 400
    press(sign_in, trio.buddy, "offer-come-back")
    press(sign_in, trio.buddy, "offer-step-back")
    assert "Offer to be a buddy" in page(sign_in, trio.buddy, "standing-by")


@pytest.mark.parametrize("capacity", ["0", "11", "two", ""])
def test_offer_refuses_what_is_no_number_of_heads(trio, sign_in, capacity):
    assert press(sign_in, trio.buddy, "offer", capacity=capacity).status_code == 200
    assert not Offer.objects.exists()


def test_the_officer_pairs_by_hand_and_notes_a_yes_by_phone(trio, sign_in):
    requests.ask(by=trio.head)
    offers.make(by=trio.buddy, capacity=2)
    assert "Hollis Example" in page(sign_in, trio.officer, "pairing-new")
    chosen = page(sign_in, trio.officer, "pairing-new", head=trio.head.public_id)
    assert "same phase; not yet inspected under the present framework;" in chosen
    assert "carries 0 of 2" in chosen
    response = press(
        sign_in,
        trio.officer,
        "pairing-new",
        head=trio.head.public_id,
        buddy=trio.buddy.public_id,
        reserve=trio.reserve.public_id,
    )
    pairing = Pairing.objects.get()
    assert response.url == reverse("buddies:pairing", args=[pairing.public_id])
    press(sign_in, trio.officer, "yes-by-phone", pairing.public_id, whose="buddy")
    shown = page(sign_in, trio.officer, "pairing", pairing.public_id)
    assert "Noted that the buddy said yes by phone" in shown
    assert "Asked, no answer yet" in shown
    assert "Ollie Example" in shown


def test_pair_by_hand_asks_for_a_buddy(trio, sign_in):
    response = press(sign_in, trio.officer, "pairing-new", head=trio.head.public_id)
    assert "Choose a buddy." in as_read(response)


def test_the_officer_never_sees_whether_they_spoke(trio, sign_in):
    pairing = trio.in_force()
    contact.not_heard(pairing=pairing, by=trio.head)
    contact.spoken(pairing=pairing, by=trio.buddy)
    shown = page(sign_in, trio.officer, "pairing", pairing.public_id) + page(sign_in, trio.officer, "pairings")
    assert "poken" not in shown
    assert "ot heard" not in shown
    for point in ContactPoint.objects.filter(person__in=(trio.head, trio.buddy)):
        assert point.address not in shown


class TestTable:
    def many(self, trio, count):
        now = clock.now()
        school = School.objects.first()
        for number in range(count):
            Pairing.objects.create(
                head=f.PersonFactory(name=f"Head Example{number}", reachable=False),
                buddy=trio.buddy,
                school=school,
                state=Pairing.IN_FORCE if number % 2 else Pairing.ASKED,
                head_yes_at=now,
                buddy_yes_at=now if number % 2 else None,
                made_at=now - timedelta(minutes=number),
            )

    @pytest.mark.parametrize("count", [1, 30])
    def test_one_query_for_the_rows_and_one_for_the_months(self, trio, sign_in, django_assert_num_queries, count):
        self.many(trio, count)
        browser = sign_in(trio.officer)
        browser.get(reverse("buddies:pairings"))
        with django_assert_num_queries(6) as asked:
            browser.get(reverse("buddies:pairings"), {"q": "example", "state": "asked", "sort": "oldest"})
        assert sum("buddies_pairing" in query["sql"] for query in asked.captured_queries) == 2

    def test_pages_by_key_and_loses_nobody(self, trio, sign_in):
        self.many(trio, 120)
        seen, address = [], reverse("buddies:pairings")
        while address:
            response = sign_in(trio.officer).get(address)
            seen += [row["head_name"] for row in response.context["rows"]]
            address = response.context["more"] and reverse("buddies:pairings") + response.context["more"]
        assert seen == [f"Head Example{number}" for number in range(120)]

    def test_filters_searches_and_says_who_still_has_to_answer(self, trio, sign_in):
        self.many(trio, 4)
        response = sign_in(trio.officer).get(reverse("buddies:pairings"), {"state": "asked", "q": "example2"})
        assert [(row["head_name"], row["says"]) for row in response.context["rows"]] == [
            ("Head Example2", "Waiting for the buddy")
        ]

    @pytest.mark.parametrize("window_rule", ["A1", ""])
    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("exam", True),
            ("ZOë", True),
            ("o'brien-jones", True),
            ("jones brie", True),
            ("Blake", True),
            ("brook exa", True),
            ("oak hill", True),
            ("rien", False),
            ("zoë blake", False),
            ("'", False),
            ("& | !:*", False),
        ],
    )
    def test_a_search_is_for_words_that_begin_words_of_one_name(self, trio, sign_in, words, found, window_rule):
        pairing = trio.in_force()
        Person.objects.filter(pk=pairing.head_id).update(name="Zoë O'Brien-Jones")
        School.objects.filter(pk=pairing.school_id).update(name="Oak Hill School", window_rule=window_rule)
        browser = sign_in(trio.officer)
        rows = browser.get(reverse("buddies:pairings"), {"q": words}).context["rows"]
        assert [row["head_name"] for row in rows] == ["Zoë O'Brien-Jones"] * found
        lines = browser.get(reverse("buddies:pairings-export"), {"q": words})
        assert len(b"".join(lines.streaming_content).splitlines()) == 1 + found

    @pytest.mark.parametrize("bad", ["x", "1.x", "nan.1", "1e400.2", "9" * 400, "-1.1", "1.5.99999999999999999999999"])
    def test_a_key_nobody_gave_out_does_no_harm(self, trio, sign_in, bad):
        assert sign_in(trio.officer).get(reverse("buddies:pairings"), {"after": bad}).status_code == 200

    def test_export_is_inert(self, trio, sign_in):
        pairing = trio.in_force()
        pairing.head.name = "=1+1"
        pairing.head.save()
        pairing.buddy.name = "@Blake, Example"
        pairing.buddy.save()
        response = sign_in(trio.officer).get(reverse("buddies:pairings-export"))
        lines = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
        assert lines[0] == ["Head", "School", "Buddy", "Reserve", "State", "Since"]
        assert lines[1][:5] == ["'=1+1", trio.school.name, "'@Blake, Example", "Brook Example", "Paired"]


@pytest.mark.parametrize("count", [1, 6])
def test_standing_by_asks_the_same_whatever_the_number_of_heads(trio, sign_in, count, django_assert_num_queries):
    Offer.objects.create(person=trio.buddy, capacity=10)
    for number in range(count):
        pairing = pairings.pair_by_hand(head=leader(f"Head Example{number}"), buddy=trio.buddy, by=trio.officer)
        for person in (pairing.head, trio.buddy):
            pairings.say_yes(pairing=pairing, by=person)
    browser = sign_in(trio.buddy)
    browser.get(reverse("buddies:standing-by"))
    with django_assert_num_queries(9):
        browser.get(reverse("buddies:standing-by"))


def _away(trio, why):
    if why == "wish":
        NotThisPerson.objects.create(head=trio.head, person=trio.buddy)
        return
    day = {f"{why}_until": clock.today() + timedelta(days=5)}
    if why == "paused":
        Offer.objects.filter(person=trio.buddy).update(**day)
    else:
        Away.objects.create(person=trio.buddy, **day)


@pytest.mark.parametrize("words", ["", "Blake"])
def test_a_wish_reads_like_a_pause_a_rest_and_an_inspection(trio, sign_in, words):
    """The officer's list for one head is the same to the byte, whichever of the four it is."""
    offers.make(by=trio.buddy, capacity=2)
    client = sign_in(trio.officer)
    seen = set()
    for why in ("wish", "paused", "resting", "called"):
        _away(trio, why)
        answer = client.get(reverse("buddies:pairing-new"), {"head": trio.head.public_id, "q": words})
        seen.add(re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content))
        NotThisPerson.objects.all().delete()
        Offer.objects.update(paused_until=None)
        Away.objects.all().delete()
    assert len(seen) == 1
    assert "Blake" not in re.sub("q=Blake|value=.Blake.", "", seen.pop().decode())


def test_the_head_sees_that_the_officer_looked_who_could_stand_by_her(trio, sign_in):
    page(sign_in, trio.officer, "pairing-new", head=trio.head.public_id, q="Blake")
    looked = as_read(sign_in(trio.head).get(reverse("network:who-looked")))
    assert "Ollie Example</strong> opened your list of who could stand by you" in looked
