"""Help for every head: who answers by when, and what became of it, counted without a name."""

from datetime import UTC, datetime, timedelta

import pytest

from covenant.models import Figure
from inspections.models import HelpCounted, OfferAsk, PublishedTables
from inspections.offers import actions as offers
from inspections.surveys.actions import counted, figures
from inspections.tasks import remind
from network.models import AuditRow, Membership
from network.rules import NotAllowed
from outbox import kinds
from outbox.models import Message
from tests import factories as f
from tests.announcing import words
from tests.people import signed_in

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(THURSDAY, tick=False)
    return time_machine


@pytest.fixture
def offer(cast):
    return offers.put_up(
        by=cast.officer, kind="supervision", title="Example supervision", contact=cast.officer, answers_in=2
    )


def page(person, path="/today/") -> str:
    return words(signed_in(person).get(path, follow=True).content.decode())


def test_two_presses_from_anywhere_ask_and_both_read_by_when_it_is_answered(cast, offer):
    head = signed_in(cast.head)
    anywhere = head.get("/my-details/").content.decode()
    assert 'href="/improvement/"' in anywhere, "the first press"
    assert "An answer from Ollie Example comes within 2 working days." in page(cast.head, "/improvement/")
    said = words(head.post("/improvement/ask/", {"kind": "supervision"}, follow=True).content.decode())
    assert "Asked. Ollie Example sees it, and answers by Monday 7 December. Nobody else was told." in said
    assert "Ollie Example has it since 3 December, and answers by Monday 7 December." in said
    assert "Hollis Example asks for: Example supervision" in page(cast.officer)
    assert "Hollis hears from you by Monday 7 December." in page(cast.officer)
    for other in (cast.representative, cast.buddy, cast.deputy, cast.administrator):
        assert "Example supervision" not in page(other), "no employer, and nobody else"


def test_on_the_last_day_the_contact_hears_again_and_after_it_the_head_may_ask_somebody_else(cast, offer, now):
    ask = offers.ask(by=cast.head, offer=offer)

    def heard():
        remind()
        rows = Message.objects.filter(occurrence__startswith="ask-day:").order_by("pk")
        return [(row.to, kinds.get(row.kind).still_wanted(row)) for row in rows]

    now.move_to(THURSDAY + timedelta(days=3))
    assert heard() == []
    assert "No answer yet" not in page(cast.head)
    now.move_to(THURSDAY + timedelta(days=4))
    assert heard() == heard() == [(cast.officer, True)], "once"
    now.move_to(THURSDAY + timedelta(days=5))
    assert heard() == [(cast.officer, True), (cast.head, True)]
    assert "No answer yet: Example supervision Ollie Example was to answer by Monday 7 December" in page(cast.head)
    assert "Hollis was told to hear from you by Monday 7 December." in page(cast.officer)
    signed_in(cast.head).post(f"/improvement/asks/{ask.public_id}/in-touch/")
    assert heard() == [(cast.officer, False), (cast.head, False)]
    assert "No answer yet" not in page(cast.head)
    with pytest.raises(NotAllowed):
        offers.in_touch(by=cast.representative, ask=ask)


def test_done_and_whether_it_helped_is_the_heads_one_press_and_counted_without_a_name(cast, offer, now):
    ask = offers.ask(by=cast.head, offer=offer, reach="07700 900123")
    offers.in_touch(by=cast.officer, ask=ask)
    assert "Done, it helped" not in page(cast.head)
    now.move_to(THURSDAY + timedelta(days=14))
    assert "Is it done? Then one press says whether it helped." in page(cast.head)
    with pytest.raises(NotAllowed):
        offers.done(by=cast.officer, ask=ask, helped="yes")
    rows = AuditRow.objects.count()
    done = f"/improvement/asks/{ask.public_id}/done/"
    assert signed_in(cast.head).post(done, {"helped": "very"}).status_code == 404
    signed_in(cast.head).post(done, {"helped": "partly"})
    assert AuditRow.objects.count() == rows, "no row beside it, whose order would tell"
    ask.refresh_from_db()
    assert (ask.state, ask.reach) == (OfferAsk.DONE, "")
    assert "it helped" not in page(cast.head)
    assert "Hollis" not in page(cast.officer, "/improvement/asks/")
    assert sorted(HelpCounted.objects.values_list("about", "kind", "answer")) == [
        ("became", "supervision", "done"),
        ("helped", "", "partly"),
    ]
    for private in (str(cast.head.pk), ask.public_id.hex):
        assert private not in {row.once for row in HelpCounted.objects.all()}
    assert not HelpCounted.objects.visible_to(cast.administrator).exists()


def test_what_is_taken_back_was_never_asked(cast, offer):
    ask = offers.ask(by=cast.head, offer=offer)
    assert HelpCounted.objects.get().answer == "asked"
    offers.take_back(by=cast.head, ask=ask)
    assert not HelpCounted.objects.exists()


def test_small_numbers_are_hidden_in_the_totals_and_on_the_public_page(cast, offer):
    for number in range(16):
        head = f.MembershipFactory(person=f.PersonFactory(), school=f.SchoolFactory(), role=Membership.HEAD).person
        ask = offers.ask(by=head, offer=offer)
        if number < 12:
            offers.in_touch(by=cast.officer, ask=ask)
        if number < 6:
            offers.done(by=head, ask=ask, helped="yes" if number < 4 else "no")
        if number == 3:
            counted.publish()
            assert not PublishedTables.objects.filter(kind="help").exists(), "four are too few"
    counted.publish()
    table = PublishedTables.objects.get(kind="help").tables
    assert table["became"]["total"] == 15
    assert table["became"]["cells"] == {"asked": None, "taken-up": 5, "done": None}, "one never stands alone"
    assert set(table["kind"]["cells"].values()) == {None}, "beside kinds that nobody asked for it would be told apart"
    assert set(PublishedTables.objects.get(kind="helped").tables["helped"]["cells"].values()) == {None}
    totals = page(cast.buddy, "/totals/")
    assert "Help that was asked for about 15" in totals
    assert "hidden" in totals
    figures.publish()
    assert not Figure.objects.filter(code="help-taken-up").exists(), "a number that counts is hidden"
    PublishedTables.objects.filter(kind="help").update(
        tables={"became": {"total": 40, "cells": {"asked": 10, "taken-up": 20, "done": 10}}}
    )
    figures.publish()
    said = "Of the help that heads asked for in the school year 2026/27, about 30 requests were taken up"
    assert Figure.objects.get(code="help-taken-up").words == said
