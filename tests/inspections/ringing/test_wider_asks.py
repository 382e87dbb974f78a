"""The call always reaches somebody: the pending buddy at once, by presses of hers those who stand by for any head and
the officer's call-back queue."""

from datetime import timedelta

import pytest

from buddies.models import NotThisPerson, Offer, Pairing
from buddies.steps.actions import pairings
from directory.call_outs.actions.notify_call import alert
from directory.call_outs.timeline import told_of
from directory.models import Asked
from inspections.aftercare import actions as pauses
from inspections.calls.actions import inspections, notify_call
from inspections.models import PleaseRing, Told, WiderAsk, WiderAsked
from inspections.ringing.actions import please_ring, wider_asks
from network import models as m
from network.contact import actions as any_head
from network.help.actions import help_requests
from network.privacy.actions import retention
from network.rules import NotAllowed, WrongState
from outbox.actions import put_many
from outbox.models import Message
from tests import factories as f
from tests.directory import make
from tests.inspections.story import MONDAY, call, enter_window, waiting, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(now, cast):
    """A head in the window whom nobody stands by."""
    enter_window(cast)
    m.Tie.objects.filter(head=cast.head).exclude(kind=m.Tie.DEPUTY).delete()
    return cast


def pair(cast, head_yes_at=MONDAY, **more):
    """She has said yes, and the buddy has not answered."""
    return Pairing.objects.create(
        school=cast.school,
        head=cast.head,
        buddy=cast.buddy,
        state=Pairing.ASKED,
        asked_at=MONDAY,
        head_yes_at=head_yes_at,
        **more,
    )


def stands_by(person):
    """An offer to be a buddy, and the choice."""
    Offer.objects.get_or_create(person=person, defaults={"capacity": 1})
    any_head.choose(by=person, on=True)
    return person


def colleague(name="Kim Example", **more):
    person = f.PersonFactory(name=name, email=f"{name.split()[0].lower()}@example.org")
    f.MembershipFactory(person=person, **more)
    return stands_by(person)


def alerted():
    return {name for name, _, about in waiting("nudge-now") if about == "wider-asked"}


def phone_seen_by(person, head):
    return m.ContactPoint.objects.visible_to(person).to_ring().filter(person=head).exists()


# --- the buddy whose yes is pending ---


def test_the_call_asks_the_buddy_whose_yes_is_pending_at_once(alone):
    pair(alone)
    inspection = call(alone)
    assert waiting("nudge-now") == [("Blake", "nudge-now", "wider-asked")]
    asked = WiderAsked.objects.get()
    assert (asked.person, asked.role, asked.ask.inspection) == (alone.buddy, WiderAsked.PENDING, inspection)
    assert not Told.objects.exists()
    assert not phone_seen_by(alone.buddy, alone.head)
    assert wanted(Message.objects.get(about=f"wider-asked:{asked.pk}"))


def test_a_head_with_a_buddy_in_force_asks_nobody_else(now, cast):
    enter_window(cast)
    call(cast)
    please_ring.ask(head=cast.head, by=cast.head, via=PleaseRing.SIGNED_IN)
    wider_asks.look()
    assert not WiderAsk.objects.exists()


def test_nobody_is_asked_whom_she_will_not_have_or_who_has_become_her_manager(alone):
    pair(alone)
    NotThisPerson.objects.create(head=alone.head, person=alone.buddy)
    call(alone)
    assert not WiderAsk.objects.exists()
    NotThisPerson.objects.all().delete()
    f.MembershipFactory(person=alone.buddy, organisation=alone.employer, role=m.Membership.MANAGER)
    wider_asks.look()
    assert not WiderAsk.objects.exists()


def test_please_ring_me_asks_the_pending_buddy_and_so_does_a_registered_phone(alone):
    pair(alone)
    please_ring.ask(head=alone.head, via=PleaseRing.PHONE)
    assert alerted() == {"Blake"}
    assert WiderAsk.objects.get().inspection is None


def test_a_yes_gives_name_and_number_until_they_have_spoken(alone):
    pair(alone)
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    asked = WiderAsked.objects.get()
    assert wider_asks.say_yes(by=alone.buddy, asked=asked)
    ring = PleaseRing.objects.get()
    assert ring.taken_by == alone.buddy
    assert phone_seen_by(alone.buddy, alone.head)
    assert ("Hollis", "nudge-now", "asked-taken") in waiting("nudge-now")
    assert Pairing.objects.get().state == Pairing.ASKED
    please_ring.rung(by=alone.buddy, ask=WiderAsk.objects.get())
    assert not phone_seen_by(alone.buddy, alone.head)
    assert not PleaseRing.objects.open().exists()
    assert not WiderAsk.objects.open().exists()


def test_a_yes_to_the_pairing_counts_as_a_yes_here(alone, now):
    pairing = pair(alone)
    call(alone)
    now.shift(timedelta(minutes=1))
    pairings.say_yes(by=alone.buddy, pairing=pairing)
    wider_asks.look()
    assert WiderAsk.objects.get().taken_by == alone.buddy
    assert phone_seen_by(alone.buddy, alone.head)
    assert Pairing.objects.get().state == Pairing.IN_FORCE


def test_a_yes_to_the_pairing_before_the_call_still_wants_a_yes_to_ringing(alone):
    pair(alone, head_yes_at=None, buddy_yes_at=MONDAY - timedelta(days=1))
    call(alone)
    wider_asks.ask_suggested(by=alone.head)
    wider_asks.look()
    assert alerted() == {"Blake"}
    assert not phone_seen_by(alone.buddy, alone.head)


def test_somebody_who_is_suggested_after_the_call_is_asked_then(alone, now):
    call(alone)
    wider_asks.look()
    assert alerted() == set()
    pair(alone)
    for _ in range(2):
        wider_asks.look()
    assert alerted() == {"Blake"}
    assert Message.objects.filter(about__startswith="wider-asked:").count() == 1


def test_after_the_days_on_site_nobody_is_asked_any_more(alone, now):
    pair(alone)
    inspection = call(alone)
    wider_asks.end_for(head=alone.head, by=None)
    WiderAsk.objects.all().delete()
    now.move_to(MONDAY + timedelta(days=(inspection.ends_on - MONDAY.date()).days + 1))
    wider_asks.look()
    assert not WiderAsk.objects.exists()


def test_a_buddy_who_comes_into_force_after_the_call_is_told_of_it(alone, now):
    pairing = pair(alone, head_yes_at=MONDAY)
    inspection = call(alone)
    now.shift(timedelta(minutes=5))
    pairings.say_yes(by=alone.buddy, pairing=pairing)
    for _ in range(2):
        notify_call.tell_new_buddies()
    told = Told.objects.get(inspection=inspection)
    assert (told.person, told.role, told.seen_at) == (alone.buddy, Told.BUDDY, None)
    notify_call.seen(by=alone.buddy, inspection=inspection)
    assert Message.objects.filter(about=f"told:{told.pk}").count() == 1


# --- those who stand by for any head ---


def test_by_a_press_of_her_own_those_who_chose_it_are_asked(alone):
    kim = colleague()
    dylan = alone.directory_member
    make.listing(dylan)
    any_head.choose(by=dylan, on=True)
    call(alone)
    assert not WiderAsk.objects.exists(), "never by the call itself"
    assert wider_asks.ask_any_head(by=alone.head) == 2
    assert alerted() == {"Kim", "Dylan"}
    assert {one.person for one in WiderAsked.objects.all()} == {kim, dylan}


def off_the_list(cast, person):
    NotThisPerson.objects.create(head=cast.head, person=person)


def of_her_trust(cast, person):
    f.MembershipFactory(person=person, school=f.SchoolFactory(trust=cast.employer))


def of_her_school(cast, person):
    f.MembershipFactory(person=person, school=cast.school, role=m.Membership.DEPUTY)


def of_the_council(cast, person):
    f.MembershipFactory(person=person, organisation=cast.council, role=m.Membership.ADVISER)


def an_officer(cast, person):
    f.RoleGrantFactory(person=person, role=m.RoleGrant.OFFICER)


def an_administrator(cast, person):
    f.RoleGrantFactory(person=person, role=m.RoleGrant.ADMINISTRATOR)


def her_manager(cast, person):
    f.MembershipFactory(person=person, organisation=cast.employer, role=m.Membership.MANAGER)


def speaks_for_her_employer(cast, person):
    f.MembershipFactory(person=person, organisation=cast.employer, role=m.Membership.REPRESENTATIVE)


def no_longer(cast, person):
    any_head.choose(by=person, on=False)


def stepped_back(cast, person):
    Offer.objects.filter(person=person).update(stepped_back_at=MONDAY)


def paused(cast, person):
    Offer.objects.filter(person=person).update(paused_until=MONDAY.date())


def nobody_reaches_them(cast, person):
    m.ContactPoint.objects.filter(person=person).update(confirmed_at=None)


def closed_the_account(cast, person):
    m.Person.objects.filter(pk=person.pk).update(is_active=False)


NEVER = [
    off_the_list,
    of_her_trust,
    of_her_school,
    of_the_council,
    an_officer,
    an_administrator,
    her_manager,
    speaks_for_her_employer,
    no_longer,
    stepped_back,
    paused,
    nobody_reaches_them,
    closed_the_account,
]


@pytest.mark.parametrize("change", NEVER, ids=lambda change: change.__name__)
def test_some_are_never_asked(alone, change):
    kim, lee = colleague(), colleague("Lee Example")
    change(alone, kim)
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    assert {one.person for one in WiderAsked.objects.all()} == {lee}


@pytest.mark.parametrize("group", ["foundation", "board"])
def test_nor_anybody_of_her_foundation_trust_or_her_governing_body(alone, group):
    shared = f.OrganisationFactory(name="Example Group", kind=getattr(m.Organisation, group.upper()))
    m.School.objects.filter(pk=alone.school.pk).update(**{group: shared})
    colleague(school=f.SchoolFactory(**{group: shared}))
    call(alone)
    assert wider_asks.ask_any_head(by=alone.head) == 0


def test_a_colleague_of_the_directory_who_is_on_leave_is_not_asked(alone):
    listing = make.listing(alone.directory_member)
    any_head.choose(by=alone.directory_member, on=True)
    listing.leave.create(starts_on=MONDAY.date(), ends_on=MONDAY.date())
    call(alone)
    assert wider_asks.ask_any_head(by=alone.head) == 0


def test_the_first_yes_wins_and_the_others_hear_that_somebody_has_it(alone):
    kim, lee, pat = colleague(), colleague("Lee Example"), colleague("Pat Example")
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    rows = {one.person: one for one in WiderAsked.objects.select_related("ask__head", "person")}
    wider_asks.say_no(by=pat, asked=rows[pat])
    assert wider_asks.say_yes(by=kim, asked=rows[kim])
    assert not wider_asks.say_yes(by=lee, asked=rows[lee])
    assert WiderAsk.objects.get().taken_by == kim
    assert phone_seen_by(kim, alone.head)
    assert not phone_seen_by(lee, alone.head)
    assert waiting("nudge-soon") == [("Lee", "nudge-soon", "asked-over")]
    assert alerted() == set()


@pytest.mark.parametrize("change", [off_the_list, of_her_trust, an_officer, her_manager, no_longer])
def test_a_yes_is_looked_at_again_at_its_moment(alone, change):
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    change(alone, kim)
    assert not wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get())
    assert not phone_seen_by(kim, alone.head)
    assert WiderAsk.objects.get().taken_by is None


def test_eight_are_asked_at_once_and_more_every_ten_minutes_until_somebody_says_yes(alone, now):
    people = [colleague(f"Kim{number} Example") for number in range(18)]
    call(alone)
    assert wider_asks.ask_any_head(by=alone.head) == 8
    now.shift(timedelta(minutes=9, seconds=59))
    wider_asks.look()
    assert WiderAsked.objects.count() == 8
    now.shift(timedelta(seconds=1))
    for _ in range(2):
        wider_asks.look()
    assert WiderAsked.objects.count() == 16
    assert wider_asks.say_yes(by=people[0], asked=WiderAsked.objects.get(person=people[0]))
    now.shift(timedelta(hours=1))
    wider_asks.look()
    assert WiderAsked.objects.count() == 16


def test_pressing_again_asks_nobody_sooner(alone, now):
    for number in range(18):
        colleague(f"Kim{number} Example")
    call(alone)
    assert [wider_asks.ask_any_head(by=alone.head) for _ in range(3)] == [8, 8, 8]


@pytest.mark.parametrize("change", [off_the_list, of_her_trust, an_officer, her_manager])
def test_contact_ends_where_a_rule_comes_between_after_the_yes(alone, change):
    kim, lee = colleague(), colleague("Lee Example")
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    rows = {one.person: one for one in WiderAsked.objects.select_related("ask__head", "person")}
    wider_asks.say_yes(by=kim, asked=rows[kim])
    wider_asks.look()
    assert phone_seen_by(kim, alone.head)
    change(alone, kim)
    wider_asks.look()
    assert not phone_seen_by(kim, alone.head)
    assert WiderAsk.objects.get().taken_by is None
    assert alerted() == {"Lee"}
    assert WiderAsked.objects.wait().get().person == lee


def test_whoever_chooses_it_while_nobody_was_free_is_asked_then(alone, now):
    call(alone)
    assert wider_asks.ask_any_head(by=alone.head) == 0
    colleague()
    wider_asks.look()
    assert alerted() == {"Kim"}


def test_asked_again_everybody_who_did_not_say_no_is_asked_anew(alone, now):
    kim, lee = colleague(), colleague("Lee Example")
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    rows = {one.person: one for one in WiderAsked.objects.select_related("ask__head", "person")}
    wider_asks.say_yes(by=kim, asked=rows[kim])
    now.shift(timedelta(minutes=30))
    wider_asks.ask_any_head(by=alone.head)
    assert not phone_seen_by(kim, alone.head)
    assert alerted() == {"Kim", "Lee"}
    rows[lee].refresh_from_db()
    assert wider_asks.say_yes(by=lee, asked=rows[lee])
    assert WiderAsk.objects.get().taken_by == lee


def test_she_has_to_wait_for_somebody_first(alone):
    colleague()
    with pytest.raises(WrongState, match="Please ring me"):
        wider_asks.ask_any_head(by=alone.head)
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    assert wider_asks.ask_any_head(by=alone.head) == 1


@pytest.mark.parametrize("who", ["deputy", "officer", "representative", "administrator", "directory_member"])
def test_nobody_but_a_head_asks_more(alone, who):
    with pytest.raises(NotAllowed):
        wider_asks.ask_any_head(by=getattr(alone, who))
    with pytest.raises(NotAllowed):
        wider_asks.ask_call_back(by=getattr(alone, who), name="Example", phone="02380000000")


@pytest.mark.parametrize("act", ["say_yes", "say_no", "over_seen"])
def test_only_whoever_was_asked_answers(alone, act):
    colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    with pytest.raises(NotAllowed):
        getattr(wider_asks, act)(by=alone.other_head, asked=WiderAsked.objects.get())
    with pytest.raises(NotAllowed):
        please_ring.rung(by=alone.other_head, ask=WiderAsk.objects.get())


# --- undone with the call, and its end ---


def test_an_undo_takes_it_all_back_and_says_so(alone):
    pair(alone)
    kim = colleague()
    inspection = call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get(person=kim))
    Message.objects.all().delete()
    inspections.undo(by=alone.head, inspection=inspection)
    ask = WiderAsk.objects.get()
    assert ask.undone_at == ask.closed_at == MONDAY
    assert not phone_seen_by(kim, alone.head)
    assert waiting("nudge-soon") == [("Kim", "nudge-soon", "asked-over")]
    assert alerted() == set()
    assert wanted(Message.objects.get(about__startswith="asked-over:"))
    wider_asks.over_seen(by=kim, asked=WiderAsked.objects.get(person=kim))
    assert not wanted(Message.objects.get(about__startswith="asked-over:"))


def test_put_off_ends_what_the_call_asked_and_whoever_was_asked_reads_that_there_is_nothing_to_do(alone, sign_in):
    pair(alone)
    inspection = call(alone)
    asked = WiderAsked.objects.get()
    assert "would like to be rung today" in sign_in(alone.buddy).get("/today/").content.decode()
    pauses.put_off(by=alone.head, inspection=inspection)
    assert not WiderAsk.objects.open().exists()
    assert not Message.objects.filter(about=f"wider-asked:{asked.pk}", state=Message.DUE).exists()
    assert wanted(Message.objects.get(about=f"asked-over:{asked.pk}", state=Message.DUE))
    page = sign_in(alone.buddy).get("/today/").content.decode()
    assert "would like to be rung today" not in page
    assert "Nothing to do any more" in page
    wider_asks.look()
    assert not WiderAsk.objects.open().exists()


def test_put_off_takes_number_and_name_from_whose_yes_was_the_first(alone):
    pair(alone)
    inspection = call(alone)
    wider_asks.say_yes(by=alone.buddy, asked=WiderAsked.objects.get())
    assert phone_seen_by(alone.buddy, alone.head)
    pauses.put_off(by=alone.head, inspection=inspection)
    assert not phone_seen_by(alone.buddy, alone.head)
    assert waiting("nudge-soon")[-1] == ("Blake", "nudge-soon", "asked-over")


def test_put_off_keeps_what_she_asked_for_herself(alone):
    pair(alone)
    inspection = call(alone)
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    pauses.put_off(by=alone.head, inspection=inspection)
    wider_asks.look()
    assert WiderAsk.objects.open().get().inspection is None
    assert alerted() == {"Blake"}
    please_ring.spoken(by=alone.head, ring=PleaseRing.objects.get())
    assert not WiderAsk.objects.open().exists()


def test_it_ends_after_two_days_and_is_forgotten_after_thirty(alone, now):
    kim = colleague()
    call(alone)
    wider_asks.ask_any_head(by=alone.head)
    wider_asks.say_yes(by=kim, asked=WiderAsked.objects.get())
    now.shift(timedelta(hours=48))
    wider_asks.look()
    assert not WiderAsk.objects.open().exists()
    assert not phone_seen_by(kim, alone.head)
    now.shift(timedelta(days=30))
    retention.delete_over()
    assert not WiderAsk.objects.exists()


def test_no_longer_needing_to_be_rung_ends_what_it_asked(alone):
    pair(alone)
    ring = please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    please_ring.spoken(by=alone.head, ring=ring)
    assert not WiderAsk.objects.open().exists()
    assert alerted() == set()


# --- the officer's call-back queue ---


def test_the_call_back_row_is_one_of_the_public_form_in_every_field(alone, now):
    given = {"name": "Hollis Example", "phone": "+447700900123", "school_name": ""}
    public = help_requests.ask(by=None, **given)
    call(alone)
    hers = wider_asks.ask_call_back(by=alone.head, **given)

    def said(row):
        kept = m.HelpRequest.objects.filter(pk=row.pk).values().get()
        audited = m.AuditRow.objects.filter(what=f"help-request:{row.public_id}").values(
            "by", "verb", "concerns", "detail", "at"
        )
        messages = Message.objects.filter(about=f"help-request:{row.pk}").values("to", "kind", "path", "due_at")
        return {**kept, "id": 0, "public_id": 0}, list(audited), list(messages)

    assert said(public) == said(hers)
    assert WiderAsk.objects.get().call_back_at == MONDAY


def test_it_may_be_pressed_at_any_season_and_is_never_made_by_a_call(alone):
    call(alone)
    please_ring.ask(head=alone.head, by=alone.head, via=PleaseRing.SIGNED_IN)
    assert not m.HelpRequest.objects.exists()
    wider_asks.ask_call_back(by=alone.other_head, name="Harper Example", phone="02380000000")
    assert m.HelpRequest.objects.count() == 1
    assert WiderAsk.objects.filter(head=alone.other_head).count() == 0


@pytest.mark.parametrize("act", ["no", "yes", "undo", "withdraw"])
def test_an_answer_here_stops_no_alert_of_a_call_out_that_bears_the_same_number(alone, act):
    lee = colleague("Lee Example")
    inspection = call(alone)
    wider_asks.ask_any_head(by=alone.head)
    asked = WiderAsked.objects.get(person=lee)
    listing = make.listing(f.PersonFactory(name="Dana Example"))
    call_out = make.call_out(alone.other_head, f.SchoolFactory())
    other = Asked.objects.create(pk=asked.pk, call_out=call_out, listing=listing, wave=1)
    put_many(wanted=[alert(call_out, other, "1")], by=None)
    if act == "undo":
        inspections.undo(by=alone.head, inspection=inspection)
    elif act == "withdraw":
        please_ring.rung(by=alone.head, ask=WiderAsk.objects.get())
    else:
        (wider_asks.say_yes if act == "yes" else wider_asks.say_no)(by=lee, asked=asked)
    assert Message.objects.get(to__name="Dana Example").state == Message.DUE
    assert set(told_of(call_out)) == {listing.pk}
    assert told_of(call_out)[listing.pk].waiting
