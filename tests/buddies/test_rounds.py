import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from buddies import deadline, draft, weeks_list, weighing
from buddies.actions import calls, offers, pairings, passing_on, requests, rounds, solving, weights
from buddies.fit import Weights
from buddies.messages import still_wanted
from buddies.models import BuddyRequest, NotThisPerson, Offer, Pairing, Round, Suggestion, WeightsSet
from network import clock
from network.models import Person, School
from network.rules import NotAllowed, WrongState
from outbox.days_off import DaysOff
from outbox.models import Message
from outbox.wording import words
from tests import factories as f
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(trio):
    """Four heads who wait, five who offer; one of those who wait can have nobody."""
    trio.waiting = [trio.head]
    trust = f.OrganisationFactory()
    for number in range(2):
        trio.waiting.append(leader(f"Waiting Example{number}"))
    trio.alone = leader("Alone Example", trust=trust)
    trio.offering = [leader(f"Offering Example{number}") for number in range(5)]
    School.objects.filter(memberships__person__in=trio.offering).update(trust=None)
    for person in (*trio.waiting, trio.alone):
        requests.ask(by=person)
    for person in trio.offering:
        offers.make(by=person, capacity=1)
    return trio


def begun(town) -> Round:
    round_ = rounds.begin(by=town.officer)
    assert solving.solve_waiting() == 1
    round_.refresh_from_db()
    return round_


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


def test_publish_asks_each_with_the_very_words_that_were_shown(town):
    round_ = begun(town)
    shown = dict(draft.exact_messages())
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
    assert Pairing.objects.filter(state=Pairing.ENDED).count() == 0


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


def test_a_fault_leaves_the_round_failed_and_nothing_sent(town, monkeypatch, caplog):
    round_ = rounds.begin(by=town.officer)
    monkeypatch.setattr("buddies.matching.match", lambda *a, **k: 1 / 0)
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


ALWAYS = {"quiet_from": time(0), "quiet_until": time(0), "quiet_weekends": False, "quiet_holidays": False}


def called(head, at):
    today = clock.today()
    calls.came(head=head, by=None, called_at=at, protected_until=at, busy_until=today, rest_until=today)


class TestPassingOn:
    def age(self, **ago):
        """As if that much time had gone by since they were asked."""
        for pairing in Pairing.objects.all():
            gone = timedelta(**ago)
            Pairing.objects.filter(pk=pairing.pk).update(
                asked_at=pairing.made_at - gone,
                answer_by=deadline.of(pairing, since=pairing.made_at, closed=DaysOff()) - gone,
            )

    def test_silence_passes_on_after_three_days(self, town):
        round_ = begun(town)
        rounds.publish(round_=round_, by=town.officer)
        pairing = Pairing.objects.get(head=town.head)
        pairings.say_yes(pairing=pairing, by=town.head)
        Pairing.objects.exclude(pk=pairing.pk).delete()
        Person.objects.update(**ALWAYS)
        self.age(days=2, hours=23)
        assert passing_on.pass_on_unanswered() == 0
        self.age(days=3)
        assert passing_on.pass_on_unanswered() == 1
        pairing.refresh_from_db()
        assert pairing.state == Pairing.LAPSED
        fresh = Pairing.objects.current().get(head=town.head)
        assert fresh.buddy != pairing.buddy
        assert fresh.steps.get().verb == "pass on"
        assert passing_on.pass_on_unanswered() == 0

    def test_after_two_hours_once_the_call_has_come(self, town):
        Person.objects.update(**ALWAYS)
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        now = clock.now()
        for since, passed_on in ((now - timedelta(minutes=119), 0), (now - timedelta(hours=2), 1)):
            Pairing.objects.update(asked_at=now - timedelta(days=1))
            called(town.head, since)
            assert passing_on.pass_on_unanswered() == passed_on
        assert Pairing.objects.current().get(head=town.head).buddy != pairing.buddy

    def test_when_the_call_is_taken_back_there_are_three_days_again(self, town):
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        before = pairing.answer_by
        called(town.head, clock.now())
        pairing.refresh_from_db()
        assert pairing.answer_by < before
        calls.taken_back(head=town.head, by=None)
        pairing.refresh_from_db()
        assert pairing.answer_by == before

    def test_the_days_begin_when_quiet_hours_let_the_question_through(self, town):
        """Asked on the eve of Easter: nobody reads it before Tuesday, so nothing passes on before Friday."""
        thursday, tuesday = (datetime(2027, 3, 25, 19, 30, tzinfo=UTC), datetime(2027, 3, 30, 6, 30, tzinfo=UTC))
        pairing = Pairing(head=town.head, buddy=town.offering[0])
        town.head.__dict__ |= {"quiet_from": time(19), "quiet_until": time(7, 30)}
        town.offering[0].__dict__ |= ALWAYS
        closed = DaysOff()
        assert deadline.of(pairing, since=thursday, closed=closed) == tuesday + timedelta(days=3)
        pairing.called_at = thursday
        assert deadline.of(pairing, since=thursday, closed=closed) == tuesday + timedelta(hours=2)
        pairing.head.__dict__ |= ALWAYS
        assert deadline.of(pairing, since=thursday, closed=closed) == thursday + timedelta(hours=2)

    def test_a_no_passes_on_at_once_when_the_call_has_come(self, town):
        BuddyRequest.objects.filter(head=town.head).update(urgent_since=clock.now())
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        pairings.decline(pairing=pairing, by=town.offering[0])
        assert Pairing.objects.current().get(head=town.head).buddy != town.offering[0]

    def test_a_head_who_is_silent_is_not_asked_again(self, town):
        pairing = pairings.pair_by_hand(head=town.head, buddy=town.offering[0], by=town.officer)
        pairings.say_yes(pairing=pairing, by=town.offering[0])
        self.age(days=3)
        passing_on.pass_on_unanswered()
        assert not Pairing.objects.current().exists()
        assert BuddyRequest.objects.open().filter(head=town.head).exists()

    def test_when_nobody_fits_the_request_waits(self, trio):
        requests.ask(by=trio.head)
        trio.pair()
        self.age(days=3)
        assert passing_on.pass_on_unanswered() == 1
        assert not Pairing.objects.current().exists()


class TestWeights:
    def values(self, **changed):
        return {row["name"]: row["value"] for row in weighing.rows(Weights())} | changed

    def test_an_administrator_looks_before_saving(self, town, administrator, sign_in):
        browser = sign_in(administrator)
        shown = browser.post(reverse("buddies:weights"), self.values(km=7)).content.decode()
        assert "Distance: 1 becomes 7" in shown
        assert "of 4</strong> who wait now" in shown
        assert "Hollis" not in shown
        assert not WeightsSet.objects.exists()
        previewed = re.search(r'name="save" value="([\d ]+)"', shown)[1]
        again = browser.post(reverse("buddies:weights"), self.values(km=9) | {"save": previewed}).content.decode()
        assert "Distance: 1 becomes 9" in again  # typed since: previewed anew, not saved
        assert not WeightsSet.objects.exists()
        browser.post(reverse("buddies:weights"), self.values(km=7) | {"save": previewed})
        assert weighing.current() == Weights(km=7)

    def test_an_officer_reads_them(self, town, sign_in):
        browser = sign_in(town.officer)
        assert "Both in the window" in browser.get(reverse("buddies:weights")).content.decode()
        assert browser.post(reverse("buddies:weights"), self.values()).status_code == 404
        with pytest.raises(NotAllowed):
            weights.set_weights(weights=Weights(km=7), by=town.officer)

    @pytest.mark.parametrize("bad", ["-1", "1001", "1.5", "many", ""])
    def test_only_whole_numbers(self, administrator, sign_in, bad):
        response = sign_in(administrator).post(reverse("buddies:weights"), self.values(km=bad) | {"save": "yes"})
        assert response.status_code == 200
        assert not WeightsSet.objects.exists()

    def test_a_round_keeps_the_weights_it_was_worked_out_with(self, town, administrator):
        round_ = begun(town)
        weights.set_weights(weights=Weights(km=9), by=administrator)
        round_.refresh_from_db()
        assert round_.weights["km"] == 1

    def test_every_weight_has_its_words(self):
        assert {row["name"] for row in weighing.rows(Weights())} == set(weighing.WORDS)


class TestThisWeek:
    def part(self, trio, name):
        return next(part for part in weeks_list.parts(trio.officer) if part.name == name).rows

    def test_who_needs_somebody(self, trio):
        School.objects.update(in_window=True)
        assert {row["who"] for row in self.part(trio, "nobody")} >= {"Hollis Example"}
        pairing = trio.in_force(reserve=False)
        assert "Hollis Example" not in {row["who"] for row in self.part(trio, "nobody")}
        assert [row["who"] for row in self.part(trio, "no-reserve")] == ["Hollis Example"]
        assert [row["who"] for row in self.part(trio, "both")] == ["Hollis Example and Blake Example"]
        pairings.ask_for_someone_else(pairing=pairing, by=trio.head)
        row = next(row for row in self.part(trio, "nobody") if row["who"] == "Hollis Example")
        assert row["says"] == "Asked for someone else"

    def test_questions_overload_absence_and_bounces(self, trio):
        pairing = trio.pair()
        pairings.say_yes(pairing=pairing, by=trio.head)
        (row,) = self.part(trio, "unanswered")
        assert row["says"].startswith("Waiting for Blake Example since")
        Offer.objects.create(person=trio.buddy, capacity=0)
        assert [row["says"] for row in self.part(trio, "overloaded")] == ["Stands by 1, offered 0"]
        trio.buddy.last_seen_on = clock.today() - timedelta(days=120)
        trio.buddy.save()
        assert [row["who"] for row in self.part(trio, "not-seen")] == ["Blake Example"]
        point = trio.buddy.contact_points.first()
        point.broken_at = clock.now()
        point.save()
        (row,) = self.part(trio, "bounces")
        assert row == {"who": "Blake Example", "says": "Email"}

    def test_a_school_nobody_leads_yet(self, trio):
        school = f.SchoolFactory(in_window=True)
        requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
        assert [row["who"] for row in self.part(trio, "not-joined")] == [school.name]

    def test_one_query_each_and_none_for_others(self, trio, django_assert_num_queries):
        trio.in_force()
        officer = type(trio.officer).objects.get(pk=trio.officer.pk)
        with django_assert_num_queries(9):
            weeks_list.parts(officer)
        assert weeks_list.parts(trio.head) == []
