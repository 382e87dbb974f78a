from datetime import timedelta

import pytest

from buddies.models import Away, BuddyRequest, NotThisPerson, Offer, Pairing
from buddies.pairings.rules import can_step, check_step
from buddies.rounds.rules import why_not
from buddies.steps.actions import calls, contact, pairings, requests
from network import clock
from network.models import AuditRow, ContactPoint, Membership, Organisation, School, Tie
from network.rules import NotAllowed, WrongState
from outbox.models import Message
from tests import factories as f
from tests.buddies.conftest import leader

pytestmark = pytest.mark.django_db


def ties(pairing):
    rows = Tie.objects.live().filter(head=pairing.head, subject=f"pairing:{pairing.public_id}")
    return set(rows.values_list("person__name", "kind"))


def told(person):
    return list(Message.objects.filter(to=person).order_by("pk").values_list("kind", flat=True))


def test_pair_by_hand_asks_all_three_and_nobody_may_look_yet(trio):
    pairing = trio.pair()
    assert pairing.state == Pairing.ASKED
    assert [told(person) for person in (trio.head, trio.buddy, trio.reserve)] == [["pairing-asked"]] * 3
    assert ties(pairing) == set()
    assert not ContactPoint.objects.visible_to(trio.head).filter(person=trio.buddy).exists()


def test_it_is_in_force_when_head_and_buddy_have_both_said_yes(trio):
    requests.ask(by=trio.head)
    pairing = trio.pair()
    pairings.say_yes(pairing=pairing, by=trio.buddy)
    assert pairing.state == Pairing.ASKED
    pairings.say_yes(pairing=pairing, by=trio.head)
    assert pairing.state == Pairing.IN_FORCE
    assert pairing.began_at
    assert ties(pairing) == {("Blake Example", Tie.BUDDY)}
    assert BuddyRequest.objects.get().state == BuddyRequest.MET
    pairings.say_yes(pairing=pairing, by=trio.reserve)
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.RESERVE)}
    assert ContactPoint.objects.visible_to(trio.head).filter(person=trio.buddy).exists()
    assert not ContactPoint.objects.visible_to(trio.head).filter(person=trio.reserve).exists()


def test_history_says_who_and_when(trio):
    pairing = trio.in_force()
    assert list(pairing.steps.values_list("verb", "by__name", "from_state", "to_state")) == [
        ("publish", "Ollie Example", "draft", "asked"),
        ("yes", "Hollis Example", "asked", "asked"),
        ("yes", "Blake Example", "asked", "in_force"),
        ("yes", "Brook Example", "in_force", "in_force"),
    ]


def test_a_second_yes_changes_nothing(trio):
    pairing = trio.in_force()
    steps = pairing.steps.count()
    pairings.say_yes(pairing=pairing, by=trio.reserve)
    stale = Pairing.objects.get(pk=pairing.pk)
    assert pairing.steps.count() == steps
    assert stale.state == Pairing.IN_FORCE


@pytest.mark.parametrize("whose", ["head", "buddy", "reserve"])
def test_a_yes_by_phone_is_no_yes_until_they_press_it_themselves(trio, whose):
    pairing, person = trio.pair(), getattr(trio, whose)
    pairings.note_yes_by_phone(pairing=pairing, whose=whose, by=trio.officer)
    pairing.refresh_from_db()
    assert (pairing.head_yes_at, pairing.buddy_yes_at, pairing.reserve_yes_at) == (None, None, None)
    assert [told(one) for one in (trio.head, trio.buddy, trio.reserve)].count(["pairing-asked", "pairing-news"]) == 1
    assert told(person) == ["pairing-asked", "pairing-news"]
    pairings.say_yes(pairing=pairing, by=person)
    pairings.note_yes_by_phone(pairing=pairing, whose=whose, by=trio.officer)
    assert told(person) == ["pairing-asked", "pairing-news"]
    with pytest.raises(NotAllowed):
        pairings.note_yes_by_phone(pairing=pairing, whose="reserve", by=trio.buddy)


def test_an_officer_alone_puts_no_pair_in_force_and_opens_no_number(trio):
    pairing = trio.pair()
    for whose in ("head", "buddy", "reserve"):
        pairings.note_yes_by_phone(pairing=pairing, whose=whose, by=trio.officer)
    pairing.refresh_from_db()
    assert pairing.state == Pairing.ASKED
    assert ties(pairing) == set()
    assert not ContactPoint.objects.visible_to(trio.buddy).filter(person=trio.head).exists()
    pairings.say_yes(pairing=pairing, by=trio.buddy)
    assert pairing.state == Pairing.ASKED
    pairings.say_yes(pairing=pairing, by=trio.head)
    assert pairing.state == Pairing.IN_FORCE
    assert ties(pairing) == {("Blake Example", Tie.BUDDY)}


def test_decline_closes_it_and_the_request_stays_open(trio):
    requests.ask(by=trio.head)
    pairing = trio.pair()
    pairings.decline(pairing=pairing, by=trio.buddy)
    assert pairing.state == Pairing.DECLINED
    assert BuddyRequest.objects.open().get().head == trio.head
    assert why_not(trio.head, [trio.buddy]) == {trio.buddy.pk: ""}
    with pytest.raises(WrongState, match="already said no"):
        pairings.say_yes(pairing=pairing, by=trio.head)


def test_a_reserve_who_declines_leaves_the_pair_as_it_is(trio):
    pairing = trio.in_force()
    pairings.decline(pairing=pairing, by=trio.reserve)
    assert (pairing.state, pairing.reserve) == (Pairing.IN_FORCE, None)
    assert ties(pairing) == {("Blake Example", Tie.BUDDY)}


def test_ask_for_someone_else_ends_it_and_asks_again(trio):
    requests.ask(by=trio.head, wishes={"distance": "near"})
    pairing = trio.in_force()
    pairings.ask_for_someone_else(pairing=pairing, by=trio.head)
    assert pairing.state == Pairing.ENDED
    assert ties(pairing) == set()
    again = BuddyRequest.objects.open().get()
    assert (again.head, again.why, again.wishes) == (trio.head, BuddyRequest.CHANGE, {"distance": "near"})


def test_when_the_buddy_ends_it_the_head_waits_again(trio):
    pairing = trio.in_force()
    pairings.end(pairing=pairing, by=trio.buddy)
    assert BuddyRequest.objects.open().get().why == BuddyRequest.ENDED
    assert Message.objects.filter(to=trio.head, about=f"pairing:{pairing.pk}:ended").count() == 1


def test_a_reserve_ends_her_own_part_only(trio):
    pairing = trio.in_force()
    pairings.end(pairing=pairing, by=trio.reserve)
    assert (pairing.state, pairing.reserve) == (Pairing.IN_FORCE, None)


def test_an_officer_ends_a_pairing_but_not_while_it_is_protected(trio):
    pairing = trio.in_force()
    now, today = clock.now(), clock.today()
    calls.came(
        head=trio.head,
        by=trio.head,
        called_at=now,
        protected_until=now + timedelta(days=120),
        busy_until=today,
        rest_until=today,
    )
    pairing.refresh_from_db()
    with pytest.raises(NotAllowed):
        pairings.end(pairing=pairing, by=trio.officer)
    calls.over(head=trio.head, by=None, protected_until=now + timedelta(days=90))
    pairing.refresh_from_db()
    assert not can_step(trio.officer, pairing, "end")
    assert can_step(trio.head, pairing, "end")
    Pairing.objects.update(protected_until=now - timedelta(seconds=1))
    pairing.refresh_from_db()
    pairings.end(pairing=pairing, by=trio.officer)
    assert pairing.state == Pairing.ENDED
    assert not BuddyRequest.objects.open().exists()


def test_a_head_in_the_window_whose_pairing_an_officer_ends_waits_again(trio):
    School.objects.filter(pk=trio.school.pk).update(in_window=True)
    pairing = trio.in_force()
    pairings.end(pairing=Pairing.objects.get(pk=pairing.pk), by=trio.officer)
    assert BuddyRequest.objects.open().get().head == trio.head


def test_a_question_an_officer_takes_back_leaves_her_as_she_was(trio):
    School.objects.filter(pk=trio.school.pk).update(in_window=True)
    pairing = trio.pair()
    pairings.end(pairing=Pairing.objects.get(pk=pairing.pk), by=trio.officer)
    assert not BuddyRequest.objects.open().exists()


def test_hand_over_makes_the_reserve_the_buddy_at_once(trio):
    pairing = trio.in_force()
    fresh = pairings.hand_over(pairing=pairing, by=trio.head)
    assert pairing.state == Pairing.HANDED
    assert (fresh.state, fresh.buddy) == (Pairing.IN_FORCE, trio.reserve)
    assert ties(pairing) == set()
    assert ties(fresh) == {("Brook Example", Tie.BUDDY)}


def test_an_officer_hands_over_or_notes_that_the_buddy_is_away_but_not_while_it_is_protected(trio):
    pairing = trio.in_force()
    Pairing.objects.update(called_at=clock.now())
    pairing.refresh_from_db()
    assert not any(can_step(trio.officer, pairing, step) for step in ("end", "hand over", "pause"))
    assert all(can_step(trio.head, pairing, step) for step in ("end", "hand over", "pause"))
    Pairing.objects.update(called_at=None)
    pairing.refresh_from_db()
    contact.pause(pairing=pairing, until=clock.today() + timedelta(days=3), by=trio.officer)
    assert ties(pairing) == {("Brook Example", Tie.BUDDY)}
    fresh = pairings.hand_over(pairing=pairing, by=trio.officer)
    assert fresh.head_yes_at == pairing.head_yes_at
    assert told(trio.head)[-1] == "pairing-news"


def test_hand_over_needs_a_reserve_who_said_yes(trio):
    pairing = trio.pair()
    for person in (trio.head, trio.buddy):
        pairings.say_yes(pairing=pairing, by=person)
    with pytest.raises(WrongState, match="no reserve"):
        pairings.hand_over(pairing=pairing, by=trio.head)


def test_a_new_reserve_is_asked(trio):
    pairing = trio.in_force(reserve=False)
    pairings.name_reserve(pairing=pairing, reserve=trio.reserve, by=trio.officer)
    assert told(trio.reserve) == ["pairing-asked"]
    assert ties(pairing) == {("Blake Example", Tie.BUDDY)}
    pairings.say_yes(pairing=pairing, by=trio.reserve)
    assert ("Brook Example", Tie.RESERVE) in ties(pairing)


def test_not_heard_brings_the_reserve_in_until_they_have_spoken(trio):
    pairing = trio.in_force()
    assert contact.not_heard(pairing=pairing, by=trio.head)
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.BUDDY)}
    assert told(trio.buddy)[-1] == told(trio.reserve)[-1] == "pairing-now"
    before = Message.objects.count()
    contact.not_heard(pairing=pairing, by=trio.head)
    assert Message.objects.count() == before
    contact.spoken(pairing=pairing, by=trio.buddy)
    assert pairing.last_spoke_on == clock.today()
    assert pairing.not_heard_at is None
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.RESERVE)}


@pytest.mark.parametrize("who", ["head", "buddy"])
def test_spoken_beside_a_check_in_lets_the_reserve_step_out_too(trio, who):
    pairing = trio.in_force()
    contact.not_heard(pairing=pairing, by=trio.head)
    assert ("Brook Example", Tie.BUDDY) in ties(pairing)
    contact.spoken_elsewhere(head=trio.head, by=getattr(trio, who))
    pairing.refresh_from_db()
    assert (pairing.not_heard_at, pairing.reserve_stands_in) == (None, False)
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.RESERVE)}


def test_not_heard_without_a_reserve_asks_the_buddy_alone(trio):
    pairing = trio.in_force(reserve=False)
    assert not contact.not_heard(pairing=pairing, by=trio.head)
    assert told(trio.buddy)[-1] == "pairing-now"


def test_what_is_between_the_two_is_in_no_history(trio):
    pairing = trio.in_force()
    before = pairing.steps.count()
    contact.not_heard(pairing=pairing, by=trio.head)
    contact.next_contact(pairing=pairing, on=clock.today(), by=trio.buddy)
    assert pairing.next_contact_on == clock.today()
    contact.spoken(pairing=pairing, by=trio.buddy)
    assert pairing.next_contact_on is None
    assert pairing.steps.count() == before
    verbs = set(AuditRow.objects.filter(what=f"pairing:{pairing.public_id}").values_list("verb", flat=True))
    assert verbs == {"pairing.publish", "pairing.yes", "pairing.noted"}


def test_next_contact_is_a_day_ahead_and_for_the_pair_alone(trio):
    pairing = trio.in_force()
    with pytest.raises(WrongState):
        contact.next_contact(pairing=pairing, on=clock.today() - timedelta(days=1), by=trio.head)
    with pytest.raises(NotAllowed):
        contact.next_contact(pairing=pairing, on=clock.today(), by=trio.reserve)
    contact.next_contact(pairing=pairing, on=None, by=trio.head)


def test_whoever_stood_by_her_through_it_rests_a_week(trio):
    Offer.objects.create(person=trio.buddy, capacity=5)
    trio.in_force()
    now, today = clock.now(), clock.today()
    calls.came(head=trio.head, by=None, called_at=now, protected_until=now, busy_until=today, rest_until=today)
    calls.over(head=trio.head, by=None, protected_until=None)
    assert Away.objects.get(person=trio.buddy).resting_until == today + timedelta(days=7)


def test_while_the_buddy_pauses_the_reserve_stands_in(trio):
    pairing = trio.in_force()
    contact.pause(pairing=pairing, until=clock.today() + timedelta(days=14), by=trio.buddy)
    assert ties(pairing) == {("Brook Example", Tie.BUDDY)}
    Pairing.objects.update(paused_until=clock.today() - timedelta(days=1))
    assert contact.resume_due() == 1
    pairing.refresh_from_db()
    assert pairing.state == Pairing.IN_FORCE
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.RESERVE)}


def test_a_pause_by_the_head_leaves_her_buddy_hers(trio):
    pairing = trio.in_force()
    contact.pause(pairing=pairing, until=clock.today() + timedelta(days=14), by=trio.head)
    assert ties(pairing) == {("Blake Example", Tie.BUDDY), ("Brook Example", Tie.RESERVE)}


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_pause_ends_within_a_year(trio, days):
    pairing = trio.in_force()
    with pytest.raises(WrongState, match="within a year"):
        contact.pause(pairing=pairing, until=clock.today() + timedelta(days=days), by=trio.buddy)


@pytest.mark.parametrize("step", ["yes", "decline", "end", "pause", "spoken", "not heard", "yes by phone", "publish"])
def test_a_stranger_takes_no_step(trio, step):
    pairing = trio.in_force()
    assert not can_step(leader("Skye Example"), pairing, step)
    trio.head.is_active = False
    assert not can_step(trio.head, pairing, step)


@pytest.mark.parametrize("state", [Pairing.ENDED, Pairing.DECLINED, Pairing.LAPSED, Pairing.HANDED])
@pytest.mark.parametrize("step", ["yes", "decline", "end", "pause", "spoken", "not heard", "ask for someone else"])
def test_every_step_on_a_closed_pairing_is_refused_with_a_word(trio, state, step):
    pairing = trio.pair()
    Pairing.objects.update(state=state)
    pairing.refresh_from_db()
    with pytest.raises(WrongState):
        check_step(trio.head, pairing, step)


class TestWhoMayBePaired:
    def refuse(self, trio, match):
        with pytest.raises(WrongState, match=match):
            trio.pair()
        assert not Pairing.objects.filter(head=trio.head).exists()

    def test_same_trust(self, trio):
        trust = f.OrganisationFactory()
        for person in (trio.head, trio.buddy):
            person.memberships.get().school.__class__.objects.filter(memberships__person=person).update(trust=trust)
        self.refuse(trio, "Blake Example cannot be her buddy: same trust")

    @pytest.mark.parametrize(
        ("field", "kind", "word"),
        [
            ("foundation", Organisation.FOUNDATION, "same foundation trust"),
            ("board", Organisation.BOARD, "shared governing board"),
        ],
    )
    def test_same_foundation_or_board(self, trio, field, kind, word):
        body = f.OrganisationFactory(kind=kind)
        for person in (trio.head, trio.reserve):
            school = person.memberships.get().school
            setattr(school, field, body)
            school.save()
        self.refuse(trio, f"Brook Example cannot be her reserve: {word}")

    def test_same_school(self, trio):
        f.MembershipFactory(person=trio.buddy, school=trio.school, role=Membership.GOVERNOR)
        self.refuse(trio, "same school")

    def test_officer(self, trio):
        f.RoleGrantFactory(person=trio.buddy)
        self.refuse(trio, "officer for that school")

    @pytest.mark.parametrize(
        ("role", "word"),
        [(Membership.REPRESENTATIVE, "represents that school's employer"), (Membership.MANAGER, "line management")],
    )
    def test_representative_or_line_manager_of_the_council(self, trio, role, word):
        council = f.OrganisationFactory(kind=Organisation.COUNCIL, register_code=trio.school.authority.code)
        f.MembershipFactory(person=trio.buddy, organisation=council, role=role)
        self.refuse(trio, word)

    def test_representative_of_a_union_is_no_employer(self, trio):
        union = f.OrganisationFactory(kind=Organisation.UNION, register_code="")
        f.MembershipFactory(person=trio.buddy, organisation=union, role=Membership.REPRESENTATIVE)
        assert trio.pair()

    def test_former_employer_within_two_years(self, trio):
        trust = f.OrganisationFactory()
        trio.school.trust = trust
        trio.school.save()
        left = f.MembershipFactory(
            person=trio.buddy,
            organisation=trust,
            role=Membership.ADVISER,
            from_at=clock.now() - timedelta(days=3000),
            to_at=clock.now() - timedelta(days=700),
        )
        self.refuse(trio, "former employer within two years")
        left.to_at = clock.now() - timedelta(days=800)
        left.save()
        assert trio.pair()

    def test_capacity(self, trio):
        Offer.objects.create(person=trio.buddy, capacity=1)
        other = leader("Harper Example")
        pairings.pair_by_hand(head=other, buddy=trio.buddy, by=trio.officer)
        self.refuse(trio, "at capacity")

    def test_a_pause_reads_not_available(self, trio):
        Offer.objects.create(person=trio.buddy, paused_until=clock.today())
        self.refuse(trio, "Blake Example cannot be her buddy: not available")

    @pytest.mark.parametrize("offers", [True, False])
    @pytest.mark.parametrize("why", ["resting_until", "called_until"])
    def test_rest_and_call_read_not_available_with_an_offer_and_without(self, trio, why, offers):
        if offers:
            Offer.objects.create(person=trio.buddy)
        Away.objects.create(person=trio.buddy, **{why: clock.today()})
        self.refuse(trio, "Blake Example cannot be her buddy: not available")

    def test_whoever_offers_in_the_middle_of_her_own_inspection_is_not_available_before_it_is_over(self, trio):
        now, today = clock.now(), clock.today()
        calls.came(head=trio.buddy, by=None, called_at=now, protected_until=now, busy_until=today, rest_until=today)
        Offer.objects.create(person=trio.buddy)
        self.refuse(trio, "Blake Example cannot be her buddy: not available")
        calls.taken_back(head=trio.buddy, by=None)
        assert pairings.pair_by_hand(head=trio.head, buddy=trio.buddy, by=trio.officer)

    def test_a_private_wish_reads_not_available(self, trio):
        NotThisPerson.objects.create(head=trio.head, person=trio.buddy)
        self.refuse(trio, "Blake Example cannot be her buddy: not available")

    def test_one_pairing_at_a_time(self, trio):
        trio.in_force()
        with pytest.raises(WrongState, match="End that first"):
            pairings.pair_by_hand(head=trio.head, buddy=leader("Skye Example"), by=trio.officer)

    def test_only_an_officer_pairs_by_hand(self, trio):
        with pytest.raises(NotAllowed):
            pairings.pair_by_hand(head=trio.head, buddy=trio.buddy, by=trio.head)
