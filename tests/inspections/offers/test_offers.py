"""Broad church, for every head: asked for in one press, heard by one person, known to no employer."""

from datetime import UTC, datetime, timedelta

import pytest

from inspections.models import ImprovementOffer, OfferAsk
from inspections.nudges import messages
from inspections.offers import actions as offers
from network.models import AuditRow, Membership, WordKey
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f
from tests.people import signed_in

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)


@pytest.fixture
def offer(cast) -> ImprovementOffer:
    return offers.put_up(by=cast.officer, kind="supervision", title="Example supervision", contact=cast.officer)


def page(person, url="/improvement/") -> str:
    return signed_in(person).get(url).content.decode()


def test_officers_and_representatives_offer_and_nobody_else(cast, offer):
    assert offer.organisation == cast.council
    theirs = offers.put_up(
        by=cast.representative, kind="trust", title="Example maths lead", contact=cast.representative
    )
    assert theirs.organisation == cast.employer
    for who in (cast.head, cast.buddy, cast.deputy, cast.administrator):
        with pytest.raises(NotAllowed):
            offers.put_up(by=who, kind="coaching", title="x", contact=who)
    with pytest.raises(WrongState, match="Choose a contact"):
        offers.put_up(by=cast.representative, kind="coaching", title="x", contact=cast.officer)


def test_every_head_reads_it_in_the_window_or_not(cast, offer):
    for who in (cast.head, cast.other_head, cast.buddy):
        assert "Example supervision" in page(who)
    for who in (cast.deputy, cast.shared_with, cast.directory_member, cast.administrator):
        assert not ImprovementOffer.objects.visible_to(who).exists()
        assert signed_in(who).get("/improvement/").status_code == 404


def test_one_press_tells_the_contact_and_nobody_else(cast, offer):
    browser = signed_in(cast.head)
    for _ in range(2):
        browser.post(f"/improvement/{offer.public_id}/ask/", {"reach": "MARKER 07700 900123"})
    ask = OfferAsk.objects.get()
    assert [(row.to, row.kind, row.about) for row in Message.objects.filter(about__startswith="offer:")] == [
        (cast.officer, "nudge", f"offer:{ask.pk}")
    ]
    assert {name for name, who in cast.people.items() if OfferAsk.objects.visible_to(who).exists()} == {"HO", "OF"}
    assert "MARKER" not in str(list(OfferAsk.objects.values()))
    assert "MARKER" not in str(list(Message.objects.values()))
    assert not AuditRow.objects.visible_to(cast.officer).filter(verb="offer.ask").exists()
    seen = page(cast.officer, "/improvement/asks/")
    assert "Hollis Example, Example Junior School" in seen
    assert "MARKER 07700 900123" in seen
    for who in (cast.representative, cast.buddy, cast.administrator):
        assert "Hollis" not in page(who, "/improvement/asks/")


def test_a_message_goes_only_while_the_ask_waits(cast, offer):
    ask = offers.ask(by=cast.head, offer=offer)
    message = Message.objects.get(about=f"offer:{ask.pk}")
    assert messages.still_wanted(message)
    offers.take_back(by=cast.head, ask=ask)
    assert not messages.still_wanted(message)


def test_taking_it_back_takes_the_number_too(cast, offer):
    ask = offers.ask(by=cast.head, offer=offer, reach="07700 900123")
    key = WordKey.objects.get(subject=f"ask:{ask.public_id.hex}")
    assert key.keep_until == THURSDAY + timedelta(days=90)
    with pytest.raises(NotAllowed):
        offers.take_back(by=cast.officer, ask=ask)
    offers.take_back(by=cast.head, ask=ask)
    key.refresh_from_db()
    ask.refresh_from_db()
    assert (key.deleted_at, ask.reach, ask.state) == (THURSDAY, "", OfferAsk.WITHDRAWN)
    assert "Hollis" not in page(cast.officer, "/improvement/asks/")
    again = offers.ask(by=cast.head, offer=offer)
    assert again.pk != ask.pk


def test_the_contact_says_that_they_are_in_touch(cast, offer):
    ask = offers.ask(by=cast.head, offer=offer)
    with pytest.raises(NotAllowed):
        offers.in_touch(by=cast.representative, ask=ask)
    signed_in(cast.officer).post(f"/improvement/asks/{ask.public_id}/in-touch/")
    assert "They are in touch" in page(cast.head)


def test_she_is_told_before_she_presses_that_the_contact_works_for_her_employer(cast, offer):
    warning = "works for your own employer"
    assert warning not in page(cast.head)  # hers is a trust
    offers.put_up(by=cast.representative, kind="trust", title="Example maths lead", contact=cast.representative)
    assert "Sage " + warning in page(cast.head)
    assert warning not in page(cast.other_head)
    school = Membership.objects.get(person=cast.reserve).school
    type(cast.council).objects.filter(pk=cast.council.pk).update(register_code=school.authority.code)
    assert "Ollie " + warning in page(cast.reserve)  # hers is the council


def test_a_withdrawn_offer_is_not_asked_for(cast, offer):
    for who in (cast.representative, cast.other_representative, cast.head):
        with pytest.raises(NotAllowed):
            offers.withdraw(by=who, offer=offer)
    asked = offers.ask(by=cast.other_head, offer=offer)
    offers.withdraw(by=cast.officer, offer=offer)
    offer.refresh_from_db()
    assert signed_in(cast.head).post(f"/improvement/{offer.public_id}/ask/").status_code == 404
    with pytest.raises(WrongState, match="does not stand"):
        offers.ask(by=cast.head, offer=offer)
    assert OfferAsk.objects.visible_to(cast.officer).get() == asked


def test_help_does_not_end_with_the_post(cast, offer, time_machine):
    Membership.objects.filter(person=cast.head).update(to_at=THURSDAY - timedelta(days=1))
    offers.ask(by=cast.head, offer=offer)
    Membership.objects.filter(person=cast.head).update(to_at=THURSDAY - timedelta(days=366))
    with pytest.raises(NotAllowed):
        offers.ask(by=cast.head, offer=offer)


def test_everything_of_hers_goes_with_her_account(cast, offer):
    offers.ask(by=cast.head, offer=offer, reach="07700 900123")
    assert offers.export(person=cast.head)["asked for"][0]["how to reach me"] == "07700 900123"
    offers.person_erased(person=cast.head, by=cast.head)
    assert not OfferAsk.objects.exists()
    assert not WordKey.objects.filter(subject__startswith="ask:", deleted_at__isnull=True).exists()


@pytest.mark.parametrize("many", [1, 30])
def test_both_pages_ask_a_fixed_number_of_questions(cast, offer, many, django_assert_num_queries):
    for number in range(many):
        each = offers.put_up(by=cast.officer, kind="coaching", title=f"Example {number}", contact=cast.officer)
        head = f.PersonFactory()
        f.MembershipFactory(person=head, school=f.SchoolFactory(), role=Membership.HEAD)
        offers.ask(by=head, offer=offer)
        if number:
            offers.ask(by=cast.head, offer=each)
    offers.ask(by=cast.head, offer=offer)
    browsers = signed_in(cast.head), signed_in(cast.officer)
    with django_assert_num_queries(LIST):
        browsers[0].get("/improvement/")
    with django_assert_num_queries(ASKS):
        browsers[1].get("/improvement/asks/")


LIST, ASKS = 15, 5


def test_one_press_asks_where_there_is_one_to_ask(cast, sign_in):
    offers.put_up(by=cast.officer, kind="coaching", title="Coaching", contact=cast.officer)
    client = sign_in(cast.head)
    assert 'name="kind" value="coaching"' in client.get("/improvement/").content.decode()
    answer = client.post("/improvement/ask/", {"kind": "coaching"}, follow=True)
    assert (
        "Asked. Ollie Example sees it, and answers by Thursday 10 December. Nobody else was told."
        in answer.content.decode()
    )
    assert OfferAsk.objects.get().head == cast.head
    client.post("/improvement/ask/", {"kind": "coaching"})
    assert OfferAsk.objects.count() == 1, "a second press is harmless"


def test_one_press_never_asks_somebody_of_her_own_employer_unseen(cast, sign_in):
    offers.put_up(by=cast.representative, kind="trust", title="Ours", contact=cast.representative)
    answer = sign_in(cast.head).post("/improvement/ask/", {"kind": "trust"}, follow=True)
    text = answer.content.decode()
    assert "Please choose whom to ask." in text
    assert "works for your own employer" in text
    assert not OfferAsk.objects.exists()


def test_one_press_where_nobody_or_several_offer_it(cast, sign_in):
    client = sign_in(cast.head)
    answer = client.post("/improvement/ask/", {"kind": "supervision"}, follow=True)
    assert "Nobody offers this at the moment." in answer.content.decode()
    for title in ("One", "Two"):
        offers.put_up(by=cast.officer, kind="coaching", title=title, contact=cast.officer)
    client.post("/improvement/ask/", {"kind": "coaching"})
    assert not OfferAsk.objects.exists()
    assert client.post("/improvement/ask/", {"kind": "grade"}).status_code == 404


def test_the_contact_finds_on_the_front_page_who_waits_until_they_are_in_touch(cast, sign_in):
    offer = offers.put_up(by=cast.officer, kind="coaching", title="Coaching", contact=cast.officer)
    offers.ask(by=cast.head, offer=offer)
    browser = sign_in(cast.officer)
    text = " ".join(browser.get("/today/").content.decode().split())
    assert f"{cast.head.name} asks for: Coaching" in text
    assert f'href="/improvement/asks/"> How to reach {cast.head.first_name}' in text
    for other in (cast.head, cast.buddy, cast.representative, cast.administrator):
        assert "asks for: Coaching" not in sign_in(other).get("/today/").content.decode()
    offers.in_touch(by=cast.officer, ask=OfferAsk.objects.get())
    assert "asks for: Coaching" not in browser.get("/today/", follow=True).content.decode()
