from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from buddies.models import BuddyRequest, NotThisPerson, Offer, Pairing, Round, Suggestion
from buddies.pairings.messages import still_wanted
from buddies.rounds.actions import rounds, solving
from buddies.rounds.queries import candidates, draft
from buddies.steps.actions import pairings, requests
from network import clock
from network.details.actions import people
from network.models import Person, School
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from outbox.wording.wording import words
from tests import factories as f
from tests.buddies.conftest import begun

pytestmark = pytest.mark.django_db


def pairs(round_):
    return dict(round_.suggestions.values_list("head__name", "buddy__name"))


def test_a_round_suggests_and_sends_nothing(town):
    round_ = begun(town)
    assert (round_.state, round_.done) == (Round.DRAFT, 100)
    assert set(pairs(round_)) == {"Hollis Example", "Waiting Example0", "Waiting Example1", "Alone Example"}
    assert all(pairs(round_).values())
    for one in round_.suggestions.all():
        assert one.reasons.startswith("same phase; not yet inspected")
        assert one.reserve_id not in (None, one.buddy_id)
    assert not Message.objects.exists()
    assert not Pairing.objects.exists()


def test_same_pool_same_pairs(town):
    round_ = begun(town)
    first = pairs(round_)
    rounds.again(round_=round_, by=town.officer)
    solving.solve_waiting()
    assert pairs(round_) == first


def test_a_draft_lists_who_asked_first_before_and_after_it_is_worked_out_again(town):
    round_ = begun(town)
    first = [row["head_name"] for row in draft.page(round_, "pairs", "")["rows"]]
    assert first == [person.name for person in (*town.waiting, town.alone)]
    rounds.pin(suggestion=round_.suggestions.last(), by=town.officer)
    rounds.again(round_=round_, by=town.officer)
    solving.solve_waiting()
    assert [row["head_name"] for row in draft.page(round_, "pairs", "")["rows"]] == first


def test_one_round_at_a_time_and_only_an_officer(town):
    begun(town)
    with pytest.raises(WrongState, match="draft already"):
        rounds.begin(by=town.officer)
    with pytest.raises(NotAllowed):
        rounds.begin(by=town.head)


def test_whom_nobody_fits_reads_why(town):
    School.objects.update(trust=town.alone.memberships.get().school.trust)
    NotThisPerson.objects.create(head=town.alone, person=town.offering[0])
    School.objects.filter(memberships__person=town.offering[0]).update(trust=None)
    round_ = begun(town)
    nobody = draft.page(round_, "nobody", "")["rows"]
    said = {row["head_name"]: dict(row["nearest"]) for row in nobody}
    assert said["Alone Example"]["Offering Example1"] == "same trust"
    assert "Offering Example0" not in said["Alone Example"], "not available, and so not named"
    assert [row["not_available"] for row in nobody if row["head_name"] == "Alone Example"] == [1]


def test_a_pinned_pair_is_kept_and_the_rest_solved_around_it(town):
    round_ = begun(town)
    one, other = round_.suggestions.all()[:2]
    wanted = other.buddy
    rounds.change(suggestion=one, buddy=wanted, by=town.officer)
    solving.solve_waiting()
    again = round_.suggestions.get(head=one.head)
    assert (again.buddy, again.pinned) == (wanted, True)
    moved = round_.suggestions.get(head=other.head)
    assert moved.buddy not in (None, wanted)


def test_a_pin_the_rules_have_since_forbidden_is_told_and_another_found(town, sign_in):
    round_ = begun(town)
    one = round_.suggestions.select_related("buddy").get(head=town.head)
    rounds.pin(suggestion=one, by=town.officer)
    Offer.objects.filter(person=one.buddy).update(paused_until=clock.today() + timedelta(days=7))
    rounds.again(round_=round_, by=town.officer)
    solving.solve_waiting()
    fresh = round_.suggestions.get(head=town.head)
    assert fresh.buddy_id not in (None, one.buddy_id)
    assert (fresh.pinned, fresh.not_kept) == (False, "not available")
    shown = sign_in(town.officer).get(reverse("buddies:round", args=[round_.public_id])).content.decode()
    assert "Whom you had kept is no longer possible: not available" in shown


def test_a_change_the_rules_forbid_is_refused(town):
    round_ = begun(town)
    one = round_.suggestions.first()
    NotThisPerson.objects.create(head=one.head, person=town.offering[4])
    with pytest.raises(WrongState, match="not available"):
        rounds.change(suggestion=one, buddy=town.offering[4], by=town.officer)


def test_left_out_stays_left_out_and_waits_on(town):
    round_ = begun(town)
    one = round_.suggestions.get(head=town.head)
    rounds.leave_out(suggestion=one, by=town.officer)
    rounds.again(round_=round_, by=town.officer)
    solving.solve_waiting()
    assert round_.suggestions.get(head=town.head).left_out
    round_.refresh_from_db()
    assert rounds.publish(round_=round_, by=town.officer) == 3
    assert not Pairing.objects.filter(head=town.head).exists()
    assert BuddyRequest.objects.open().filter(head=town.head).exists()


@pytest.fixture(autouse=True)
def _by_day(time_machine):
    """A question asked in quiet hours has as long from their end on."""
    time_machine.move_to(datetime(2026, 11, 25, 11, 0, tzinfo=UTC))


@pytest.mark.parametrize("hour", [11, 20])
def test_each_reads_what_the_preview_showed_in_quiet_hours_too(town, time_machine, hour):
    time_machine.move_to(datetime(2026, 11, 25, hour, 0, tzinfo=UTC), tick=False)
    round_ = begun(town)
    one = round_.suggestions.filter(buddy__isnull=False).first()
    for person in (one.head, one.buddy):  # at night, too, a message reaches these two at once
        Person.objects.filter(pk=person.pk).update(quiet_from="00:00", quiet_until="00:00")
    shown = {(who, said.text): pairs for who, said, pairs in draft.exact_messages(round_)}
    rounds.publish(round_=round_, by=town.officer)
    left = Counter(
        ("The head", words(message).text)
        for message in Message.objects.filter(kind="pairing-asked", to__in=Pairing.objects.values("head"))
    )
    assert {key: pairs for key, pairs in shown.items() if key[0] == "The head"} == left
    assert len(left) == (1 if hour == 11 else 2)


def test_publish_asks_each_with_the_very_words_that_were_shown(town):
    round_ = begun(town)
    shown = {who: said for who, said, _ in draft.exact_messages(round_)}
    assert rounds.publish(round_=round_, by=town.officer) == 4
    assert Pairing.objects.filter(state=Pairing.ASKED).count() == 4
    message = Message.objects.get(to=town.head)
    said = words(message)
    assert (said.subject, said.text) == (shown["The head"].subject, shown["The head"].text)
    assert still_wanted(message)
    pairing = Pairing.objects.get(head=town.head)
    assert pairing.steps.get().verb == "publish"
    for person in (pairing.head, pairing.buddy):
        pairings.say_yes(pairing=pairing, by=person)
    assert pairing.state == Pairing.IN_FORCE


def test_publish_checks_each_pair_again(town):
    round_ = begun(town)
    gone, vetoed, fine, full = round_.suggestions.select_related("request", "head", "buddy").order_by("pk")
    requests.withdraw(by=gone.head)
    NotThisPerson.objects.create(head=vetoed.head, person=vetoed.buddy)
    Offer.objects.filter(person=full.buddy).update(capacity=0)
    assert rounds.publish(round_=round_, by=town.officer) == 1
    said = dict(Suggestion.objects.values_list("head__name", "not_sent"))
    assert said == {
        gone.head.name: "This head no longer waits.",
        vetoed.head.name: "not available",
        fine.head.name: "",
        full.head.name: "at capacity",
    }


def test_undo_before_anybody_has_answered(town):
    round_ = begun(town)
    before = pairs(round_)
    rounds.publish(round_=round_, by=town.officer)
    rounds.undo(round_=round_, by=town.officer)
    assert round_.state == Round.DRAFT
    assert pairs(round_) == before
    assert not Pairing.objects.current().exists()
    assert set(Message.objects.values_list("state", flat=True)) == {Message.CANCELLED}
    rounds.again(round_=round_, by=town.officer)
    solving.solve_waiting()
    assert pairs(round_) == before  # an undone suggestion is no earlier pairing
    round_.refresh_from_db()
    assert rounds.publish(round_=round_, by=town.officer) == 4


def test_what_was_taken_back_with_its_round_says_so_and_never_counts_as_ended(town, sign_in):
    round_ = begun(town)
    rounds.publish(round_=round_, by=town.officer)
    rounds.undo(round_=round_, by=town.officer)
    pairing = Pairing.objects.get(head=town.head)
    browser, table = sign_in(town.officer), reverse("buddies:pairings")
    everything = browser.get(table).content.decode()
    assert everything.count('data-label="State">Taken back with its round<') == 4
    assert 'data-label="State">Ended<' not in everything
    assert "Hollis Example" not in browser.get(table, {"state": Pairing.ENDED}).content.decode()
    assert "Hollis Example" in browser.get(table, {"state": Pairing.TAKEN_BACK}).content.decode()
    page = browser.get(reverse("buddies:pairing", args=[pairing.public_id])).content.decode()
    assert "Taken back with its round." in page
    assert "Took the question back with its round" in page
    lines = browser.get(reverse("buddies:pairings-export"), {"state": Pairing.TAKEN_BACK})
    assert b"".join(lines.streaming_content).count(b",Taken back with its round,") == 4
    assert [head.ended_with for head in candidates.heads(BuddyRequest.objects.open())] == [frozenset()] * 4
    with pytest.raises(WrongState, match="has been taken back"):
        pairings.say_yes(pairing=pairing, by=town.head)  # from a page that stood open


def test_what_was_taken_back_before_there_was_a_word_for_it_is_known_by_its_history(town):
    round_ = begun(town)
    rounds.publish(round_=round_, by=town.officer)
    rounds.undo(round_=round_, by=town.officer)
    back = set(Pairing.objects.values_list("pk", flat=True))
    Pairing.objects.update(state=Pairing.ENDED)  # as it was written then
    kindly = pairings.pair_by_hand(head=town.head, buddy=town.buddy, by=town.officer)
    pairings.end(pairing=kindly, by=town.head)
    import_module("buddies.migrations.0009_says_what_was_taken_back").say_so(apps, None)
    assert set(Pairing.objects.filter(state=Pairing.TAKEN_BACK).values_list("pk", flat=True)) == back
    assert Pairing.objects.filter(state=Pairing.ENDED).get() == kindly


@pytest.mark.parametrize("answer", [pairings.say_yes, pairings.decline])
@pytest.mark.parametrize("who", ["head", "buddy", "reserve"])
def test_undo_is_refused_when_somebody_has_answered(town, answer, who):
    round_ = begun(town)
    rounds.publish(round_=round_, by=town.officer)
    pairing = Pairing.objects.get(head=town.head)
    answer(pairing=pairing, by=getattr(pairing, who))
    with pytest.raises(WrongState, match="answered already"):
        rounds.undo(round_=round_, by=town.officer)
    round_.refresh_from_db()
    assert round_.state == Round.PUBLISHED
    assert Pairing.objects.filter(state=Pairing.TAKEN_BACK).count() == 0


def test_a_draft_is_dropped_or_published_once(town):
    round_ = begun(town)
    stale = Round.objects.get(pk=round_.pk)
    rounds.publish(round_=round_, by=town.officer)
    for late in (rounds.publish, rounds.drop, rounds.again):
        with pytest.raises(WrongState):
            late(round_=stale, by=town.officer)


def test_a_worker_that_died_is_followed_by_the_next(town):
    round_ = rounds.begin(by=town.officer)
    Round.objects.update(worked_until=clock.now() + timedelta(minutes=5))
    assert solving.solve_waiting() == 0
    Round.objects.update(worked_until=clock.now() - timedelta(seconds=1))
    assert solving.solve_waiting() == 1
    round_.refresh_from_db()
    assert round_.state == Round.DRAFT


def test_who_is_erased_while_a_round_is_worked_out_is_not_in_it(town, monkeypatch):
    round_, solved = rounds.begin(by=town.officer), solving._solved

    def then_she_goes(*round_):
        found = solved(*round_)
        people.erase(by=town.head)
        return found

    with monkeypatch.context() as between:
        between.setattr(solving, "_solved", then_she_goes)
        assert solving.solve_waiting() == 0
    round_.refresh_from_db()
    assert (round_.state, round_.suggestions.count()) == (Round.WORKING, 0)
    assert solving.solve_waiting() == 1
    assert {one.head_id for one in round_.suggestions.all()} == {p.pk for p in (*town.waiting[1:], town.alone)}


def test_a_worker_that_slept_through_its_lease_writes_nothing(town, monkeypatch):
    round_, solved = rounds.begin(by=town.officer), solving._solved

    def another_is_quicker(*round_):
        found = solved(*round_)
        Round.objects.update(worked_until=clock.now() - timedelta(seconds=1))
        with monkeypatch.context() as once:
            once.setattr(solving, "_solved", solved)
            assert solving.solve_waiting() == 1
        return found

    monkeypatch.setattr(solving, "_solved", another_is_quicker)
    assert solving.solve_waiting() == 0
    round_.refresh_from_db()
    assert (round_.state, round_.suggestions.count()) == (Round.DRAFT, 4)


def test_a_fault_leaves_the_round_failed_and_nothing_sent(town, monkeypatch, caplog):
    round_ = rounds.begin(by=town.officer)
    monkeypatch.setattr("buddies.matching.matching.match", lambda *a, **k: 1 / 0)
    assert solving.solve_waiting() == 0
    round_.refresh_from_db()
    assert round_.state == Round.FAILED
    rounds.drop(round_=round_, by=town.officer)
    assert "could not be worked out" in caplog.text


def test_the_pages_of_a_round(town, sign_in):
    browser = sign_in(town.officer)
    address = browser.post(reverse("buddies:round-begin")).url
    assert "Working it out: 0 per cent" in browser.get(address).content.decode()
    solving.solve_waiting()
    shown = browser.get(address).content.decode()
    assert "Suggested pairings, not yet sent" in shown
    assert "Hollis Example" in shown
    assert browser.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    one = Suggestion.objects.get(head=town.head)
    change = browser.get(reverse("buddies:suggestion-change", args=[one.public_id])).content.decode()
    assert "point" in change or "costs nothing" in change
    preview = browser.get(reverse("buddies:round-publish", args=[one.round.public_id])).content.decode()
    assert "There is a question for you. Yes or no, both are fine" in preview
    browser.post(reverse("buddies:round-publish", args=[one.round.public_id]))
    assert Pairing.objects.count() == 4
    assert "Undo, as long as nobody has answered" in browser.get(address).content.decode()
    assert browser.post(reverse("buddies:round-undo", args=[one.round.public_id])).status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_the_draft_asks_the_same_whatever_its_size(trio, sign_in, count, django_assert_num_queries):
    round_ = Round.objects.create(state=Round.DRAFT)
    for number in range(count):
        head = f.PersonFactory(name=f"Head Example{number}", reachable=False)
        request = BuddyRequest.objects.create(head=head, why=BuddyRequest.ASKED)
        Suggestion.objects.create(round=round_, request=request, head=head, buddy=trio.buddy)
    browser, address = sign_in(trio.officer), reverse("buddies:round", args=[round_.public_id])
    browser.get(address)
    with django_assert_num_queries(7):
        browser.get(address)
