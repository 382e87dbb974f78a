"""What each reads while more people are asked to ring a head: she, whoever is asked, and the officer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddies.models import Offer
from inspections.calls.actions import inspections
from inspections.models import PleaseRing, WiderAsk, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from network import models as m
from network.contact import actions as any_head
from network.site import published
from outbox.models import Message
from tests.directory import make
from tests.inspections.calls.test_undo_and_seen import pressed
from tests.inspections.ringing.test_wider_asks import alone, colleague, pair  # noqa: F401  fixtures
from tests.inspections.story import MONDAY, call, enter_window, wanted

pytestmark = pytest.mark.django_db
QUESTION = "A head in the network would like to be rung today"


def read(sign_in, person, path="/today/"):
    answer = sign_in(person).get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def card(text, words):
    """The card of the front page with these words."""
    (found,) = [part for part in text.split("<section")[1:] if words in part.partition("</section>")[0]]
    return found.partition("</section>")[0]


# --- the one who is asked ---


@pytest.mark.parametrize("role", ["pending", "any head"])
def test_whoever_is_asked_reads_no_name_no_school_and_no_phase_and_both_read_the_same(alone, sign_in, role):  # noqa: F811
    if role == "pending":
        pair(alone)
        person = alone.buddy
        call(alone)
    else:
        person = colleague()
        call(alone)
        wider_asks.ask_any_head(by=alone.head)
    said = card(read(sign_in, person), QUESTION)
    for private in ("Hollis", "Example Junior", "Primary", "inspect", "call", "Ofsted", "buddy", "Exampleton"):
        assert private not in said
    assert (">Yes, I will ring<" in said, ">Not today<" in said) == (True, True)


def test_what_the_message_announces_stands_on_the_page_and_goes_when_it_is_settled(alone, sign_in):  # noqa: F811
    kim = colleague()
    inspection = call(alone)
    wider_asks.ask_any_head(by=alone.head)
    message = Message.objects.get(about__startswith="wider-asked:")
    assert message.path == "/p/{token}/"
    assert wanted(message)
    assert QUESTION in read(sign_in, kim)
    inspections.undo(by=alone.head, inspection=inspection)
    assert not wanted(Message.objects.get(pk=message.pk))
    text = read(sign_in, kim)
    assert QUESTION not in text
    assert "That was undone: there is nothing to do." in text
    browser = sign_in(kim)
    pressed(browser, browser.get("/today/").content.decode(), "Seen")
    assert "That was undone" not in read(sign_in, kim)


def test_a_yes_leads_to_the_number_as_the_large_button_and_the_head_reads_who(alone, sign_in):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    browser = sign_in(kim)
    text = " ".join(
        pressed(browser, browser.get("/today/").content.decode(), "Yes, I will ring").content.decode().split()
    )
    phone = alone.head.contact_points.get(channel="sms").address
    assert f'<a class="govuk-button" href="tel:{phone}">Ring Hollis</a>' in text
    assert "Kim Example has said yes" in read(sign_in, alone.head)
    text = pressed(browser, text, "We have spoken").content.decode()
    assert phone not in text
    assert "Hollis" not in text


def test_reading_her_number_is_one_look_in_her_audit(alone, sign_in):  # noqa: F811
    pair(alone)
    call(alone)
    looked = m.AuditRow.objects.filter(verb="number.read")
    front = sign_in(alone.buddy)
    front.get("/today/")
    assert not looked.exists(), "a question shows nobody"
    wider_asks.say_yes(by=alone.buddy, asked=WiderAsked.objects.get())
    for _ in range(2):
        assert "07700" in front.get("/today/").content.decode()
    row = looked.get()
    assert (row.by, row.concerns) == (alone.buddy, alone.head)


def test_a_second_yes_reads_that_somebody_has_it(alone, sign_in):  # noqa: F811
    kim, lee = colleague(), colleague("Lee Example")
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    address = reverse("inspections:asked-today-yes", args=[WiderAsked.objects.get(person=lee).public_id])
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    said = sign_in(lee).post(address, follow=True).content.decode()
    assert "It is settled already" in said
    assert "Somebody has it. Thank you for being there." in said
    assert "Hollis" not in said


def test_a_no_takes_the_question_away_and_the_head_does_not_read_who(alone, sign_in):  # noqa: F811
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    browser = sign_in(kim)
    pressed(browser, browser.get("/today/").content.decode(), "Not today")
    assert QUESTION not in read(sign_in, kim)
    assert "Kim" not in read(sign_in, alone.head)
    assert not m.AuditRow.objects.filter(by=kim, concerns=alone.head).exists()


# --- the head ---


def test_she_reads_before_she_presses_what_the_call_does(alone, sign_in):  # noqa: F811
    assert "You have no buddy yet, so this tells nobody" in read(sign_in, alone.head, "/call/")
    assert "shows who can be asked to ring you" in read(sign_in, alone.head)
    pair(alone)
    said = read(sign_in, alone.head, "/call/")
    assert "Asks Blake Example now whether they can ring a head today." in said
    assert "Blake Example, whose yes as your buddy we wait for, reads only" in said
    assert "Next page: one press asks Blake Example, without your name, to ring a head" in read(sign_in, alone.head)


def test_no_page_says_that_nobody_can_be_asked(alone, sign_in, monkeypatch):  # noqa: F811
    monkeypatch.setattr(published, "_contact", "01632 960001, hello@example.org")
    call(alone)
    before = read(sign_in, alone.head, "/please-ring-me/")
    assert "whom we could ask" not in before
    assert '<button class="govuk-button">Please ring me</button>' in before
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    inspection = alone.head.inspections.get()
    for path in ("/today/", "/please-ring-me/", "/ask-more/", f"/inspection/{inspection.public_id}/"):
        said = read(sign_in, alone.head, path)
        assert "whom we could ask" not in said
        assert '<a class="govuk-link" href="tel:01632960001">01632 960001</a>' in said, path
        assert 'href="mailto:hello@example.org"' in said, path
        assert 'href="tel:08000562561">08000 562 561</a> (day and night' in said, path


def test_before_she_asks_more_she_reads_what_each_of_them_will_see(alone, sign_in):  # noqa: F811
    call(alone)
    said = read(sign_in, alone.head, "/ask-more/")
    assert "Each of them reads only this, and not your name, your school or its phase:" in said
    assert f'<div class="govuk-inset-text">{QUESTION}.</div>' in said
    assert "If you undo the call, this is undone with it." in said
    assert "What they see is exactly what you leave here" in said
    assert 'value="Hollis Example"' in said
    assert not m.HelpRequest.objects.exists()
    assert not WiderAsk.objects.exists()


def test_somebody_is_told_only_when_the_message_has_left(alone, sign_in):  # noqa: F811
    pair(alone)
    call(alone)
    assert "without your name: not told yet, we are trying." in read(sign_in, alone.head)
    Message.objects.filter(about__startswith="wider-asked:").update(state=Message.SENT, sent_at=MONDAY)
    assert "without your name: told at 09.52. Has not answered yet." in read(sign_in, alone.head)


def test_a_head_whose_buddy_and_reserve_do_not_answer_is_led_to_who_else_can_be_asked(cast, sign_in):
    with time_machine.travel(MONDAY, tick=False) as clock:
        enter_window(cast)
        please_ring.ask(head=cast.head, by=cast.head, via=PleaseRing.SIGNED_IN)
        assert 'href="/ask-more/"' not in read(sign_in, cast.head)
        clock.shift(timedelta(minutes=30))
        please_ring.pass_on_waiting()
        assert 'href="/ask-more/"' in read(sign_in, cast.head)
        kim = colleague()
        assert wider_asks.ask_any_head(by=cast.head) == 1
        wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get())
        assert PleaseRing.objects.get().taken_by == kim


def test_so_is_a_head_whose_call_nobody_has_seen(cast, sign_in):
    from inspections.calls.actions import notify_call

    with time_machine.travel(MONDAY, tick=False) as clock:
        enter_window(cast)
        call(cast)
        assert 'href="/ask-more/"' not in read(sign_in, cast.head)
        clock.shift(timedelta(minutes=31))
        notify_call.pass_on_unseen(minutes=30)
        assert 'href="/ask-more/"' in read(sign_in, cast.head)
        notify_call.seen(by=cast.buddy, inspection=cast.head.inspections.get())
        assert 'href="/ask-more/"' not in read(sign_in, cast.head)


def test_a_registered_phone_shows_nobody_and_asks_the_pending_buddy(alone, client):  # noqa: F811
    from inspections.phones import actions as phones
    from inspections.phones.cookie import COOKIE

    pair(alone)
    _, raw = phones.register(by=alone.head)
    client.cookies[COOKIE] = raw
    said = client.post("/phone/ring/").content.decode()
    assert WiderAsked.objects.get().person == alone.buddy
    assert "Blake" not in said
    assert "Hollis" not in said


# --- the officer ---


def test_her_row_and_one_of_the_public_form_look_the_same_on_the_officers_page(alone, sign_in, client):  # noqa: F811
    given = {"name": "Hollis Example", "phone": "07700 900123", "school_name": ""}
    client.post(reverse("network:need-someone"), given)
    call(alone)
    sign_in(alone.head).post(reverse("inspections:ask-call-back"), given)
    rows = sign_in(alone.officer).get("/help-requests/").content.decode().split("<li>")[1:3]

    def bare(row):
        before, _, after = row.partition("/help-requests/")
        return before, after[36:].partition('name="csrfmiddlewaretoken"')[0]

    assert bare(rows[0]) == bare(rows[1])


def test_nothing_else_that_is_asked_changes_a_byte_of_the_officers_pages(alone, sign_in):  # noqa: F811
    colleague()
    browser = sign_in(alone.officer)
    paths = ("/help-requests/", "/today/", "/network/pairings/", "/network/schools/")

    def pages():
        return [browser.get(path).content.partition(b"csrfmiddlewaretoken")[0] for path in paths]

    call(alone)
    before = pages()
    wider_asks.ask_any_head(by=alone.head)
    assert pages() == before


# --- the choice ---


def test_it_is_off_until_chosen_and_chosen_on_a_page_of_their_own(alone, sign_in):  # noqa: F811
    Offer.objects.create(person=alone.buddy, capacity=1)
    make.listing(alone.directory_member)
    for person, page in ((alone.buddy, "/buddy/offer/"), (alone.directory_member, "/directory/mine/")):
        browser = sign_in(person)
        text = browser.get(page).content.decode()
        assert "You have not chosen this, so nobody asks you." in text
        said = browser.post(text.split('any-head/"')[0].rpartition('"')[2] + "any-head/", {"on": "yes"}, follow=True)
        assert "You have stood by for any head since 30 November 2026." in said.content.decode()
        assert m.StandsByAnyHead.objects.filter(person=person).count() == 1
        browser.post(text.split('any-head/"')[0].rpartition('"')[2] + "any-head/", {"on": "no"})
        assert not m.StandsByAnyHead.objects.filter(person=person).exists()


def test_who_runs_the_network_cannot_choose_it(alone):  # noqa: F811
    from network.rules import NotAllowed

    for person in (alone.officer, alone.administrator):
        with pytest.raises(NotAllowed):
            any_head.choose(by=person, on=True)


def test_it_stands_in_the_export_and_goes_with_the_person(alone):  # noqa: F811
    from network.details.actions import people
    from network.details.export import collect

    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    said = collect(kim)
    assert said["I stand by for any head since"] == MONDAY
    assert said["I was asked to ring a head"][0]["answer"] == ""
    assert collect(alone.head)["asked others to ring me"][0]["any_head_at"] == MONDAY
    people.erase(by=kim)
    assert not m.StandsByAnyHead.objects.exists()
    assert not WiderAsked.objects.exists()


def test_the_page_costs_the_same_however_many_are_asked(alone, sign_in):  # noqa: F811
    browser = sign_in(alone.head)

    def cost():
        wider_asks.ask_any_head(by=alone.head)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/today/").status_code == 200
        return len(asked)

    call(alone)
    colleague()
    one = cost()
    for number in range(6):
        colleague(f"Kim{number} Example")
    assert cost() == one


def test_a_second_press_asks_nobody_twice(alone):  # noqa: F811
    colleague()
    call(alone)
    for _ in range(2):
        wider_asks.ask_any_head(by=alone.head)
    assert WiderAsk.objects.count() == WiderAsked.objects.count() == 1


# --- how many were told, and how many cannot ---


def left_to(*people):
    asked = WiderAsked.objects.filter(person__in=people).values_list("pk", flat=True)
    rows = Message.objects.filter(about__in=[f"wider-asked:{pk}" for pk in asked])
    assert rows.update(state=Message.SENT, sent_at=MONDAY) == len(people)


def no_of(person):
    wider_asks.say_no(by=person, asked=WiderAsked.objects.get(person=person))


def test_she_reads_how_many_have_said_no_and_the_officer_is_the_next_step_when_all_have(alone, sign_in):  # noqa: F811
    people = [colleague(f"Kim{number} Example") for number in range(3)]
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    left_to(*people)
    assert "<strong>3 of those</strong> who stand by for any head are asked now" in read(sign_in, alone.head)
    no_of(people[0])
    said = read(sign_in, alone.head)
    assert "<strong>2 of those</strong> who stand by for any head are asked now" in said
    assert "One cannot today. Nobody has said yes yet." in said
    assert "Ask the officer to ring you" not in said
    for person in people[1:]:
        no_of(person)
    for path in ("/today/", "/ask-more/"):
        said = read(sign_in, alone.head, path)
        assert "<strong>None of them can ring today.</strong> 3 of those" in said, path
        assert "are asked now" not in said
        assert '<a class="govuk-button" href="/ask-more/#officer">Ask the officer to ring you</a>' in said
    wider_asks.ask_call_back(by=alone.head, name="Hollis Example", phone="07700 900123")
    assert "Ask the officer to ring you</a>" not in read(sign_in, alone.head)


def test_while_nothing_has_left_nobody_is_said_to_be_asked(alone, sign_in):  # noqa: F811
    people = [colleague(f"Kim{number} Example") for number in range(2)]
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    said = read(sign_in, alone.head)
    assert "2 of those who stand by for any head are not told yet, we are trying." in said
    assert "asked now" not in said
    left_to(people[0])
    said = read(sign_in, alone.head)
    assert "<strong>One colleague</strong> who stands by for any head is asked now, without your name." in said
    assert "One colleague who stands by for any head is not told yet, we are trying." in said
    Message.objects.filter(to=people[1]).update(state=Message.FAILED)
    assert "1 could not be reached. Nobody has said yes yet." in read(sign_in, alone.head)


def test_when_nobody_of_them_can_her_page_does_not_say_that_somebody_is_being_asked(alone, sign_in):  # noqa: F811
    kim = colleague()
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    wider_asks.ask_any_head(by=alone.head)
    assert "We are asking somebody to ring you" in read(sign_in, alone.head, "/please-ring-me/")
    no_of(kim)
    said = read(sign_in, alone.head, "/please-ring-me/")
    assert "We are asking somebody to ring you" not in said
    assert "None of them can ring today." in said
