"""The weights an administrator sets, and the list worth ten minutes a week."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from buddies.matching import actions as weights
from buddies.matching import weighing
from buddies.matching.pair_rules import Weights
from buddies.models import BuddyRequest, Offer, WeightsSet
from buddies.rounds.queries import weeks_list
from buddies.steps.actions import pairings, requests
from network import clock
from network.models import School
from network.rules import NotAllowed
from tests import factories as f
from tests.buddies.conftest import begun
from tests.reading import as_read

pytestmark = pytest.mark.django_db


class TestWeights:
    def values(self, **changed):
        return {row["name"]: row["value"] for row in weighing.rows(Weights())} | changed

    def test_an_administrator_looks_before_saving(self, town, administrator, sign_in):
        browser = sign_in(administrator)
        shown = as_read(browser.post(reverse("buddies:weights"), self.values(km=7)))
        assert "Distance: 1 becomes 7" in shown
        assert "of 4</strong> would be suggested somebody else" in shown
        assert "Hollis" not in shown
        assert not WeightsSet.objects.exists()
        previewed = re.search(r'name="save" value="([\d ]+)"', shown)[1]
        again = as_read(browser.post(reverse("buddies:weights"), self.values(km=9) | {"save": previewed}))
        assert "Distance: 1 becomes 9" in again  # typed since: previewed anew, not saved
        assert not WeightsSet.objects.exists()
        browser.post(reverse("buddies:weights"), self.values(km=7) | {"save": previewed})
        assert weighing.current() == Weights(km=7)

    def test_an_officer_reads_them(self, town, sign_in):
        browser = sign_in(town.officer)
        assert "Both in the window" in as_read(browser.get(reverse("buddies:weights")))
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
        School.objects.update(in_window=True, window_rule="W1")
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
        school = f.SchoolFactory(in_window=True, window_rule="W1")
        requests.open_for_school(school=school, why=BuddyRequest.WINDOW, by=None)
        assert [row["who"] for row in self.part(trio, "not-joined")] == [school.name]

    def test_one_query_each_and_none_for_others(self, trio, django_assert_num_queries):
        trio.in_force()
        officer = type(trio.officer).objects.get(pk=trio.officer.pk)
        with django_assert_num_queries(9):
            weeks_list.parts(officer)
        assert weeks_list.parts(trio.head) == []
